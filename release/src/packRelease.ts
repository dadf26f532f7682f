import { execFile } from 'node:child_process';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConflictError } from '@backstage/errors';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { z } from 'zod';
import { backstageVersions } from './backstageVersions';
import { Manifest, manifestSchema } from './Manifest';
import { packageProblems } from './packageProblems';
import { publishedPackages } from './publishedPackages';
import { resolveRanges } from './resolveRanges';

const resolutionsSchema = z.object({
  resolutions: z.record(z.string(), z.string()),
});

const run = promisify(execFile);
const BIG_OUTPUT = 64 * 1024 * 1024;

/**
 * What publint says of everything that Backstage's CLI builds: `.esm.js` files and CommonJS with a
 * default export, both of which Backstage loads.
 */
const BACKSTAGE_FORMAT = [
  'FILE_INVALID_FORMAT',
  'FILE_INVALID_EXPLICIT_FORMAT',
  'CJS_WITH_ESMODULE_DEFAULT_EXPORT',
];

/**
 * Packages of Backstage's release that an app of create-app has and this repository has not. A newer one
 * would ask for newer versions of those that are held.
 */
const OTHERS = 'release/backstage-others.json';

/** What goes into the bundle besides the packages, from the root of the repository. */
const COPIED = {
  'release/bundle': '.',
  LICENSE: 'LICENSE',
  'templates/rhel9-vm': 'templates/rhel9-vm',
  'templates/ubuntu-vm': 'templates/ubuntu-vm',
  'templates/windows-vm': 'templates/windows-vm',
  'templates/rhel9-vm-apply': 'templates/rhel9-vm-apply',
  'templates/vm-decommission': 'templates/vm-decommission',
  'templates/vm-rebuild': 'templates/vm-rebuild',
  'templates/vm-extend': 'templates/vm-extend',
  'templates/vm-resize': 'templates/vm-resize',
  'templates/vm-upgrade': 'templates/vm-upgrade',
  'templates/vm-transfer': 'templates/vm-transfer',
  'templates/infrastructure': 'templates/infrastructure',
};

/**
 * Packs all published packages, which have been built, and what is needed to install them without a
 * registry.
 *
 * @param root - of the repository
 * @param target - folder of the bundle, which is made anew
 * @throws ConflictError when a package could not be published as it is
 */
export async function packRelease(root: string, target: string): Promise<void> {
  const workspace = await mkdtemp(join(tmpdir(), 'backlot-release-'));
  try {
    const packages = await publishedPackages(root);
    const versions = new Map(
      packages.map(({ manifest }) => [manifest.name, manifest.version]),
    );
    await run(
      join(root, 'node_modules/.bin/backstage-cli'),
      ['build-workspace', workspace, ...versions.keys()],
      { cwd: root, maxBuffer: BIG_OUTPUT },
    );
    const folders = packages.map(({ folder }) => join(workspace, folder));
    const manifests = await Promise.all(
      folders.map(folder => finishManifest(folder, versions)),
    );

    await rm(target, { recursive: true, force: true });
    await mkdir(join(target, 'packages'), { recursive: true });
    await run(
      'npm',
      [
        'pack',
        '--ignore-scripts',
        '--pack-destination',
        join(target, 'packages'),
        ...folders,
      ],
      { cwd: workspace, maxBuffer: BIG_OUTPUT },
    );
    const problems = await Promise.all(
      manifests.map(manifest =>
        problemsOf(manifest, tarballOf(target, manifest)),
      ),
    );
    if (problems.flat().length > 0) {
      throw new ConflictError(
        `These packages can't be published:\n${problems.flat().join('\n')}`,
      );
    }

    for (const [source, destination] of Object.entries(COPIED)) {
      await cp(join(root, source), join(target, destination), {
        recursive: true,
      });
    }
    await writeJson(join(target, 'resolutions.json'), {
      resolutions: Object.fromEntries(
        manifests.map(manifest => [
          manifest.name,
          `file:./backlot/packages/${tarballName(manifest)}`,
        ]),
      ),
    });
    const { version } = JSON.parse(
      await readFile(join(root, 'backstage.json'), 'utf8'),
    );
    await writeJson(join(target, `backstage-${version}.json`), {
      resolutions: {
        ...withoutPatches(await readResolutions(root, 'package.json')),
        ...(await readResolutions(root, OTHERS)),
        ...backstageVersions(await readFile(join(root, 'yarn.lock'), 'utf8')),
      },
    });
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function finishManifest(
  folder: string,
  versions: ReadonlyMap<string, string>,
): Promise<Manifest> {
  const path = join(folder, 'package.json');
  const manifest = resolveRanges(
    manifestSchema.parse(JSON.parse(await readFile(path, 'utf8'))),
    versions,
  );
  await writeJson(path, manifest);
  return manifest;
}

async function problemsOf(
  manifest: Manifest,
  tarball: string,
): Promise<string[]> {
  const unpacked = await mkdtemp(join(tmpdir(), 'backlot-package-'));
  try {
    await run('tar', ['-xzf', tarball, '-C', unpacked]);
    const folder = join(unpacked, 'package');
    const packed = manifestSchema.parse(
      JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
    );
    const { messages } = await publint({ pkgDir: folder, pack: false });
    return [
      ...packageProblems(packed, await readdir(folder)),
      ...messages
        .filter(
          ({ code, type }) =>
            type !== 'suggestion' && !BACKSTAGE_FORMAT.includes(code),
        )
        .map(message =>
          String(formatMessage(message, packed, { color: false })),
        ),
    ].map(problem => `- ${manifest.name} ${problem}`);
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

async function readResolutions(
  root: string,
  file: string,
): Promise<Record<string, string>> {
  const { resolutions } = resolutionsSchema.parse(
    JSON.parse(await readFile(join(root, file), 'utf8')),
  );
  return resolutions;
}

/** Patches are files of this repository. */
function withoutPatches(
  resolutions: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(resolutions).filter(
      ([, resolution]) => !resolution.startsWith('patch:'),
    ),
  );
}

function tarballName(manifest: Manifest): string {
  return `${manifest.name.replace('@', '').replace('/', '-')}-${
    manifest.version
  }.tgz`;
}

function tarballOf(target: string, manifest: Manifest): string {
  return join(target, 'packages', tarballName(manifest));
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
