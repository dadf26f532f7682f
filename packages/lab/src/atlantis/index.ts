export { labMachineFiles } from './labMachineFiles';
export { startAtlantis } from './startAtlantis';
export type {
  AtlantisForge,
  AtlantisGate,
  HeldLock,
  LabAtlantis,
  LabAtlantisOptions,
} from './LabAtlantis';
