/**
 * Conformance suites: the same tests for the lab's peers and for the real ones. They use Jest's
 * globals, so this entry is for test files only.
 *
 * @packageDocumentation
 */
export * from './atlantis/conformance';
export { describeForgeConformance } from './forge/conformance/describeForgeConformance';
export type { ForgeUnderTest } from './forge/conformance/ForgeUnderTest';
export * from './vcenter/conformance';
