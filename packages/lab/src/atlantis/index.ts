export { labMachineFiles } from './labMachineFiles';
export { startAtlantis } from './startAtlantis';
export type {
  AtlantisForge,
  AtlantisGate,
  HeldLock,
  LabProject,
  LabAtlantis,
  LabAtlantisOptions,
} from './LabAtlantis';
