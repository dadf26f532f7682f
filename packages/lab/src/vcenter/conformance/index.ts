export { describeVCenterConformance } from './describeVCenterConformance';
export { noDifferences, simulatorDifferences } from './VCenterUnderTest';
export type { VCenterDifferences, VCenterUnderTest } from './VCenterUnderTest';
