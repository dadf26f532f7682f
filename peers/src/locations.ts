import { dirname, join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

const root = dirname(resolvePackagePath('@backlot/peers'));

/** Where {@link buildPeers} puts what it builds. */
export const binFolder = join(root, 'peers', 'bin');

/** One Go module a peer, each requiring exactly what that peer was released with. */
export const goModulesFolder = join(root, 'peers', 'go');

/** Gitea's texts and page templates, which its binary reads from disk. */
export const giteaStaticFolder = join(binFolder, 'gitea-static');

/** The starter of the repository that pull requests go to. */
export const infrastructureTemplate = join(root, 'templates', 'infrastructure');
