import { smallCompany } from '../../company/smallCompany';
import { FaultSwitches } from '../../faults/FaultSwitches';
import { LabPeer } from '../../LabPeer';
import { startForge } from '../../forge/startForge';
import { MemoryMachines } from '../__testUtils__/MemoryMachines';
import { projectFiles } from '../__testUtils__/projectFiles';
import { startAtlantis } from '../startAtlantis';
import { describeAtlantis } from './describeAtlantis';

// A command is a few git processes, which a busy machine starts slowly.
jest.setTimeout(30_000);

const peers: LabPeer[] = [];

describeAtlantis(
  "the lab's Atlantis",
  async () => {
    const common = { company: smallCompany, faults: new FaultSwitches() };
    const forge = await startForge({ ...common, token: 'forge-token' });
    const atlantis = await startAtlantis({
      ...common,
      forge,
      machines: new MemoryMachines(),
      apiSecret: 'atlantis-secret',
    });
    peers.push(atlantis, forge);
    return {
      atlantis,
      forge: {
        url: forge.url,
        token: 'forge-token',
        owner: forge.owner,
        repository: forge.repository,
      },
      project: projectFiles,
      printsDigest: true,
    };
  },
  async () => {
    for (const peer of peers) {
      await peer.close();
    }
  },
);
