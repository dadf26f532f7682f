import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeForgeConformance } from '@backlot/lab/conformance';
import { buildPeers } from '../buildPeers';
import { freePort } from '../freePort';
import { Gitea, startGitea } from '../startGitea';

jest.setTimeout(300_000);

describe('Gitea', () => {
  let directory: string;
  let gitea: Gitea;

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-gitea-'));
    gitea = await startGitea({
      directory,
      webhook: {
        url: `http://127.0.0.1:${await freePort()}`,
        secret: 'nobody listens',
      },
    });
  });

  afterAll(async () => {
    await gitea?.close();
    await rm(directory, { recursive: true, force: true });
  });

  describeForgeConformance('Gitea', () => gitea);
});
