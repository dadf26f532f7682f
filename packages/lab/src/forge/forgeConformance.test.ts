import { smallCompany } from '../company/smallCompany';
import { FaultSwitches } from '../faults/FaultSwitches';
import { describeForgeConformance } from './conformance/describeForgeConformance';
import { LabForge } from './LabForge';
import { startForge } from './startForge';

describe("the lab's forge", () => {
  const token = 'token-of-the-test';
  let forge: LabForge;

  beforeAll(async () => {
    forge = await startForge({
      company: smallCompany,
      faults: new FaultSwitches(),
      token,
    });
  });

  afterAll(() => forge.close());

  describeForgeConformance('lab', () => ({
    url: forge.url,
    token,
    owner: forge.owner,
    repository: forge.repository,
  }));
});
