import { Attribute, Block, Body, parseHcl } from '@backlot/hcl';
import { posix } from 'node:path';
import { Problem, problemOfError, TextFile } from './Problem';
import { versionsBody } from './versionsBody';

/**
 * A file of Terraform's language.
 *
 * @internal
 */
export interface SourceFile extends TextFile {
  body: Body;
}

/**
 * A block and the file that it stands in.
 *
 * @internal
 */
export interface PlacedBlock {
  file: SourceFile;
  block: Block;
}

/**
 * What Terraform reads as one module: the `.tf` files of one directory.
 *
 * @internal
 */
export interface TerraformModule {
  /** Within the machine's directory; empty for the machine's directory itself. */
  directory: string;
  files: SourceFile[];
}

/**
 * Reads the `.tf` files by directory, and `versions.tf.json`, which is no skeleton's; the machine's own
 * directory is always there.
 *
 * @internal
 */
export function readModules(files: TextFile[]): {
  modules: Map<string, TerraformModule>;
  problems: Problem[];
} {
  const modules = new Map<string, TerraformModule>();
  modules.set('', { directory: '', files: [] });
  const problems: Problem[] = [];
  for (const file of files.filter(({ path }) =>
    /\.tf(?:\.json)?$/.test(path),
  )) {
    const parent = posix.dirname(file.path);
    const directory = parent === '.' ? '' : parent;
    const module = modules.get(directory) ?? { directory, files: [] };
    modules.set(directory, module);
    try {
      const read = file.path.endsWith('.json') ? versionsBody : parseHcl;
      module.files.push({ ...file, body: read(file.text) });
    } catch (error) {
      problems.push(problemOfError(file, error));
    }
  }
  return { modules, problems };
}

/**
 * A module's blocks of a type, in the order of its files.
 *
 * @internal
 */
export function blocksOf(
  { files }: TerraformModule,
  type: string,
): PlacedBlock[] {
  return files.flatMap(file =>
    file.body.blocks
      .filter(block => block.type === type)
      .map(block => ({ file, block })),
  );
}

/**
 * Blocks within a module's `terraform` blocks, e.g. `backend`.
 *
 * @internal
 */
export function settingsOf(
  module: TerraformModule,
  type: string,
): PlacedBlock[] {
  return blocksOf(module, 'terraform').flatMap(({ file, block }) =>
    block.body.blocks
      .filter(setting => setting.type === type)
      .map(setting => ({ file, block: setting })),
  );
}

/** @internal */
export function attributeOf(body: Body, name: string): Attribute | undefined {
  return body.attributes.find(attribute => attribute.name === name);
}

/**
 * Files whose blocks change those of other files, and so may repeat them.
 *
 * @internal
 */
export function isOverride({ path }: TextFile): boolean {
  return /^(?:.*_)?override\.tf$/.test(posix.basename(path));
}
