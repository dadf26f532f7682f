import { openRequest } from './openRequest';
import { followLog, keepLog } from './followLog';
import { anna, machineSpec } from '../__testUtils__/company';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

describe('followLog', () => {
  const database = useDatabase();
  let world: World;

  beforeEach(() => {
    world = new World(database());
  });

  async function read(id: string, stage: 'plan' | 'apply'): Promise<string[]> {
    const lines: string[] = [];
    await followLog(world.truth, id, stage, {
      onLine: line => {
        lines.push(line);
        return undefined;
      },
      signal: AbortSignal.timeout(5_000),
    });
    return lines;
  }

  it('follows the job, and replays it when Atlantis has forgotten it', async () => {
    await world.prepare(world.peers.addTask('t1'));
    const { id } = (await world.request())!;
    world.peers.jobs.follow = async (job, { onLine }) => {
      expect(job).toMatchObject({
        directory: 'vms/development/web01',
        stage: 'plan',
      });
      ['Initializing', 'Plan: 1 to add'].forEach(onLine);
      return true;
    };
    const lines = ['Initializing', 'Plan: 1 to add'];
    expect(await read(id, 'plan')).toEqual(lines);
    world.peers.jobs.follow = async () => false;
    expect(await read(id, 'plan')).toEqual(lines);
  });

  it('waits for a job that is to come', async () => {
    const { request } = await openRequest(world.truth, {
      spec: machineSpec(),
      requestedBy: anna,
      task: 't1',
    });
    const waiting = new AbortController();
    const reading = followLog(world.truth, request, 'plan', {
      onLine: () => undefined,
      signal: waiting.signal,
    });
    waiting.abort();
    await expect(reading).rejects.toThrow(/aborted/);
  });

  it('is empty for what never was', async () => {
    await world.prepare(world.peers.addTask('t1'));
    const { id } = (await world.request())!;
    expect(await read(id, 'apply')).toEqual([]);
  });

  it('does not keep anything from being given back', async () => {
    await world.prepare(world.peers.addTask('t1'));
    world.peers.jobs.follow = async () => {
      throw new Error('The forge is down');
    };
    const request = (await world.request())!;
    await expect(
      keepLog(world.truth, request, 'plan'),
    ).resolves.toBeUndefined();
  });
});
