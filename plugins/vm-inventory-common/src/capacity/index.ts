export * from './Capacity';
export * from './ClusterAllocation';
export * from './clusterCapacity';
export * from './datastoreCapacity';
