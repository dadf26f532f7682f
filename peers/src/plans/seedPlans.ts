import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { goModulesFolder } from '../locations';
import { runCommand } from '../runCommand';
import { TerraformPlan } from './TerraformPlan';

/** Where plans are that others wrote down: Go module, and folder in it. */
const sources = [
  {
    module: 'terraform',
    path: 'github.com/hashicorp/terraform',
    folder: 'internal/command/testdata',
  },
  {
    module: 'terraform-json',
    path: 'github.com/hashicorp/terraform-json',
    folder: 'testdata',
  },
];

/** A plan as `terraform show -json` prints it, and where it is from. */
export interface SeedPlan {
  name: string;
  plan: TerraformPlan;
}

function isPlan(value: unknown): value is TerraformPlan {
  const plan = value as Partial<TerraformPlan>;
  return (
    typeof plan.format_version === 'string' &&
    plan.format_version.startsWith('1.') &&
    ('resource_changes' in plan || 'output_changes' in plan)
  );
}

/**
 * Plans of format 1 among the test data of Terraform and of its library for them, read from the
 * cache of Go modules; `go mod download` fills it.
 */
export async function readSeedPlans(): Promise<SeedPlan[]> {
  const seeds: SeedPlan[] = [];
  for (const { module, path, folder } of sources) {
    const downloaded = await runCommand(
      'go',
      ['mod', 'download', '-json', path],
      {
        cwd: join(goModulesFolder, module),
        env: process.env,
      },
    );
    const root = join((JSON.parse(downloaded) as { Dir: string }).Dir, folder);
    const files = (await readdir(root, { recursive: true })).sort();
    for (const file of files) {
      if (!/^(plan|output)([-.\w]*)\.json$/.test(basename(file))) {
        continue;
      }
      const text = await readFile(join(root, file), 'utf8');
      if (dirname(file) === 'invalid') {
        // It is no JSON on purpose.
        continue;
      }
      const plan: unknown = JSON.parse(text);
      if (isPlan(plan)) {
        seeds.push({ name: `${module}/${dirname(file)}`, plan });
      }
    }
  }
  return seeds;
}
