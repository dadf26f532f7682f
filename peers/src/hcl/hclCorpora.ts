import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goModulesFolder } from '../locations';
import { runCommand } from '../runCommand';

/** The Terraform whose test configurations are read; it uses the HCL that the verdicts are of. */
const TERRAFORM = 'github.com/hashicorp/terraform@v1.11.4';

/** A file in Terraform's language, or in HCL. */
export interface HclFile {
  path: string;
  content: Buffer;
}

/** All HCL files of HCL's and Terraform's own tests, from the Go module cache. */
export async function hclCorpora(): Promise<HclFile[]> {
  const folder = join(goModulesFolder, 'hcl-verdicts');
  const hcl = await runCommand(
    'go',
    ['list', '-m', '-f', '{{.Dir}}', 'github.com/hashicorp/hcl/v2'],
    { cwd: folder },
  );
  const terraform: { Dir: string } = JSON.parse(
    await runCommand('go', ['mod', 'download', '-json', TERRAFORM], {
      cwd: folder,
    }),
  );
  return [
    ...(await filesIn(hcl.trim(), /\.(?:hcl|hcldec|t)$/)),
    ...(await filesIn(terraform.Dir, /\.(?:tf|tfvars|hcl)$/)),
  ];
}

async function filesIn(root: string, names: RegExp): Promise<HclFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile() && names.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    paths.map(async path => ({ path, content: await readFile(path) })),
  );
}
