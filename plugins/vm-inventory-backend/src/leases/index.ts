export * from './SourceLease';
export * from './SourceLeases';
