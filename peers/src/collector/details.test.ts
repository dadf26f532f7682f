import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { VSphereInventoryProvider } from '@backlot/plugin-vm-inventory-backend-module-vsphere';
import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { buildPeers } from '../buildPeers';
import { simulatorSource } from '../simulatorSource';
import {
  startVCenterSimulator,
  VCenterSimulator,
} from '../startVCenterSimulator';
import { CollectorBackend } from './__testUtils__/CollectorBackend';
import { DoubtingProxy } from './__testUtils__/DoubtingProxy';
import { VCenterAdministrator } from './__testUtils__/VCenterAdministrator';

jest.setTimeout(300_000);

describe("asking govmomi's simulator for the details of a machine", () => {
  const begin = Date.now();
  let directory: string;
  let simulator: VCenterSimulator;
  let backend: CollectorBackend;
  let administrator: VCenterAdministrator;

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-details-'));
    simulator = await startVCenterSimulator({
      directory,
      password: 'the password of the test',
      size: { clusters: 1, hosts: 1, machines: 2 },
    });
    administrator = await VCenterAdministrator.login(simulator);
    backend = await CollectorBackend.start(simulator);
    await backend.reaches('live');
  });

  afterAll(async () => {
    await backend?.close();
    await simulator?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('answers disk, network card, dates and the rest of each machine', async () => {
    const machines = await backend.list('machine');
    const datastores = await backend.list('datastore');
    expect(machines).toHaveLength(2);
    const cards = new Set<string | undefined>();
    for (const machine of machines) {
      const details = await backend.details(machine.id);
      const datastore = datastores.find(
        ({ id }) => id === machine.datastores[0],
      );
      expect(details).toMatchObject({
        disks: [
          {
            capacityBytes: 10 * 1024 ** 3,
            datastore: datastore!.id,
            thin: true,
            controller: expect.stringMatching(/^pvscsi/),
          },
        ],
        networkCards: [
          {
            adapterType: 'e1000',
            macAddress: expect.stringMatching(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/),
            connected: true,
            network: machine.networks[0],
            addresses: [],
          },
        ],
        tools: { state: 'not-running' },
        guest: { fullName: 'otherGuest' },
        hardwareVersion: 'vmx-13',
        firmware: 'bios',
        snapshots: [],
      });
      const [disk] = details.disks;
      expect(disk.file).toMatch(
        new RegExp(`^\\[${datastore!.name}\\] ${machine.name}/.+\\.vmdk$`),
      );
      expect(details.storage!.uncommittedBytes).toBe(disk.capacityBytes);
      expect(Date.parse(details.createdAt!)).toBeGreaterThanOrEqual(
        begin - 1000,
      );
      expect(Date.parse(details.asOf)).toBeGreaterThan(
        Date.parse(details.createdAt!),
      );
      cards.add(details.networkCards[0].macAddress);
    }
    expect(cards.size).toBe(machines.length);
  });

  it('lists the MAC addresses of the machines in a network, and of no others', async () => {
    const machines = await backend.list('machine');
    const networks = await backend.list('network');
    const templates = await backend.list('template');
    for (const { id } of networks) {
      const details: MachineDetails[] = [];
      for (const machine of machines) {
        if (machine.networks.includes(id)) {
          details.push(await backend.details(machine.id));
        }
      }
      const { macAddresses } = await backend.macAddresses(id);
      expect(macAddresses).toEqual(
        expect.arrayContaining(
          details.flatMap(({ networkCards }) =>
            networkCards.map(({ macAddress }) => macAddress),
          ),
        ),
      );
      // All lie in one network, and templates have cards, too.
      expect(macAddresses).toHaveLength(
        details.length > 0 ? machines.length + templates.length : 0,
      );
    }
    expect(networks.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['standard', 'distributed']),
    );
  });

  it("shows a guest's address, snapshots and a note", async () => {
    const machine = await administrator.named(
      'VirtualMachine',
      'DC0_C0_RP0_VM0',
    );
    await administrator.reconfigure(
      machine,
      '<annotation>Payment API</annotation><extraConfig><key>SET.guest.ipAddress</key><value xsi:type="xsd:string" xmlns:xsd="http://www.w3.org/2001/XMLSchema">10.20.30.40</value></extraConfig>',
    );
    await administrator.snapshot(machine, 'before the update');
    await administrator.snapshot(machine, 'a%2fb');

    const details = await backend.until(async () => {
      const found = await backend.details(machine.value);
      return found.snapshots.length > 0 ? found : undefined;
    });
    expect(details.note).toBe('Payment API');
    expect(details.networkCards[0].addresses).toEqual(['10.20.30.40']);
    expect(details.snapshots).toMatchObject([
      { name: 'before the update', createdAt: expect.any(String) },
      { name: 'a/b', createdAt: expect.any(String) },
    ]);
  });

  it('signs in anew when its session was ended', async () => {
    const machine = await administrator.named(
      'VirtualMachine',
      'DC0_C0_RP0_VM1',
    );
    expect(await administrator.endOtherSessions()).toBeGreaterThan(1);
    await expect(backend.details(machine.value)).resolves.toHaveProperty(
      'disks',
    );
  });

  it('leaves no session behind that is not authenticated any more', async () => {
    const proxy = await DoubtingProxy.before(simulator, directory);
    const provider = new VSphereInventoryProvider({
      config: {
        ...simulatorSource(simulator),
        url: proxy.url,
        title: 'Simulator',
        tls: { ca: simulator.ca, insecure: false },
        maxWaitSeconds: 5,
        timeoutMs: 20_000,
        fullPassMs: 1_800_000,
      },
      logger: mockServices.logger.mock(),
    });
    const { value } = await administrator.named(
      'VirtualMachine',
      'DC0_C0_RP0_VM1',
    );
    const ask = () =>
      provider.machineDetails(value, { signal: AbortSignal.timeout(20_000) });
    try {
      // The backend signs in again in its own time after the test before.
      const openThroughProxy = async () =>
        (await administrator.otherSessions()).filter(key =>
          proxy.opened.has(key),
        );
      await ask();
      for (let round = 0; round < 101; round++) {
        proxy.doubtLast();
        await ask();
      }
      expect(proxy.opened.size).toBe(102);
      const open = (await openThroughProxy()).length;
      // One is used, one may be being ended.
      expect(open).toBeGreaterThanOrEqual(1);
      expect(open).toBeLessThanOrEqual(2);
      await provider.close();
      expect(await openThroughProxy()).toEqual([]);
    } finally {
      await provider.close();
      await proxy.close();
    }
  });

  it('says that the server is down', async () => {
    const [machine] = await backend.list('machine');
    await simulator.kill();
    await backend.until(async () =>
      backend.details(machine.id).then(
        () => undefined,
        error => {
          expect(error.message).toMatch(/ServiceUnavailableError/);
          expect(error.message).toContain(simulator.url);
          return true;
        },
      ),
    );
  });
});
