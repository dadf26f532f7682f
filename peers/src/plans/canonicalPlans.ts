import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { infrastructureTemplate } from '../locations';
import { runCommand } from '../runCommand';

const program = join(infrastructureTemplate, 'atlantis', 'canonical-plan.jq');

/**
 * The canonical forms of plans, as the starter's workflow makes them; one jq for all.
 *
 * @param plans - as of `terraform show -json`
 */
export async function canonicalPlans(
  view: 'digest' | 'people',
  plans: readonly unknown[],
): Promise<string[]> {
  const directory = await mkdtemp(join(tmpdir(), 'backlot-plans-'));
  try {
    const file = join(directory, 'plans.json');
    await writeFile(file, plans.map(plan => JSON.stringify(plan)).join('\n'));
    const printed = await runCommand('jq', [
      ...['-cS', '--arg', 'for', view, '-f', program, file],
    ]);
    return printed.trimEnd().split('\n');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
