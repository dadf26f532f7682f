/**
 * The real peers of Backlot, built from their sources and run on this computer.
 *
 * @packageDocumentation
 */
export * from './buildPeers';
export * from './freePort';
export * from './Peer';
export * from './redis/startRedis';
export * from './SimulatorSession';
export * from './startAtlantis';
export * from './startGitea';
export * from './startPeers';
export * from './startProcess';
export * from './startVCenterSimulator';
export * from './vsphereProvider';
