import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConflictError } from '@backstage/errors';
import { approvers, machineSpec, priya } from '../__testUtils__/company';
import { throttleOperation } from '../__testUtils__/throttleOperation';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { decide } from '../ledger/decide';
import { Operations } from './Operations';

jest.setTimeout(60_000);

describe('kinds of operations', () => {
  const database = useDatabase();

  function withThrottle() {
    const operations = new Operations();
    operations.addOperation(throttleOperation);
    return operations;
  }

  async function approve(world: World) {
    const request = (await world.request())!;
    await decide(
      world.truth,
      request.id,
      { ref: priya, ownership: [priya, approvers] },
      { what: 'approve', digest: request.plan!.digest },
    );
    await world.settle(1);
  }

  it('are there once each', () => {
    const operations = withThrottle();
    expect(operations.list().map(({ kind }) => kind)).toEqual([
      'create',
      'adopt',
      'resize',
      'rebuild',
      'upgrade',
      'extend',
      'transfer',
      'decommission',
      'throttle',
    ]);
    expect(() => operations.addOperation(throttleOperation)).toThrow(
      ConflictError,
    );
    expect(() => operations.of({ kind: 'rename' })).toThrow(
      /Install the module that brings it/,
    );
    expect(operations.titleOf('rename')).toBe('rename');
  });

  it('can be brought by a module, and take the ledger’s way', async () => {
    const world = new World(database(), { operations: withThrottle() });
    await world.prepare(
      world.peers.addTask('prepare-1'),
      machineSpec({ environment: 'development' }),
    );
    await approve(world);
    const made = (await world.request())!;
    await world.operate(world.peers.addTask('resize-1'), made, {
      operation: 'resize',
      input: { cpus: 4 },
    });
    await approve(world);

    world.peers.drift = [
      { path: ['disk', 0, 'io_limit'], before: -1, after: 500 },
    ];
    await world.operate(world.peers.addTask('throttle-1'), made, {
      operation: 'throttle',
      input: { iops: 500 },
    });
    const planned = (await world.request())!;
    expect(planned).toMatchObject({
      kind: 'throttle',
      state: 'planned',
      terms: {
        hardware: { cpus: 4 },
        change: { does: ['Disk disk0: -1 to 500 IOPS.'] },
      },
    });
    expect(planned.files![0].content).toContain('"limit": 500');
    await approve(world);
    expect(await world.request()).toMatchObject({ state: 'done' });
    expect(await world.truth.store.getMachine(made.machineId)).toMatchObject({
      generation: 3,
      shapedBy: planned.id,
    });
  });

  it('are shown in the docs by the one that this test brings', () => {
    const docs = readFileSync(
      join(__dirname, '../../../../docs/add-an-operation.md'),
      'utf8',
    );
    const shown = readFileSync(
      join(__dirname, '../__testUtils__/throttleOperation.ts'),
      'utf8',
    );
    expect(docs).toContain(`\`\`\`ts\n${shown}\`\`\``);
  });
});
