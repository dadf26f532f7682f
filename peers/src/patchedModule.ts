import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './runCommand';

/**
 * Copies a Go module with all that it requires, and applies a patch to what it requires. What was
 * downloaded stays as it is.
 *
 * @param patch - name of the patch in the folder; its paths begin with the names of modules
 * @returns a new temporary folder, to build in
 */
export async function patchedModule(
  folder: string,
  patch: string,
): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'backlot-go-'));
  await cp(folder, copy, { recursive: true });
  await runCommand('go', ['mod', 'vendor'], { cwd: copy, env: process.env });
  await runCommand('git', ['apply', join(folder, patch)], {
    cwd: join(copy, 'vendor'),
  });
  return copy;
}
