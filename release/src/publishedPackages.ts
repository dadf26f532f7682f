import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Manifest, manifestSchema } from './Manifest';

/** A package of this repository that others may install. */
export interface PublishedPackage {
  /** From the root of the repository, e.g. `plugins/vm-inventory`. */
  folder: string;
  manifest: Manifest;
}

/** The packages of the repository that are not private. */
export async function publishedPackages(
  root: string,
): Promise<PublishedPackage[]> {
  const folders = await Promise.all(
    ['packages', 'plugins'].map(async parent =>
      (await readdir(join(root, parent), { withFileTypes: true }))
        .filter(entry => entry.isDirectory())
        .map(({ name }) => join(parent, name)),
    ),
  );
  const packages = await Promise.all(
    folders
      .flat()
      .sort()
      .map(async folder => ({
        folder,
        manifest: manifestSchema.parse(
          JSON.parse(
            await readFile(join(root, folder, 'package.json'), 'utf8'),
          ),
        ),
      })),
  );
  return packages.filter(({ manifest }) => !manifest.private);
}
