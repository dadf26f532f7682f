import { mockServices } from '@backstage/backend-test-utils';
import { Lab, startLab } from '@backlot/lab';
import { Network } from '@backlot/plugin-vm-inventory-common';
import { VimClient } from '../propertyCollector/VimClient';
import { SoapClient } from '../soap/SoapClient';
import { MacAddressesReader } from './MacAddressesReader';
import { MachineDetailsReader } from './MachineDetailsReader';
import { SharedSession } from './SharedSession';

jest.setTimeout(60_000);

describe('MacAddressesReader', () => {
  let lab: Lab;
  let session: SharedSession;

  beforeAll(async () => {
    lab = await startLab({ pace: { boot: 0 } });
  });

  beforeEach(() => {
    const { url, ca, username, password } = lab.vcenter;
    session = new SharedSession({
      source: 'fra',
      username,
      password,
      logger: mockServices.logger.mock(),
      connect: () =>
        new VimClient(
          new SoapClient({ source: 'fra', url, ca, timeoutMs: 20_000 }),
        ),
    });
  });

  afterEach(async () => {
    lab.faults.switchOff();
    await session.close();
  });

  afterAll(() => lab.close());

  const signal = () => AbortSignal.timeout(20_000);

  const list = (id: string, type: Network['type'] = 'distributed') =>
    new MacAddressesReader({ session }).read(
      { kind: 'network', source: 'fra', id, name: id, type },
      { signal: signal() },
    );

  const cardsOf = async (id: string) => {
    const { networkCards } = await new MachineDetailsReader({
      config: { name: 'fra' },
      session,
    }).read(id, { signal: signal() });
    return networkCards.map(({ macAddress }) => macAddress!);
  };

  const machinesIn = (network: string) =>
    lab.vcenter.model
      .machines()
      .filter(({ networks }) => networks.includes(network));

  /** The network with most machines. */
  const busiest = () => {
    const networks = new Set(
      lab.vcenter.model.machines().flatMap(machine => machine.networks),
    );
    return [...networks].sort(
      (a, b) => machinesIn(b).length - machinesIn(a).length,
    )[0];
  };

  it('lists the cards of the machines in a network, and of no others', async () => {
    const network = busiest();
    const inside = machinesIn(network);
    expect(inside.length).toBeGreaterThan(5);
    const { macAddresses, asOf } = await list(network);

    const expected = await Promise.all(inside.map(({ ref }) => cardsOf(ref)));
    expect([...macAddresses].sort()).toEqual(
      [...new Set(expected.flat())].sort(),
    );
    const outside = lab.vcenter.model
      .machines()
      .find(({ networks }) => !networks.includes(network))!;
    expect(macAddresses).not.toContain((await cardsOf(outside.ref))[0]);
    expect(Date.now() - Date.parse(asOf)).toBeLessThan(60_000);
  });

  it('asks page by page', async () => {
    const network = busiest();
    const { type, ref, ...facts } = machinesIn(network)[0];
    const before = (await list(network)).macAddresses.length;
    const added = Array.from(
      { length: 300 },
      (_, index) =>
        lab.vcenter.model.add.machine({ ...facts, name: `paged-${index}` }).ref,
    );
    const asked = jest.spyOn(SoapClient.prototype, 'call');

    const { macAddresses } = await list(network);

    expect(macAddresses).toHaveLength(before + added.length);
    expect(asked.mock.calls.map(([method]) => method)).toEqual([
      'RetrievePropertiesEx',
      'ContinueRetrievePropertiesEx',
    ]);
    asked.mockRestore();
  });

  it('passes over machines whose configuration cannot be read', async () => {
    const network = busiest();
    const { type, ref, ...facts } = machinesIn(network)[0];
    const { macAddresses: before } = await list(network);
    lab.vcenter.model.add.machine({
      ...facts,
      name: 'inaccessible',
      config: undefined,
    });
    expect((await list(network)).macAddresses).toEqual(before);
  });

  it('has none of a network that is gone', async () => {
    await expect(list('dvportgroup-0')).resolves.toMatchObject({
      macAddresses: [],
    });
  });

  it.each(['fault', 'missing-set', 'empty'] as const)(
    'signs in anew when its session was lost, and vCenter says so by %s',
    async answer => {
      const network = busiest();
      const { macAddresses } = await list(network);
      lab.vcenter.expireSessions(answer);
      expect((await list(network)).macAddresses).toEqual(macAddresses);
    },
  );

  it('says that vCenter cannot be reached', async () => {
    lab.faults.switchOn({ peer: 'vcenter', kind: 'down' });
    await expect(list(busiest())).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/vCenter 'fra' did not answer.*Check/),
    });
  });
});
