export { MachineOperations } from './MachineOperations';
export { Refusal } from './Refusal';
export { sizeOf } from './sizeOf';
