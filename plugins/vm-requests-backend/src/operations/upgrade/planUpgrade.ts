import { InputError } from '@backstage/errors';
import {
  JsonRecord,
  jsonRecordSchema,
  RequestFile,
} from '@backlot/plugin-vm-requests-common';
import { TerraformPin } from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';

const LOCK_FILE = '.terraform.lock.hcl';

const providersSchema = z.record(z.string(), jsonRecordSchema);

/** What an upgrade comes to. */
export interface PlannedUpgrade {
  terraform: TerraformPin;
  /** Files that change. */
  files: RequestFile[];
  /** Sentences for people. */
  does: string[];
  changesModule: boolean;
  changesProvider: boolean;
}

/** What a machine is pinned to, and the files that say so. */
export interface PinnedDirectory {
  directory: string;
  pinned: TerraformPin;
  files: readonly RequestFile[];
}

/** A module's source up to its tag, and the tag. */
function partsOf(moduleSource: string): { module: string; tag?: string } {
  const tag = /[?&]ref=([^&]*)/.exec(moduleSource)?.[1];
  return { module: moduleSource.replace(/([?&]ref=)[^&]*/, '$1'), tag };
}

function moduleWords(before: string, after: string): string {
  const [from, to] = [partsOf(before), partsOf(after)];
  return from.module === to.module
    ? `Module: ${from.tag} to ${to.tag}.`
    : `Module: ${before} to ${after}.`;
}

/** The files with another module in place of the one that they call. */
function withModule(
  { directory, pinned, files }: PinnedDirectory,
  moduleSource: string,
): RequestFile[] {
  const [before, after] = [pinned.moduleSource, moduleSource].map(source =>
    JSON.stringify(source),
  );
  const calling = files.filter(
    ({ path, content }) => path.endsWith('.tf') && content.includes(before),
  );
  if (calling.length === 0) {
    throw new InputError(
      `No file of ${directory} calls the module ${before}, so its tag cannot be changed from here. Let the template write the source as one text.`,
    );
  }
  return calling.map(({ path, content }) => ({
    path,
    content: content.replaceAll(before, after),
  }));
}

/** A file with another version of a provider, where it requires it as `terraform:render` writes that. */
function requiring(
  { path, content }: RequestFile,
  { source, version }: TerraformPin['provider'],
): RequestFile | undefined {
  const file = jsonRecordSchema.safeParse(JSON.parse(content)).data;
  const terraform = jsonRecordSchema.safeParse(file?.terraform).data;
  const providers = providersSchema.safeParse(
    terraform?.required_providers,
  ).data;
  const [name, required] =
    Object.entries(providers ?? {}).find(
      ([, each]) => each.source === source,
    ) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const changed: JsonRecord = {
    ...file,
    terraform: {
      ...terraform,
      required_providers: {
        ...providers,
        [name]: { ...required, version: `= ${version}` },
      },
    },
  };
  return { path, content: `${JSON.stringify(changed, undefined, 2)}\n` };
}

function withProvider(
  { directory, files }: PinnedDirectory,
  provider: TerraformPin['provider'],
): RequestFile {
  for (const file of files) {
    const changed = file.path.endsWith('.tf.json')
      ? requiring(file, provider)
      : undefined;
    if (changed) {
      return changed;
    }
  }
  throw new InputError(
    `No file of ${directory} requires the provider ${provider.source} as versions.tf.json does, so its version cannot be changed from here. Leave required_providers out of the template's skeleton.`,
  );
}

/** The lock file as it is to be: the given one, or none, where it is of another version. */
function lockFileOf(
  { directory, files }: PinnedDirectory,
  lockFile: string | undefined,
  changesVersion: boolean,
): { file?: RequestFile; does: string[] } {
  const path = `${directory}/${LOCK_FILE}`;
  const before = files.find(file => file.path === path);
  if (lockFile !== undefined && before?.content !== lockFile) {
    return {
      file: { path, content: lockFile },
      does: [
        before
          ? 'The lock file of the provider is replaced.'
          : 'A lock file of the provider is added.',
      ],
    };
  }
  return before && lockFile === undefined && changesVersion
    ? {
        file: { path, content: '', removed: true },
        does: [
          'The lock file of the provider is removed: configuration has none for the new version.',
        ],
      }
    : { does: [] };
}

/**
 * What a machine's files become with the module and the provider that configuration names.
 *
 * @throws InputError when it has them already, or its files cannot be changed so
 */
export function planUpgrade(
  machine: PinnedDirectory,
  configured: TerraformPin,
): PlannedUpgrade {
  const { pinned } = machine;
  const { provider } = configured;
  if (provider.source !== pinned.provider.source) {
    throw new InputError(
      `Configuration names the provider ${provider.source}, but the machine was made by ${pinned.provider.source}: that is no upgrade. Move its state with terraform state replace-provider, outside Backlot.`,
    );
  }
  const changesModule = configured.moduleSource !== pinned.moduleSource;
  const changesProvider = provider.version !== pinned.provider.version;
  const lock = lockFileOf(machine, configured.lockFile, changesProvider);
  const files = [
    ...(changesModule ? withModule(machine, configured.moduleSource) : []),
    ...(changesProvider ? [withProvider(machine, provider)] : []),
    ...(lock.file ? [lock.file] : []),
  ];
  if (files.length === 0) {
    throw new InputError(
      `The machine has the module ${
        partsOf(pinned.moduleSource).tag
      } and the provider ${
        pinned.provider.version
      } already, which configuration names. There is nothing to upgrade.`,
    );
  }
  return {
    terraform: changesProvider
      ? configured
      : { ...configured, lockFile: configured.lockFile ?? pinned.lockFile },
    files,
    does: [
      ...(changesModule
        ? [moduleWords(pinned.moduleSource, configured.moduleSource)]
        : []),
      ...(changesProvider
        ? [
            `Provider ${provider.source}: ${pinned.provider.version} to ${provider.version}.`,
          ]
        : []),
      ...lock.does,
    ],
    changesModule,
    changesProvider,
  };
}
