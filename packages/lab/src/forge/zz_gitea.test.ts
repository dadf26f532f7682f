import { readFileSync } from 'node:fs';
import { describeForgeConformance } from './conformance/describeForgeConformance';
jest.setTimeout(60_000);
describeForgeConformance('gitea', () => ({
  url: 'http://127.0.0.1:18790',
  token: readFileSync('/tmp/forge-gitea/work/token', 'utf8').trim(),
  owner: 'platform',
  repository: 'infrastructure',
}));
