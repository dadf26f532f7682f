export * from './RequestOperation';
export * from './OperationContext';
export * from './OperationRequest';
export * from './vmRequestOperationsExtensionPoint';
