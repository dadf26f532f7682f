export { MachineOperations } from './MachineOperations';
export { Refusal } from './Refusal';
export { sizeOf } from './sizeOf';
export { UnrequestedMachine } from './UnrequestedMachine';
