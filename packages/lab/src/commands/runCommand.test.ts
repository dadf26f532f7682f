import { readFile } from 'node:fs/promises';
import { runCommand } from './runCommand';

const env = { PATH: process.env.PATH };
const node = (script: string, input?: string | Buffer) =>
  runCommand({ command: process.execPath, args: ['-e', script], env, input });

describe('runCommand', () => {
  it('gives a command its input and environment, and tells what it wrote and how it ended', async () => {
    const bytes = Buffer.from([0, 1, 254, 255, 10]);
    const result = await runCommand({
      command: 'sh',
      args: ['-c', 'cat; echo "$WORD" >&2; exit 3'],
      env: { ...env, WORD: 'größer' },
      input: bytes,
    });
    expect(result).toEqual({ exitCode: 3, stdout: bytes, stderr: 'größer\n' });
  });

  it('runs many at once, each with its own answer', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        runCommand({ command: 'echo', args: [`${n}`], env }),
      ),
    );
    expect(results.map(({ stdout }) => stdout.toString())).toEqual(
      Array.from({ length: 20 }, (_, n) => `${n}\n`),
    );
  });

  it('carries what fills no pipe at once', async () => {
    const input = Buffer.alloc(3 << 20, 'x');
    const { stdout } = await runCommand({
      command: 'cat',
      args: [],
      env,
      input,
    });
    expect(stdout.equals(input)).toBe(true);
  });

  it('takes a command that reads nothing of its input', async () => {
    const input = Buffer.alloc(1 << 20);
    await expect(
      runCommand({ command: 'true', args: [], env, input }),
    ).resolves.toMatchObject({ exitCode: 0 });
  });

  it('says what could not be started', async () => {
    await expect(
      runCommand({ command: 'no-such-command', args: [], env }),
    ).rejects.toThrow('spawn no-such-command ENOENT');
  });

  it('starts another host when one was killed', async () => {
    const parentOf = async () => {
      const { stdout } = await node('console.log(process.ppid)');
      return Number(stdout.toString());
    };
    const first = await parentOf();
    expect(await readFile(`/proc/${first}/cmdline`, 'utf8')).toContain(
      'command-host',
    );
    const cut = node('setTimeout(() => {}, 60_000)');
    process.kill(first, 'SIGKILL');
    await expect(cut).rejects.toThrow('The process that runs commands ended');
    expect(await parentOf()).not.toBe(first);
  });
});
