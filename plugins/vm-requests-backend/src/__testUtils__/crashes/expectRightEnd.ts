import { allocationKeysOf } from '@backlot/plugin-vm-requests-node';
import { StoredRequest } from '../../database/StoredRequest';
import { appliedHardwareOf } from '../../operations/resize/hardwareVariables';
import { hasEnded, Played, requestsOf, Scenario, Trouble } from './Scenario';

/** What there is at the end, with the point in front, so that a failure says which it was. */
type Told<T> = [point: string, value: T];

async function expectEnded(
  point: string,
  played: Played,
  requests: StoredRequest[],
): Promise<void> {
  const { truth } = played.world;
  for (const request of requests) {
    const hint = `${point}: ${request.kind} is ${request.state}, ${request.phase} (${request.message})`;
    expect([hint, hasEnded(request)]).toEqual<Told<boolean>>([hint, true]);
    const events = await truth.store.listEvents(request.id);
    const ends = events.filter(
      ({ to }) => to && hasEnded({ ...request, state: to }),
    );
    expect([hint, ends.map(({ to }) => to)]).toEqual([hint, [request.state]]);
    const effects = await truth.effects.list(request.id);
    const left = effects.filter(({ doneAt }) => !doneAt);
    expect([hint, left.map(({ what }) => what)]).toEqual([hint, []]);
  }
}

function expectNothingTwice(point: string, { world }: Played): void {
  const { happened } = world.peers;
  const twice = happened.filter(
    (what, index) => happened.indexOf(what) !== index,
  );
  expect([point, twice]).toEqual([point, []]);
}

/** A machine as it was made, or was changed by what is done, with all that belongs to it. */
async function expectMachine(
  point: string,
  { isOff = false }: Scenario,
  played: Played,
  maker: StoredRequest,
  requests: StoredRequest[],
): Promise<void> {
  const { peers, truth } = played.world;
  const done = requests.filter(({ state }) => state === 'done');
  const machine = await truth.store.getMachine(maker.machineId);
  expect([point, machine]).toMatchObject([
    point,
    {
      lifecycle: 'active',
      madeBy: maker.id,
      shapedBy: done[0].id,
      generation: done.length,
    },
  ]);
  const last = await truth.store.get(done[0].id);
  expect([point, machine.owner]).toEqual([
    point,
    last.terms.machine?.owner ?? maker.owner,
  ]);
  expect([point, machine.endsAt]).toEqual([
    point,
    last.terms.machine?.endsAt ?? played.before?.endsAt,
  ]);
  const shaping = await truth.store.getShaping(machine);
  const hardware = appliedHardwareOf(shaping.files)!;
  expect([point, peers.machines]).toEqual([
    point,
    [
      expect.objectContaining({
        cpus: hardware.cpus,
        memoryMib: hardware.memoryMib,
        // The note of an adopted machine stays as it is.
        ...(maker.kind === 'create' && {
          annotation: `request ${maker.id}`,
        }),
      }),
    ],
  ]);
  const [{ id }] = peers.machines;
  expect([point, peers.disks.get(id)]).toEqual([
    point,
    hardware.disks.map(({ sizeGib }) => sizeGib),
  ]);
  expect([point, peers.poweredOff.has(id)]).toEqual([point, isOff]);
  expect([point, [...peers.addressesByKey.values()]]).toEqual([
    point,
    allocationKeysOf(maker.terms).map(() => 'active'),
  ]);
  const macAddresses = maker.interfaces!.map(({ macAddress }) => macAddress);
  expect([point, [...peers.records]]).toEqual([
    point,
    [[maker.name, macAddresses]],
  ]);
  expect([point, await truth.store.findName(maker.nameKey)]).toEqual([
    point,
    maker.id,
  ]);
  expect([
    point,
    await truth.store.listMacAddresses(truth.settings.macAddresses),
  ]).toEqual([point, macAddresses]);
}

async function expectNothing(
  point: string,
  { adopts }: Scenario,
  { world, made }: Played,
): Promise<void> {
  const { peers, truth } = world;
  const key = (await world.request())?.nameKey;
  const { items: machines } = await truth.store.listMachines({ limit: 10 });
  expect([
    point,
    {
      machines,
      macAddresses: await truth.store.listMacAddresses(
        truth.settings.macAddresses,
      ),
      name: key && (await truth.store.findName(key)),
      inVCenter: peers.machines.map(({ name: standing }) => standing),
      addresses: [...peers.addressesByKey],
      records: [...peers.records],
    },
  ]).toEqual([
    point,
    {
      machines: [],
      macAddresses: [],
      name: undefined,
      // Whatever becomes of an adoption, the machine stays.
      inVCenter: adopts ? ['old01'] : [],
      addresses: [],
      records: [],
    },
  ]);
  if (made) {
    expect([point, new Set(peers.removedFiles)]).toEqual([
      point,
      new Set(made.files!.map(({ path }) => path)),
    ]);
  }
}

/**
 * Checks that there is one machine or none, as the requests say, that nothing is left over, and that
 * nothing was done twice.
 */
export async function expectRightEnd(
  scenario: Scenario,
  trouble: Trouble,
  played: Played,
): Promise<void> {
  const { world, made } = played;
  const { peers } = world;
  const point = `${scenario.name} ${JSON.stringify(trouble)}`;
  const requests = await requestsOf(played);
  await expectEnded(point, played, requests);
  expectNothingTwice(point, played);
  // What is reserved for a request that was never written down ends by itself within the hour.
  const reserved = requests.filter(({ id }) => peers.reservations.has(id));
  expect([point, reserved.map(({ id }) => id)]).toEqual([point, []]);
  expect([point, [...peers.locks]]).toEqual([point, []]);
  const branches = [...peers.branches.values()];
  expect([
    point,
    branches.filter(({ merged, deleted }) => !(merged && deleted)),
  ]).toEqual([point, []]);

  const done = requests.filter(({ state }) => state === 'done');
  const maker = done.find(({ kind }) => ['create', 'adopt'].includes(kind));
  const isGone = done.some(({ kind }) => kind === 'decommission');
  if (made && scenario.operation?.operation === 'decommission') {
    expect([point, isGone]).toEqual([point, true]);
  }
  if (maker && !isGone) {
    await expectMachine(point, scenario, played, maker, requests);
  } else {
    await expectNothing(point, scenario, played);
  }
}
