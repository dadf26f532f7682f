/**
 * The hardware of vSphere's templates and machines, and what Terraform's provider can keep of it.
 *
 * @packageDocumentation
 */
export { type HardwareProblem } from './hardwareProblems';
export * from './hardwareVariable';
export * from './inventoryPath';
export * from './machineHardware';
export * from './machineProblems';
export * from './providerFeatures';
export * from './templateHardware';
export * from './templateProblems';
