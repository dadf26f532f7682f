export { describeAtlantisConformance } from './describeAtlantisConformance';
export type { AtlantisUnderTest } from './AtlantisUnderTest';
