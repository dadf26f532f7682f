import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFile } from './StateFile';

describe('StateFile', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'state-file-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('keeps the last of many saves', async () => {
    const path = join(directory, 'deep', 'state.json');
    const file = new StateFile<number>(path);
    expect(await file.load()).toBeUndefined();
    await Promise.all([1, 2, 3].map(value => file.save(() => value)));
    expect(await new StateFile<number>(path).load()).toBe(3);
  });

  it('is for its owner only', async () => {
    const path = join(directory, 'state.json');
    await new StateFile<number>(path).save(() => 1);
    expect((await stat(path)).mode % 0o1000).toBe(0o600);
  });

  it('saves again after a save that failed', async () => {
    const path = join(directory, 'file', 'state.json');
    await writeFile(join(directory, 'file'), 'in the way');
    const file = new StateFile<number>(path);
    await expect(file.save(() => 1)).rejects.toThrow();
    await rm(join(directory, 'file'));
    await file.save(() => 2);
    expect(await file.load()).toBe(2);
  });

  it('keeps nothing without a path', async () => {
    const file = new StateFile<number>(undefined);
    await file.save(() => 1);
    expect(await file.load()).toBeUndefined();
  });
});
