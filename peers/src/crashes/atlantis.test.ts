import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { SimulatedMachine, SimulatedVCenter } from '../chain/SimulatedVCenter';
import { GiteaApi } from '../GiteaApi';
import { until } from '../labBackend/until';
import { formValues } from '../requests/formValues';
import { NetBoxAddresses } from '../requests/NetBoxAddresses';
import { Platform, startPlatform } from '../requests/startPlatform';
import { CallWatch, When } from './__testUtils__/CallWatch';
import { choiceOf, hasEnded } from './__testUtils__/whatPeopleSee';

jest.setTimeout(600_000);

const lookEveryMs = 5;
const repository = '/repos/platform/infrastructure';

/** A state file, as far as is looked at. */
interface TerraformState {
  resources: { type: string; instances: unknown[] }[];
}

describe('a real Atlantis that is killed while it applies', () => {
  const gate = new CallWatch();
  let platform: Platform;
  let vcenter: SimulatedVCenter;

  beforeAll(async () => {
    platform = await startPlatform({
      // An Atlantis that was killed says nothing more; half a minute would be waited for it.
      config: { atlantis: { timeouts: { settle: { seconds: 5 } } } },
      beforeGate: url => gate.before('gate', url, []),
    });
    vcenter = await SimulatedVCenter.login(platform.peers.vcenter);
  });

  afterAll(async () => {
    await platform?.close();
    gate.close();
  });

  /**
   * Kills Atlantis as it asks the gate, which is just before Terraform applies; or before it hears the
   * answer.
   */
  function killAtGate(at: When = 'before'): Promise<void> {
    return new Promise((resolve, reject) => {
      gate.watch(async (_, when) => {
        if (when === at) {
          gate.watch(async () => {});
          await platform.peers.atlantis.kill().then(resolve, reject);
        }
      });
    });
  }

  /** Kills Atlantis as soon as a machine is seen to be so. */
  async function killWhen(
    name: string,
    isSo: (machine: SimulatedMachine) => boolean,
  ): Promise<void> {
    for (;;) {
      const machines = await vcenter.machinesNamed(name);
      if (machines.some(isSo)) {
        await platform.peers.atlantis.kill();
        return;
      }
      await sleep(lookEveryMs);
    }
  }

  /**
   * How many machines are in Terraform's state. Their address alone tells nothing: a state without
   * resources keeps it among the results of checks.
   */
  async function machinesInState(name: string): Promise<number> {
    const { stateFolder } = platform.peers.atlantis;
    const files = (await readdir(stateFolder)).filter(
      file => file.includes(name) && file.endsWith('.tfstate'),
    );
    const states = await Promise.all(
      files.map(async file => {
        const text = await readFile(join(stateFolder, file), 'utf8');
        // Terraform that was killed before it wrote anything leaves an empty file.
        const state: TerraformState =
          text === '' ? { resources: [] } : JSON.parse(text);
        return state;
      }),
    );
    return states
      .flatMap(({ resources }) => resources)
      .filter(({ type }) => type === 'vsphere_virtual_machine')
      .reduce((sum, { instances }) => sum + instances.length, 0);
  }

  /** People choose and approve, and an admin deletes what Terraform's state does not know, until it has ended. */
  async function letEnd(id: string): Promise<VmRequest> {
    const { api } = platform;
    let request = await api.find(id);
    await until(`request ${id} has ended`, async () => {
      request = await api.find(id);
      const choice = choiceOf(request);
      if (choice) {
        expect(request.message).toBeTruthy();
        await api.choose(request, choice);
      }
      if (request.wait?.for === 'approval') {
        await api.approve(request, 'marta.silva');
      }
      if (/[Dd]elete it/.test(JSON.stringify(request.wait ?? ''))) {
        for (const { reference, powerState } of await vcenter.machinesNamed(
          request.name,
        )) {
          if (powerState === 'poweredOn') {
            await vcenter.powerOff(reference);
          }
          await vcenter.destroy(reference);
        }
      }
      return hasEnded(request);
    });
    return request;
  }

  async function expectRightEnd(request: VmRequest): Promise<void> {
    const { peers, netbox } = platform;
    const gitea = new GiteaApi(peers.forge);
    const isDone = request.state === 'done';
    const isThere =
      request.kind === 'resize' || (request.kind === 'create') === isDone;
    const machines = await vcenter.machinesNamed(request.name);
    expect(machines).toHaveLength(isThere ? 1 : 0);
    expect(await machinesInState(request.name)).toBe(isThere ? 1 : 0);
    const addresses = await new NetBoxAddresses(netbox).of(request.fqdn);
    expect(addresses.map(({ status }) => status)).toEqual([
      isThere ? 'active' : 'deprecated',
    ]);
    const open = await gitea.get<{ title: string }[]>(
      `${repository}/pulls?state=open`,
    );
    expect(open.filter(({ title }) => title.includes(request.name))).toEqual(
      [],
    );
    const locks = (await (
      await fetch(`${peers.atlantis.url}/api/locks`)
    ).json()) as { Locks: unknown[] | null };
    expect(locks.Locks ?? []).toEqual([]);
  }

  function report(point: string, request: VmRequest): void {
    process.stdout.write(
      `Atlantis killed ${point}: ${request.kind} ${request.state}\n`,
    );
  }

  it.each<[string, (name: string) => Promise<void>]>([
    ['before the clone', () => killAtGate()],
    ['after the clone', name => killWhen(name, () => true)],
    [
      'before the state is written',
      name => killWhen(name, ({ powerState }) => powerState === 'poweredOn'),
    ],
  ])('makes one machine or none: %s', async (point, kill) => {
    const { api, peers } = platform;
    const name = `killed-${point.split(' ').join('-')}`;
    const task = await api.request(formValues(name, 'development'));
    await kill(name);
    await peers.atlantis.start();
    const [{ id }] = (await api.list({ task })).items;
    const request = await letEnd(id);
    report(point, request);
    await expectRightEnd(request);
  });

  describe('with machines that there are', () => {
    const made = new Map<string, VmRequest>();

    beforeAll(async () => {
      const names = ['resized-before', 'resized-after', 'ended'];
      await Promise.all(
        names.map(async name => {
          const task = await platform.api.request(
            formValues(name, 'development'),
          );
          const done = ({ state }: VmRequest) => state === 'done';
          made.set(name, await platform.api.requestOf(task, done));
        }),
      );
    });

    it.each<[string, (name: string) => Promise<void>]>([
      ['before the change', () => killAtGate()],
      [
        'after the change, before the state is written',
        name => killWhen(name, ({ cpus }) => cpus === 2),
      ],
    ])('changes a machine once: %s', async (point, kill) => {
      const { api, peers } = platform;
      const name = `resized-${point.split(' ')[0]}`;
      const task = await api.resize(made.get(name)!, { cpus: 2 });
      await kill(name);
      await peers.atlantis.start();
      const [{ id }] = (await api.list({ task })).items;
      const request = await letEnd(id);
      report(point, request);
      await expectRightEnd(request);
      const [machine] = await vcenter.machinesNamed(name);
      expect(machine.cpus).toBe(request.state === 'done' ? 2 : 1);
    });

    it('ends a machine once: as when it is gone, before the state is written', async () => {
      const { api, peers } = platform;
      const task = await api.decommission(made.get('ended')!);
      // Terraform writes the state as soon as the machine is destroyed: nothing can come between.
      await killAtGate('after');
      const [{ reference }] = await vcenter.machinesNamed('ended');
      await vcenter.powerOff(reference);
      await vcenter.destroy(reference);
      expect(await machinesInState('ended')).toBe(1);
      await peers.atlantis.start();
      const [{ id }] = (await api.list({ task })).items;
      const request = await letEnd(id);
      report('when the machine is gone', request);
      expect(request.state).toBe('done');
      await expectRightEnd(request);
    });
  });
});
