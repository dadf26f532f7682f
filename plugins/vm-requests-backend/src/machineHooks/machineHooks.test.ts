import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  DefinitivePolicyDecision,
} from '@backstage/plugin-permission-common';
import supertest from 'supertest';
import { MachineHookEvent } from '@backlot/plugin-vm-requests-common';
import { HookedMachine, MachineHook } from '@backlot/plugin-vm-requests-node';
import { Chaos } from '../__testUtils__/Chaos';
import {
  anna,
  approvers,
  machineSpec,
  payments,
  priya,
} from '../__testUtils__/company';
import { startRouter } from '../__testUtils__/startRouter';
import { emptyDatabase, useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { StoredRequest } from '../database/StoredRequest';
import { decide } from '../ledger/decide';
import { MachineHooks } from './MachineHooks';
import { toHookCalls } from './toHookCalls';

const fqdn = 'web01.dev.acme.example';

/** A name server in memory, which can be out of order. */
class Names {
  readonly calls: [MachineHookEvent, HookedMachine][] = [];
  problem: string | undefined;

  hooks(id = 'dns'): MachineHooks {
    const hooks = new MachineHooks();
    const answer =
      (event: MachineHookEvent, words: string) =>
      async (machine: HookedMachine) => {
        this.calls.push([event, machine]);
        if (this.problem) {
          throw new Error(this.problem);
        }
        return `${machine.fqdn} is ${words}.`;
      };
    hooks.addHook({
      id,
      title: 'DNS',
      pending: { made: 'is not registered yet', ended: 'is still registered' },
      made: answer('made', 'registered'),
      ended: answer('ended', 'registered no more'),
    });
    return hooks;
  }

  get events(): MachineHookEvent[] {
    return this.calls.map(([event]) => event);
  }
}

describe('machine hooks', () => {
  const database = useDatabase();

  async function approve(world: World): Promise<void> {
    const request = (await world.request())!;
    await decide(
      world.truth,
      request.id,
      { ref: priya, ownership: [priya, approvers] },
      { what: 'approve', digest: request.plan!.digest },
    );
  }

  async function make(world: World): Promise<StoredRequest> {
    await world.prepare(world.peers.addTask('prepare-1'), machineSpec());
    await approve(world);
    await world.settle(0);
    return (await world.request())!;
  }

  async function end(
    world: World,
    made: StoredRequest,
  ): Promise<StoredRequest> {
    await world.operate(world.peers.addTask('end-1'), made, {
      operation: 'decommission',
      input: { name: 'web01' },
      requestedBy: anna,
    });
    await approve(world);
    await world.settle(0);
    return (await world.request())!;
  }

  const callsOf = async ({ truth }: World, request: StoredRequest) =>
    toHookCalls(await truth.effects.list(request.id), {
      fqdn: request.fqdn,
      machineHooks: truth.machineHooks,
      seesCause: true,
    });

  it('are called when a machine was made and when it is gone, and with what', async () => {
    const names = new Names();
    const world = new World(database(), { machineHooks: names.hooks() });

    const made = await make(world);
    expect(made).toMatchObject({ state: 'done' });
    const machine = {
      id: made.machineId,
      name: 'web01',
      fqdn,
      environment: 'development',
      owner: payments,
      addresses: ['10.20.210.17'],
    };
    expect(names.calls).toEqual([['made', machine]]);
    expect(await callsOf(world, made)).toEqual([
      {
        hook: 'dns',
        title: 'DNS',
        event: 'made',
        done: true,
        message: `${fqdn} is registered.`,
        tries: 1,
        at: expect.any(String),
      },
    ]);

    const ended = await end(world, made);
    expect(ended).toMatchObject({ kind: 'decommission', state: 'done' });
    expect(names.calls).toEqual([
      ['made', machine],
      ['ended', machine],
    ]);
    expect(await callsOf(world, ended)).toMatchObject([
      { event: 'ended', done: true, message: `${fqdn} is registered no more.` },
    ]);
  });

  it('hold nothing back when they fail, and are called again until they succeed', async () => {
    const names = new Names();
    names.problem = 'REFUSED by 10.0.0.53';
    const world = new World(database(), { machineHooks: names.hooks() });

    const made = await make(world);
    expect(made).toMatchObject({ state: 'done' });
    await world.settle(1);
    expect(names.calls.length).toBeGreaterThan(10);
    expect(await callsOf(world, made)).toEqual([
      {
        hook: 'dns',
        title: 'DNS',
        event: 'made',
        done: false,
        message: `${fqdn} is not registered yet.`,
        cause: 'REFUSED by 10.0.0.53',
        tries: names.calls.length,
        at: expect.any(String),
      },
    ]);

    names.problem = undefined;
    await world.settle(1);
    expect(await callsOf(world, made)).toMatchObject([
      { done: true, message: `${fqdn} is registered.` },
    ]);
  });

  it("are on the pages of request and machine, a peer's own words only for those who may see them", async () => {
    const names = new Names();
    names.problem = 'REFUSED by 10.0.0.53';
    const world = new World(database(), { machineHooks: names.hooks() });
    const made = await make(world);
    const ask = async (seesCause: boolean) => {
      const permissions = mockServices.permissions.mock({
        authorize: async queries =>
          queries.map(({ permission: { name } }) => ({
            result:
              name === 'vm-requests.peer.test' && !seesCause
                ? AuthorizeResult.DENY
                : AuthorizeResult.ALLOW,
          })),
        authorizeConditional: async queries =>
          queries.map(
            (): DefinitivePolicyDecision => ({ result: AuthorizeResult.ALLOW }),
          ),
      });
      const { server, stop } = await startRouter(world, {
        features: [permissions.factory],
      });
      const [request, machine] = await Promise.all(
        [`requests/${made.id}`, `machines/${made.machineId}`].map(path =>
          supertest(server)
            .get(`/api/vm-requests/v1/${path}`)
            .set('authorization', mockCredentials.user.header(anna)),
        ),
      );
      await stop();
      expect(machine.body.hooks).toEqual(request.body.hooks);
      return request.body.hooks;
    };

    const shown = {
      hook: 'dns',
      title: 'DNS',
      event: 'made',
      done: false,
      message: `${fqdn} is not registered yet.`,
      tries: 1,
      at: expect.any(String),
    };
    expect(await ask(true)).toEqual([{ ...shown, cause: names.problem }]);
    expect(await ask(false)).toEqual([shown]);
  });

  it('make nothing of a machine that is gone meanwhile, and end it after that', async () => {
    const names = new Names();
    names.problem = 'down';
    const world = new World(database(), { machineHooks: names.hooks() });
    const made = await make(world);
    const ended = await end(world, made);
    names.problem = undefined;
    names.calls.length = 0;
    await world.settle(1);

    expect(names.events).toEqual(['ended']);
    expect(await callsOf(world, made)).toMatchObject([
      { done: true, message: `${fqdn} is gone.` },
    ]);
    expect(await callsOf(world, ended)).toMatchObject([{ done: true }]);
  });

  it('are called once by several replicas', async () => {
    const names = new Names();
    const machineHooks = names.hooks();
    const world = new World(database(), { machineHooks });
    const other = new World(database(), { machineHooks, beside: world });
    await world.prepare(world.peers.addTask('prepare-1'), machineSpec());
    await approve(world);
    await world.settle(1, [other]);

    expect(names.events).toEqual(['made']);
  });

  it('have done what they are to do after a kill, or a lost answer, at any moment', async () => {
    /** Makes a machine and ends it; the name is to be registered in between. */
    const play = async (chaos: Chaos) => {
      await emptyDatabase(database());
      const registered = new Set<string>();
      const seen: number[] = [];
      const machineHooks = new MachineHooks();
      const act =
        (change: (id: string) => void) => async (of: HookedMachine) => {
          change(of.id);
          return `${of.fqdn} is dealt with.`;
        };
      machineHooks.addHook(
        chaos.around<MachineHook>(
          {
            id: 'dns',
            title: 'DNS',
            pending: { made: 'is not there yet', ended: 'is still there' },
            made: act(id => registered.add(id)),
            ended: act(id => registered.delete(id)),
          },
          'hook',
        ),
      );
      const world = new World(database(), { chaos, machineHooks });
      const environment = 'sandbox';
      await world.prepare(
        world.peers.addTask('t1'),
        machineSpec({ environment }),
      );
      await world.settle(1);
      seen.push(registered.size);
      await world.operate(world.peers.addTask('t2'), (await world.request())!, {
        operation: 'decommission',
        input: { name: 'web01' },
      });
      await world.settle(1);
      seen.push(registered.size);
      const left = await database()('effects')
        .where({ what: 'machine-hook' })
        .whereNull('done_at');
      return { registered: seen, left };
    };
    const right = { registered: [1, 0], left: [] };
    const undisturbed = new Chaos();
    expect(await play(undisturbed)).toEqual(right);
    const moments = undisturbed.passed.flatMap(({ call }, moment) =>
      /^(hook\.|effects\.listHookCalls)/.test(call) ? [moment] : [],
    );
    expect(moments).toHaveLength(8);
    // After the last of a call comes the finish of its effect.
    const risky = moments.flatMap(moment => [moment, moment + 1]);
    for (const moment of new Set(risky)) {
      for (const troubles of [{ killAt: [moment] }, { loseAt: [moment] }]) {
        const hint = JSON.stringify(troubles);
        expect([hint, await play(new Chaos(troubles))]).toEqual([hint, right]);
      }
    }
  });

  it('say which module is missing where one was removed', async () => {
    const names = new Names();
    names.problem = 'down';
    const world = new World(database(), { machineHooks: names.hooks() });
    const made = await make(world);
    const without = new World(database(), { from: world });
    await without.settle(1);

    expect(await callsOf(without, made)).toMatchObject([
      {
        title: 'dns',
        done: false,
        message: `${fqdn} waits for its hook.`,
        cause:
          "There is no machine hook 'dns'. Install the module that brings it.",
      },
    ]);
  });

  it('are one of an id', () => {
    const names = new Names();
    const hooks = names.hooks();
    expect(() => hooks.addHook(hooks.list()[0])).toThrow(
      "There are two machine hooks 'dns'. Install one of the modules that bring it.",
    );
  });
});
