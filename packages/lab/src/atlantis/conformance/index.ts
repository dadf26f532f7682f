export { canonicalPlan, type ResourceChange } from '../terraform/canonicalPlan';
export { describeAtlantisConformance } from './describeAtlantisConformance';
export type { AtlantisUnderTest } from './AtlantisUnderTest';
