export * from './MachineHook';
export * from './vmRequestMachineHooksExtensionPoint';
