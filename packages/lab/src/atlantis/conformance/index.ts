export { describeAtlantis } from './describeAtlantis';
export type { AtlantisUnderTest } from './AtlantisUnderTest';
