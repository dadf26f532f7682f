/**
 * The real peers of Backlot, built from their sources and run on this computer.
 *
 * @packageDocumentation
 */
export * from './buildPeers';
export * from './Peer';
export * from './replicas/startReplica';
export * from './startAtlantis';
export * from './startGitea';
export * from './startPeers';
export * from './startVCenterSimulator';
