import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { printedPlan } from '../chain/AtlantisRuns';
import { findTerraform } from '../findTerraform';
import { binFolder, infrastructureTemplate } from '../locations';
import { runCommand } from '../runCommand';

const workflow = join(infrastructureTemplate, 'atlantis');

const HEAD_COMMIT = 'a'.repeat(40);
const SECRET = 'correct horse battery staple';

const variables = `
variable "password" {
  type      = string
  sensitive = true
}
variable "cpus" {
  type    = number
  default = 2
  validation {
    condition     = var.cpus > 0
    error_message = "A machine has a CPU."
  }
}
`;

function machine(name: string, input: string, more = ''): string {
  return `resource "terraform_data" "${name}" {
  input = ${input}
  ${more}
}
`;
}

const before = [
  variables,
  machine('there', '"moved"'),
  machine('gone', '"destroyed"'),
  machine('replaced', '"same"', 'triggers_replace = 1'),
  machine('shorter', '["a", "b", "c"]'),
  machine('secret', 'var.password'),
  'output "address" {\n  value = "10.0.0.1"\n}\n',
].join('\n');

const after = [
  variables,
  machine('here', '"moved"'),
  'moved {\n  from = terraform_data.there\n  to = terraform_data.here\n}\n',
  machine('replaced', '"same"', 'triggers_replace = 2'),
  machine('shorter', '["a"]'),
  machine('secret', '"${var.password}!"'),
  machine('found', 'null'),
  'import {\n  to = terraform_data.found\n  id = "found-1"\n}\n',
  'output "address" {\n  value = "10.0.0.2"\n}\n',
  'output "login" {\n  value = var.password\n  sensitive = true\n}\n',
  'check "reachable" {\n  assert {\n    condition = terraform_data.replaced.input == "other"\n    error_message = "It does not answer."\n  }\n}\n',
].join('\n');

describe("the workflow's plan stage, with Terraform's own plans", () => {
  let directory: string;
  let searchPath: string;
  let version: string;

  /** Terraform from 1.7 on can forget. */
  function forgetting(): { configuration: string; actions: string[] } {
    const [major, minor] = version.split('.').map(Number);
    return major > 1 || minor >= 7
      ? {
          configuration:
            'removed {\n  from = terraform_data.gone\n  lifecycle {\n    destroy = false\n  }\n}\n',
          actions: ['forget'],
        }
      : { configuration: '', actions: ['delete'] };
  }

  async function terraform(...args: string[]): Promise<string> {
    return runCommand('terraform', args, {
      cwd: directory,
      env: {
        ...process.env,
        PATH: searchPath,
        TF_VAR_password: SECRET,
        TF_IN_AUTOMATION: '1',
      },
    });
  }

  /** What the plan stage prints for a configuration. */
  async function planStage(configuration: string): Promise<string> {
    await writeFile(join(directory, 'main.tf'), configuration);
    await terraform('plan', '-input=false', '-out=plan.tfplan');
    return runCommand(join(workflow, 'print-plan.sh'), [], {
      cwd: directory,
      env: { PATH: searchPath, PLANFILE: 'plan.tfplan', HEAD_COMMIT },
    });
  }

  async function digestOf(configuration: string): Promise<string> {
    return printedPlan(await planStage(configuration)).digest;
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'backlot-terraform-'));
    const found =
      (await findTerraform(process.env.PATH ?? '')) ??
      (await findTerraform(binFolder));
    version = found!.version;
    searchPath = [found!.folder, process.env.PATH].join(delimiter);
    await writeFile(join(directory, 'main.tf'), before);
    await terraform('init', '-input=false');
    await terraform('apply', '-input=false', '-auto-approve');
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('prints all that apply would do, and no sensitive value', async () => {
    const { configuration, actions } = forgetting();
    const text = await planStage(`${after}\n${configuration}`);
    const { plan } = printedPlan(text);

    expect(plan).toMatchObject({ version: 2, complete: true });
    expect(
      plan.changes.map(change => [change.address, change.actions]),
    ).toEqual([
      ['terraform_data.found', ['no-op']],
      ['terraform_data.gone', actions],
      ['terraform_data.here', ['no-op']],
      ['terraform_data.replaced', ['delete', 'create']],
      ['terraform_data.secret', ['update']],
      ['terraform_data.shorter', ['update']],
    ]);
    const [found, gone, here, replaced, secret, shorter] = plan.changes;
    expect(found.importing).toEqual({ id: 'found-1' });
    expect(gone.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(here.previousAddress).toBe('terraform_data.there');
    expect(replaced).toMatchObject({
      reason: 'replace_because_cannot_update',
      replacePaths: [['triggers_replace']],
      values: expect.arrayContaining([
        { path: ['triggers_replace'], before: 1, after: 2 },
        { path: ['id'], unknown: true },
      ]),
    });
    expect(secret.values).toContainEqual({
      path: ['input'],
      before: '(sensitive value)',
      beforeSensitive: true,
      after: '(sensitive value)',
      afterSensitive: true,
    });
    expect(shorter.values).toEqual(
      expect.arrayContaining([
        { path: ['input', 1], before: 'b' },
        { path: ['input', 2], before: 'c' },
      ]),
    );
    expect(plan.outputs).toEqual([
      {
        name: 'address',
        actions: ['update'],
        values: [{ path: [], before: '10.0.0.1', after: '10.0.0.2' }],
      },
      {
        name: 'login',
        actions: ['create'],
        values: [
          {
            path: [],
            after: '(sensitive value)',
            afterSensitive: true,
            beforeSensitive: true,
          },
        ],
      },
    ]);
    expect(plan.checks).toContainEqual({
      address: 'check.reachable',
      kind: 'check',
      status: 'fail',
      instances: [
        {
          address: 'check.reachable',
          status: 'fail',
          problems: ['It does not answer.'],
        },
      ],
    });
    expect(text).not.toContain(SECRET);
    expect(JSON.stringify(plan)).not.toContain(SECRET);
  });

  it('gives a plan that is made again the same digest, and others another', async () => {
    const again = [await digestOf(before), await digestOf(before)];
    expect(again[1]).toBe(again[0]);
    const others = [
      before,
      before.replace('["a", "b", "c"]', '["a", "b"]'),
      before.replace('["a", "b", "c"]', '["a"]'),
      before.replace('["a", "b", "c"]', '[]'),
      before.replace('["a", "b", "c"]', '["a", "b", "c", null]'),
      before.replace('"10.0.0.1"', '"10.0.0.2"'),
      before.replace('"10.0.0.1"', 'terraform_data.gone.id'),
      before.replace('var.password', '"${var.password}!"'),
      before.replace('var.password', '"${var.password}?"'),
      before
        .replaceAll('there', 'here')
        .concat(
          'moved {\n  from = terraform_data.there\n  to = terraform_data.here\n}\n',
        ),
    ];
    const digests: string[] = [];
    for (const configuration of others) {
      digests.push(await digestOf(configuration));
    }
    expect(new Set(digests).size).toBe(others.length);
  });

  it('prints a plan without changes', async () => {
    expect(printedPlan(await planStage(before)).plan).toMatchObject({
      version: 2,
      changes: [],
      outputs: [],
    });
  });

  it('takes no number for another', async () => {
    const huge = '[9007199254740992,9007199254740993]';
    await writeFile(join(directory, 'numbers.json'), huge);
    const kept = await runCommand('jq', ['-c', 'unique', 'numbers.json'], {
      cwd: directory,
    });
    const outcomes = [];
    for (const number of JSON.parse(huge.replace(/\d+/g, '"$&"'))) {
      outcomes.push(
        await digestOf(before.replace('["a", "b", "c"]', number)).catch(
          ({ message }: Error) => message,
        ),
      );
    }
    expect(outcomes).toEqual([
      expect.stringMatching(/^sha256:/),
      expect.stringMatching(
        kept.trim() === huge
          ? /^sha256:/
          : /backlot-plan: refused: the plan has a number that this jq would round: install jq 1\.7 or newer/,
      ),
    ]);
    expect(outcomes[1]).not.toBe(outcomes[0]);
  });
});
