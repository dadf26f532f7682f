import { projectFiles } from './__testUtils__/projectFiles';
import {
  startAtlantisAlone,
  startForgeAlone,
} from './__testUtils__/startAtlantisAlone';
import { describeAtlantisConformance } from './conformance';
import { LabForge } from '../forge/LabForge';

let forge: LabForge;
let atlantis: Awaited<ReturnType<typeof startAtlantisAlone>>;

beforeAll(async () => {
  forge = await startForgeAlone();
  atlantis = await startAtlantisAlone(forge);
});

afterAll(async () => {
  await atlantis.close();
  await forge.close();
});

describeAtlantisConformance('lab', () => ({
  atlantis: atlantis.atlantis,
  forge: {
    url: forge.url,
    token: 'forge-token',
    owner: forge.owner,
    repository: forge.repository,
  },
  project: projectFiles,
}));
