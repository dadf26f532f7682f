import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Gate } from './chain/Gate';
import { infrastructureTemplate } from './locations';
import { runCommand } from './runCommand';

const workflow = join(infrastructureTemplate, 'atlantis');

describe('the gate of the apply stage', () => {
  let directory: string;
  let gate: Gate;
  let digest: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'backlot-gate-'));
    gate = await Gate.start('right');
    await copyFile(
      join(__dirname, '__fixtures__', 'plans', 'create.json'),
      join(directory, 'plan'),
    );
    digest = (
      await runCommand(join(workflow, 'plan-digest.sh'), [
        join(directory, 'plan'),
      ])
    ).trim();
    // Terraform, as far as the gate asks it: `terraform show -json <plan file>`.
    await writeFile(join(directory, 'terraform'), '#!/bin/sh\ncat "$3"\n', {
      mode: 0o755,
    });
  });

  afterAll(async () => {
    await gate.close();
    await rm(directory, { recursive: true, force: true });
  });

  function ask(changes: NodeJS.ProcessEnv = {}): Promise<string> {
    return runCommand(join(workflow, 'gate.sh'), [], {
      cwd: directory,
      env: {
        PATH: [directory, process.env.PATH].join(delimiter),
        BACKLOT_URL: `${gate.url}/`,
        BACKLOT_GATE_TOKEN: 'right',
        PLANFILE: join(directory, 'plan'),
        BASE_REPO_OWNER: 'platform',
        BASE_REPO_NAME: 'infrastructure',
        PULL_NUM: '7',
        REPO_REL_DIR: 'vms/a b&c="$(d)"',
        WORKSPACE: 'default',
        HEAD_COMMIT: 'abc',
        ...changes,
      },
    });
  }

  it('lets an approved plan pass', async () => {
    gate.approve({
      repository: 'platform/infrastructure',
      pull: '7',
      directory: 'vms/a b&c="$(d)"',
      commit: 'abc',
      digest,
    });
    expect(await ask()).toBe('backlot-gate: approved\n');
  });

  it('hands its token to curl by standard input, and not as an argument', async () => {
    const bin = await mkdtemp(join(directory, 'bin-'));
    await writeFile(
      join(bin, 'curl'),
      `#!/bin/sh\nprintf '%s\\n' "$@" >"${bin}/arguments"\ncat >"${bin}/input"\nprintf 204\n`,
      { mode: 0o755 },
    );
    await ask({ PATH: [bin, directory, process.env.PATH].join(delimiter) });
    expect(await readFile(join(bin, 'input'), 'utf8')).toBe(
      'Authorization: Bearer right\n',
    );
    expect(await readFile(join(bin, 'arguments'), 'utf8')).not.toContain(
      'right',
    );
  });

  it('refuses in the words of the ledger', async () => {
    await expect(ask({ HEAD_COMMIT: 'def' })).rejects.toThrow(
      `backlot-gate: refused: Nobody approved ${digest}`,
    );
  });

  it('refuses when the ledger does not know its token', async () => {
    await expect(ask({ BACKLOT_GATE_TOKEN: 'wrong' })).rejects.toThrow(
      'backlot-gate: refused: The gate token is not known',
    );
  });

  it('refuses when another server answers', async () => {
    await expect(ask({ BACKLOT_URL: `${gate.url}/other` })).rejects.toThrow(
      'backlot-gate: refused: There is no such page',
    );
  });

  it('refuses without a token or a plan, and says which', async () => {
    await expect(ask({ BACKLOT_GATE_TOKEN: '' })).rejects.toThrow(
      'BACKLOT_GATE_TOKEN',
    );
    await expect(ask({ PLANFILE: join(directory, 'none') })).rejects.toThrow(
      'none',
    );
  });
});
