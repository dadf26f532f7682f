import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Knex } from 'knex';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { endStates, RequestState } from '@backlot/plugin-vm-requests-common';
import {
  anna,
  approvers,
  payments,
  platformTeam,
  priya,
} from '../__testUtils__/company';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { MemoryPeers } from '../__testUtils__/MemoryPeers';
import { World } from '../__testUtils__/World';
import { decide } from '../ledger/decide';
import { steer } from '../ledger/steer';
import { StoredRequest } from './StoredRequest';

const directory = resolvePackagePath(
  '@backlot/plugin-vm-requests-backend',
  'migrations',
);
const statements = readFileSync(
  join(__dirname, '__fixtures__', 'first-release.sql'),
  'utf8',
)
  .split('\n')
  .filter(Boolean);

const annaHerself = { ref: anna, ownership: [anna, payments] };
const priyaHerself = { ref: priya, ownership: [priya, approvers] };

type Row = Record<string, string | number | null>;

/** What the tables held before anything was migrated. */
interface Before {
  requests: Row[];
  attempts: Row[];
  events: Row[];
  effects: Row[];
  machines: Row[];
  logs: Row[];
}

const jsonOf = (value: Row[string]) =>
  value === null ? undefined : JSON.parse(String(value));
const ofState = (state: Row[string]) => state as RequestState;
const isOver = ({ state }: Row) => endStates.includes(ofState(state));

jest.setTimeout(60_000);

describe.each(availableDatabases().eachSupportedId())(
  "a database of the first release's own making, %p",
  id => {
    const databases = availableDatabases();
    let knex: Knex;
    let before: Before;
    let world: World;

    beforeEach(async () => {
      knex = await databases.init(id);
      await knex.migrate.up({ directory, name: '20261121000000_init.js' });
      for (const statement of statements) {
        await knex.raw(statement);
      }
      const rowsOf = (table: string): Promise<Row[]> => knex(table).select();
      before = {
        requests: await rowsOf('requests').then(rows =>
          rows.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)),
        ),
        attempts: await rowsOf('attempts'),
        events: await rowsOf('events'),
        effects: await rowsOf('effects'),
        machines: await rowsOf('machines'),
        logs: await rowsOf('logs'),
      };
      await knex.migrate.latest({ directory });
      world = new World(knex, {
        from: {
          peers: peersOf(before),
          now:
            Math.max(
              ...before.requests.map(row => Date.parse(String(row.updated_at))),
            ) + 60_000,
        },
      });
    });

    afterEach(() => knex.destroy());

    const rowOf = (name: string) =>
      before.requests.find(row => row.name === name)!;
    const requestOf = (name: string) =>
      world.truth.store.get(String(rowOf(name).id));
    const machineOf = async (name: string) =>
      world.truth.store.getMachine((await requestOf(name)).machineId);

    async function approve(request: StoredRequest): Promise<void> {
      await decide(world.truth, request.id, priyaHerself, {
        what: 'approve',
        digest: request.plan!.digest,
      });
    }

    it('is listed, found and counted as it was', async () => {
      const { store } = world.truth;
      const ids = before.requests.map(row => row.id).reverse();
      const { items, total, byState } = await store.list({ limit: 50 });
      expect(items.map(item => item.id)).toEqual(ids);
      expect(total).toBe(ids.length);
      const counts: Record<string, number> = {};
      for (const { state } of before.requests) {
        counts[String(state)] = (counts[String(state)] ?? 0) + 1;
      }
      expect(byState).toEqual(counts);
      expect(Object.keys(counts).sort()).toEqual([
        'applying',
        'approved',
        'cancelled',
        'changes-requested',
        'done',
        'expired',
        'failed',
        'open',
        'planned',
        'rejected',
        'undoing',
      ]);

      const first = await store.list({ limit: 4 });
      const second = await store.list({ limit: 50, after: first.last });
      expect([...first.items, ...second.items].map(item => item.id)).toEqual(
        ids,
      );
      const namesOf = async (
        query: Partial<Parameters<typeof store.list>[0]>,
      ) =>
        (await store.list({ limit: 50, ...query })).items.map(
          item => item.name,
        );
      expect(await namesOf({ search: 'WEB0' })).toEqual(['web02', 'web01']);
      expect(await namesOf({ search: "web01's purp" })).toEqual(['web01']);
      expect(await namesOf({ search: '10.20.210.17' })).toHaveLength(
        before.requests.filter(row => row.ip_address !== null).length,
      );
      expect(await namesOf({ owner: [payments] })).toHaveLength(ids.length);
      expect(await namesOf({ requestedBy: [priya] })).toEqual([]);
      expect(await namesOf({ decider: [approvers] })).toEqual([
        'planned',
        'asked',
      ]);
      expect(await namesOf({ waitsFor: ['person'] })).toEqual(['held']);
      expect(await namesOf({ environment: ['sandbox'] })).toEqual(['web02']);
      const preparing = before.attempts.find(
        ({ request_id }) => request_id === rowOf('planned').id,
      )!;
      expect(await namesOf({ task: String(preparing.task_id) })).toEqual([
        'planned',
      ]);
    });

    it('is read whole, request by request', async () => {
      const { store, effects, logs } = world.truth;
      for (const row of before.requests) {
        const request = String(row.id);
        const ofRequest = (rows: Row[]) =>
          rows.filter(each => each.request_id === request);
        const kept = await store.get(request);
        expect(kept).toMatchObject({
          kind: 'create',
          state: row.state,
          phase: row.phase,
          name: row.name,
          fqdn: row.fqdn,
          owner: payments,
          requestedBy: anna,
          purpose: row.purpose,
          directory: row.directory,
          createdAt: row.created_at,
          updatedAt: row.updated_at,
          needsPlan: true,
          spec: jsonOf(row.spec),
          terms: jsonOf(row.terms),
          approvers: jsonOf(row.approvers),
          machineId: request,
          baseGeneration: 0,
        });
        expect([kept.message, kept.endsAs]).toEqual([
          row.message ?? undefined,
          row.ends_as ?? undefined,
        ]);
        expect(kept.files).toEqual(jsonOf(row.files));
        expect(kept.address).toEqual(jsonOf(row.address));
        expect(kept.placement).toEqual(jsonOf(row.placement));
        expect(kept.pullRequest).toEqual(jsonOf(row.pull_request));
        expect(kept.decision).toEqual(jsonOf(row.decision));
        expect(kept.machine).toEqual(jsonOf(row.machine));
        const { changes, ...plan } = jsonOf(row.plan) ?? {};
        expect(Boolean(kept.plan)).toBe(row.plan !== null);
        expect(kept.plan ?? {}).toMatchObject(plan);
        expect(kept.plan?.changes.map(({ actions }) => actions)).toEqual(
          changes?.map(({ actions }: { actions: string[] }) => actions),
        );
        expect(
          kept.plan?.changes.map(({ values }) =>
            values.find(({ path }) => path[0] === 'name'),
          ),
        ).toEqual(changes?.map(() => ({ path: ['name'], after: row.name })));
        expect(
          (await store.listEvents(request)).map(event => [
            event.id,
            event.type,
            event.by,
            event.reason,
          ]),
        ).toEqual(
          ofRequest(before.events)
            .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
            .map(event => [
              event.id,
              event.type,
              event.by,
              event.reason ?? undefined,
            ]),
        );
        expect(
          (await store.listAttempts(request)).map(each => each.id).sort(),
        ).toEqual(
          ofRequest(before.attempts)
            .map(each => each.id)
            .sort(),
        );
        expect(
          (await effects.list(request)).map(each => each.id).sort(),
        ).toEqual(
          ofRequest(before.effects)
            .map(each => each.id)
            .sort(),
        );
        for (const stage of ['plan', 'apply'] as const) {
          expect(await logs.read(request, stage)).toBe(
            ofRequest(before.logs).find(log => log.stage === stage)?.content,
          );
        }
      }
    });

    it('has the machines that there are, and those that are being made', async () => {
      const { store } = world.truth;
      const { items } = await store.listMachines({ limit: 50 });
      expect(
        items
          .filter(({ lifecycle }) => lifecycle === 'active')
          .map(({ name, providerId, generation }) => [
            name,
            providerId,
            generation,
          ])
          .sort(),
      ).toEqual(
        before.machines.map(row => [row.name, row.machine_id, 1]).sort(),
      );
      for (const row of before.requests) {
        const lifecycle = row.state === 'done' ? 'active' : 'building';
        expect(await machineOf(String(row.name))).toMatchObject({
          name: row.name,
          owner: payments,
          madeBy: row.id,
          blueprint: 'rhel9-vm',
          lifecycle: isOver(row) && row.state !== 'done' ? 'gone' : lifecycle,
          generation: row.state === 'done' ? 1 : 0,
        });
        expect(await store.findName(String(row.name_key))).toBe(
          isOver(row) && row.state !== 'done' ? undefined : row.id,
        );
      }
    });

    it('goes on with a request that waits, whose plan is made anew in the new form', async () => {
      const planned = await requestOf('planned');
      await approve(planned);
      await world.settle(0.5);
      expect(await requestOf('planned')).toMatchObject({
        state: 'applying',
        phase: 'held',
        retryCheck: { finds: 'other-plan' },
      });
      await steer(world.truth, planned.id, annaHerself, { what: 'replan' });
      await world.settle(0.5);
      const again = await requestOf('planned');
      expect(again).toMatchObject({
        state: 'planned',
        replaced: { plan: { digest: planned.plan!.digest } },
      });
      await approve(again);
      await world.settle(1);
      expect(await requestOf('planned')).toMatchObject({ state: 'done' });
      expect(await machineOf('planned')).toMatchObject({
        lifecycle: 'active',
        generation: 1,
      });
      const { byState } = await world.truth.store.list({ limit: 1 });
      expect(byState).toMatchObject({ done: 3 });
      expect(byState.planned).toBeUndefined();
    });

    it('ends what waits and is not wanted, and gives back what was not', async () => {
      const asked = await requestOf('asked');
      await decide(world.truth, asked.id, priyaHerself, {
        what: 'reject',
        reason: 'There are three of these already',
      });
      await world.settle(48);
      expect(await requestOf('asked')).toMatchObject({ state: 'rejected' });
      expect(await requestOf('undoing')).toMatchObject({ state: 'cancelled' });
      const held = [asked, await requestOf('undoing')];
      expect(
        held.filter(({ branch }) => world.peers.branches.has(branch)),
      ).toEqual([]);
      for (const { nameKey, machineId } of held) {
        expect(await world.truth.store.findName(nameKey)).toBeUndefined();
        expect(await world.truth.store.getMachine(machineId)).toMatchObject({
          lifecycle: 'gone',
        });
      }
    });

    it('ends or holds what the tasks of the first release were at', async () => {
      await world.settle(2);
      const states: Record<string, string> = {};
      for (const name of [
        'opened',
        'proposed',
        'approved',
        'applying',
        'held',
      ]) {
        const { state, phase } = await requestOf(name);
        states[name] = `${state} ${phase}`;
      }
      expect(states).toEqual({
        opened: 'failed none',
        proposed: 'failed none',
        approved: 'applying held',
        applying: 'applying held',
        held: 'applying held',
      });
      expect(await requestOf('approved')).toMatchObject({
        retryCheck: { finds: 'other-plan' },
      });
    });

    it('says of a machine why it cannot be upgraded', async () => {
      const made = await requestOf('web01');
      const task = world.peers.addTask('newer-1');
      await expect(
        world.opening(task, made, { operation: 'upgrade', input: {} }),
      ).rejects.toThrow(
        /Nobody knows which module and provider web01\..* is pinned to/,
      );
    });

    it('lets a machine be decommissioned', async () => {
      const made = await requestOf('web01');
      await world.operate(world.peers.addTask('end-1'), made, {
        operation: 'decommission',
        input: { name: 'web01' },
      });
      const { items } = await world.truth.store.list({
        state: ['planned'],
        search: 'web01',
        limit: 1,
      });
      const ending = await world.truth.store.get(items[0].id);
      expect(ending).toMatchObject({
        kind: 'decommission',
        machineId: made.machineId,
        baseGeneration: 1,
        plan: { summary: { add: 0, change: 0, destroy: 1 } },
      });
      expect((await machineOf('web01')).lifecycle).toBe('retiring');
      await approve(ending);
      await world.settle(48);
      expect(await world.truth.store.get(ending.id)).toMatchObject({
        state: 'done',
      });
      expect(await machineOf('web01')).toMatchObject({
        lifecycle: 'gone',
        generation: 2,
      });
      expect(await world.truth.store.findName(made.nameKey)).toBeUndefined();
      expect(world.peers.addressesByKey.has(made.address!.key)).toBe(false);
    });
  },
);

/** Forge, NetBox, vCenter and Atlantis as the first release left them; its tasks ended with it. */
function peersOf({ requests, machines }: Before): MemoryPeers {
  const peers = new MemoryPeers();
  peers.ownership.set('user:default/paul.kraft', [platformTeam]);
  for (const row of requests) {
    const pull = jsonOf(row.pull_request);
    const isDone = row.state === 'done';
    if (!pull || (isOver(row) && !isDone)) {
      continue;
    }
    const files = new Map<string, string>(
      jsonOf(row.files).map(({ path, content }: Row) => [path, content]),
    );
    peers.branches.set(String(row.branch), {
      files,
      removed: new Set(),
      commit: pull.commit,
      pull: pull.number,
      open: !isDone,
      merged: isDone,
      deleted: false,
    });
    if (isDone) {
      files.forEach((content, path) => peers.main.set(path, content));
    }
    peers.addressesByKey.set(
      jsonOf(row.address).key,
      isDone ? 'active' : 'reserved',
    );
  }
  for (const row of machines) {
    peers.machines.push({
      source: String(row.source),
      id: String(row.machine_id),
      name: String(row.name),
      instanceUuid: String(row.instance_uuid),
      annotation: `request ${row.request_id}`,
    });
    peers.records.set(String(row.name), []);
  }
  return peers;
}
