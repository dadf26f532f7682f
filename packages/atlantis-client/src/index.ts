/**
 * Client of the Atlantis API and of its job logs.
 *
 * @packageDocumentation
 */

export * from './AtlantisClient';
export { DefaultAtlantisClient } from './DefaultAtlantisClient';
export type { AtlantisPace } from './DefaultAtlantisClient';
export { atlantisTitle } from './atlantisTitle';
export { AtlantisServers } from './AtlantisServers';
export { atlantisServersServiceRef } from './atlantisServersServiceRef';
export { atlantisServiceRef } from './atlantisServiceRef';
export { atlantisTurnsServiceRef } from './turns/atlantisTurnsServiceRef';
export type {
  AtlantisTurns,
  AtlantisTurnsByServer,
  Turn,
  TurnPurpose,
} from './turns/AtlantisTurns';
export { readAtlantisConfigs } from './config';
export type { AtlantisConfig, AtlantisForgeType } from './config';
export { assertAllowed, type AllowedRepository } from './allowed';
export { JobLostError, PlanChangedError, TerraformFailedError } from './errors';
export {
  planActionSchema,
  planChangeSchema,
  planCheckSchema,
  planOutputSchema,
  planSchema,
  planValueSchema,
} from './output/planSchema';
export type {
  PlanAction,
  PlanChange,
  PlanCheck,
  PlanOutput,
  PlanSections,
  PlanValue,
} from './output/planSchema';
export type { PlanSummary } from './output/planSummary';
export type { ApplySummary } from './output/applyOutput';
