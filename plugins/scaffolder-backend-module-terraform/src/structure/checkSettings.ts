import {
  constantValue,
  Expression,
  objectKey,
  pinnedVersion,
} from '@backlot/hcl';
import { holdsDirectory, stateKeyArguments } from './stateKey';
import { Problem, problemAt, TextFile } from './Problem';
import {
  attributeOf,
  blocksOf,
  isOverride,
  PlacedBlock,
  settingsOf,
  TerraformModule,
} from './TerraformModule';

/**
 * What a machine's own module must say about itself.
 *
 * @internal
 */
export interface RequiredSettings {
  /** By local name. */
  providers: Record<string, { source: string; version?: string }>;
  /** Type of the backend; undefined for any. */
  backend?: string;
  /** The machine's directory in the repository. */
  directory: string;
}

/**
 * Whether there are a `required_version`, the providers, and a backend whose state is this
 * machine's own.
 *
 * @internal
 */
export function checkSettings(
  module: TerraformModule,
  required: RequiredSettings,
): Problem[] {
  const place: TextFile = module.files[0] ?? { path: 'main.tf', text: '' };
  return [
    ...(hasRequiredVersion(module)
      ? []
      : [
          problemAt(
            place,
            0,
            'nothing says which Terraform is required',
            'write required_version in a terraform block, or configure terraformRender.requiredVersion',
          ),
        ]),
    ...checkProviders(module, required, place),
    ...checkBackend(module, required, place),
  ];
}

/** @internal */
export function hasRequiredVersion(module: TerraformModule): boolean {
  return blocksOf(module, 'terraform').some(({ block }) =>
    attributeOf(block.body, 'required_version'),
  );
}

/** @internal */
export function backendOf(module: TerraformModule): PlacedBlock | undefined {
  const found = [
    ...settingsOf(module, 'backend'),
    ...settingsOf(module, 'cloud'),
  ];
  return found.filter(({ file }) => isOverride(file)).pop() ?? found[0];
}

function checkProviders(
  module: TerraformModule,
  { providers }: RequiredSettings,
  place: TextFile,
): Problem[] {
  const blocks = settingsOf(module, 'required_providers');
  return Object.entries(providers).flatMap(([name, { source, version }]) => {
    const pinned = pinnedVersion(version);
    const found = blocks.find(({ block }) => attributeOf(block.body, name));
    if (!found) {
      const { file, start } = blocks[0]
        ? { file: blocks[0].file, start: blocks[0].block.start }
        : { file: place, start: 0 };
      return [
        problemAt(
          file,
          start,
          `required_providers lacks "${name}"`,
          `add ${name} = { source = "${source}"${
            pinned === undefined ? '' : `, version = "= ${pinned}"`
          } }`,
        ),
      ];
    }
    const attribute = attributeOf(found.block.body, name);
    if (!attribute) {
      return [];
    }
    const problems: Problem[] = [];
    const written = textOfItem(attribute.value, 'source')?.toLowerCase();
    if (written !== source.toLowerCase()) {
      problems.push(
        problemAt(
          found.file,
          attribute.start,
          `provider "${name}" comes from ${
            written ? `"${written}"` : 'no source'
          }, not "${source}"`,
          'take the source that the configuration names, and the same in every module',
          pinned === undefined ? 'warning' : 'error',
        ),
      );
    }
    const constraint = textOfItem(attribute.value, 'version');
    if (pinned !== undefined && pinnedVersion(constraint) !== pinned) {
      problems.push(
        problemAt(
          found.file,
          attribute.start,
          `provider "${name}" may be ${
            constraint ? `"${constraint}"` : 'of any version'
          }, and this machine's is pinned to ${pinned}`,
          'remove the required_providers block, so that it is written as pinned',
        ),
      );
    }
    return problems;
  });
}

function textOfItem(value: Expression, name: string): string | undefined {
  const item =
    value.kind === 'object'
      ? value.items.find(({ key }) => objectKey(key) === name)
      : undefined;
  const text = item && constantValue(item.value);
  return typeof text === 'string' ? text : undefined;
}

function checkBackend(
  module: TerraformModule,
  { backend: type, directory }: RequiredSettings,
  place: TextFile,
): Problem[] {
  const found = backendOf(module);
  if (!found) {
    return [
      problemAt(
        place,
        0,
        'nothing says where the state is kept, so it would be lost when the pull request closes',
        'configure terraformRender.backend, or write a backend block',
      ),
    ];
  }
  const { file, block } = found;
  const written = block.type === 'cloud' ? 'cloud' : block.labels[0]?.text;
  if (type !== undefined && written !== type) {
    return [
      problemAt(
        file,
        block.start,
        `the backend is "${written}", not "${type}"`,
        'remove the block, so that it is written from the configuration, or change the type',
      ),
    ];
  }
  return stateKeyArguments(written ?? '').flatMap(name => {
    const attribute = attributeOf(block.body, name);
    const text = attribute && constantValue(attribute.value);
    return attribute &&
      typeof text === 'string' &&
      !holdsDirectory(text, directory)
      ? [
          problemAt(
            file,
            attribute.start,
            `${name} = "${text}" is not this machine's own: another machine's state would be overwritten`,
            'write {{directory}} into it, or remove the block, so that it is written from the configuration',
          ),
        ]
      : [];
  });
}
