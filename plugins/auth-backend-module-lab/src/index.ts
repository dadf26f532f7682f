/**
 * Sign in as one of the lab's people; for development only.
 *
 * @packageDocumentation
 */

export { LAB_PERSON_HEADER } from './authenticator';
export { authModuleLab as default } from './module';
export type { LabPerson } from './people';
