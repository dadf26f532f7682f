/**
 * Branches, pull requests and commit statuses on a Git forge.
 *
 * @packageDocumentation
 */
export { assertAllowedRepository } from './allowedRepositories';
export * from './config';
export * from './connectionStep';
export * from './createGitForge';
export * from './GitForge';
export * from './GitForges';
export * from './gitForgeServiceRef';
export * from './gitForgesServiceRef';
export * from './http/ForgeUnreachableError';
export * from './gitea/GiteaForge';
