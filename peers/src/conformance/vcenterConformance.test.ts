import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeVCenterConformance,
  simulatorDifferences,
} from '@backlot/lab/conformance';
import { buildPeers } from '../buildPeers';
import { startVCenterSimulator } from '../startVCenterSimulator';

jest.setTimeout(300_000);

describeVCenterConformance(
  "govmomi's simulator",
  async () => {
    await buildPeers();
    const directory = await mkdtemp(join(tmpdir(), 'backlot-vcenter-'));
    const simulator = await startVCenterSimulator({
      directory,
      password: 'the password of the test',
      size: { datacenters: 1, clusters: 2, hosts: 2, machines: 8 },
    });
    return {
      ...simulator,
      close: async () => {
        await simulator.close();
        await rm(directory, { recursive: true, force: true });
      },
    };
  },
  simulatorDifferences,
);
