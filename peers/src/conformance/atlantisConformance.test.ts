import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  AtlantisUnderTest,
  describeAtlantisConformance,
} from '@backlot/lab/conformance';
import { machineFiles, machineVariables } from '../chain/machineFiles';
import { SimulatedVCenter } from '../chain/SimulatedVCenter';
import { Peers, startPeers } from '../startPeers';

describe('Atlantis', () => {
  // The gate that lets everything pass: what it refuses is tested with the chain.
  const gate = createServer((_request, response) => {
    response.writeHead(204).end();
  });
  let peers: Peers;
  let underTest: AtlantisUnderTest;

  beforeAll(async () => {
    gate.listen(0, '127.0.0.1');
    await once(gate, 'listening');
    const { port } = gate.address() as AddressInfo;
    peers = await startPeers({
      backstage: { url: `http://127.0.0.1:${port}`, gateToken: 'any' },
    });
    const { atlantis, forge } = peers;
    const vcenter = await SimulatedVCenter.login(peers.vcenter);
    const placement = await vcenter.placement('backlot/development');
    underTest = {
      atlantis,
      forge,
      project: name =>
        machineFiles(
          machineVariables(name, placement),
          `git::${forge.url}/${forge.owner}/${forge.repository}.git//modules/rhel9-vm?ref=${forge.moduleTag}`,
          join(atlantis.stateFolder, `${name}.tfstate`),
        ),
    };
  });

  afterAll(async () => {
    await peers?.close();
    gate.close();
  });

  describeAtlantisConformance('Atlantis 0.47.1', () => underTest);
});
