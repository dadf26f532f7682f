import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from './startProcess';

const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');

describe('startProcess', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'backlot-process-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  function start(script: string, ready: (output: string) => boolean) {
    return startProcess({
      name: 'the peer',
      command: '/bin/sh',
      args: ['-c', script],
      env: process.env,
      cwd: directory,
      log: join(directory, 'log'),
      ready: async output => ready(output),
    });
  }

  /** Resolves when there is no such process any more. */
  async function gone(pid: number): Promise<void> {
    while (isAlive(pid)) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  it('ends a process and what it started', async () => {
    let output = '';
    const running = await start('sleep 600 & echo "child $!"; wait', text => {
      output = text;
      return text.includes('child');
    });
    const child = Number(/child (\d+)/.exec(output)![1]);
    expect(isAlive(child)).toBe(true);
    await running.stop();
    await gone(child);
  });

  it('says the last words of a process that ended instead of starting', async () => {
    await expect(
      start('echo "no such database" >&2; exit 3', () => false),
    ).rejects.toThrow(
      'the peer ended before it could be used: no such database',
    );
  });

  it('leaves nothing behind when its own process is killed', async () => {
    const parent = spawn(
      process.execPath,
      [
        '--require',
        transform,
        join(__dirname, '__fixtures__', 'startAndStay.ts'),
        directory,
      ],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const [printed] = await once(parent.stdout, 'data');
    const child = Number(String(printed));
    expect(isAlive(child)).toBe(true);
    parent.kill('SIGKILL');
    await gone(child);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') {
      return false;
    }
    throw error;
  }
}
