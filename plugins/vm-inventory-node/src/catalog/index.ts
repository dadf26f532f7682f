export * from './machineEntityName';
export * from './machineOwnershipExtensionPoint';
