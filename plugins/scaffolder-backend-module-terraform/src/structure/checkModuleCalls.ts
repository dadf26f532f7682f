import { constantText } from '@backlot/hcl';
import { posix } from 'node:path';
import { Problem, problemAt } from './Problem';
import { referencesOf } from './referencesOf';
import {
  attributeOf,
  blocksOf,
  isOverride,
  PlacedBlock,
  TerraformModule,
} from './TerraformModule';
import { variablesOf } from './Variable';

const META_ARGUMENTS = [
  'source',
  'version',
  'providers',
  'count',
  'for_each',
  'depends_on',
];

/**
 * Whether module calls say which module, pinned, and, where the module is within the skeleton, pass
 * what it declares and all that it needs, and use outputs that it has.
 *
 * @internal
 */
export function checkModuleCalls(
  module: TerraformModule,
  modules: Map<string, TerraformModule>,
): Problem[] {
  return blocksOf(module, 'module')
    .filter(({ file }) => !isOverride(file))
    .flatMap(call => {
      const { file, block } = call;
      const source = attributeOf(block.body, 'source');
      if (!source) {
        return [
          problemAt(
            file,
            block.start,
            `module "${block.labels[0]?.text}" has no source`,
            'write source = "…"',
          ),
        ];
      }
      const text = constantText(source.value);
      if (text === undefined) {
        return [
          problemAt(
            file,
            source.start,
            'the source of a module cannot be computed',
            'write it as a string without templates',
          ),
        ];
      }
      if (/^\.\.?\//.test(text)) {
        return checkLocalCall(call, text, module, modules);
      }
      return isPinned(text, call)
        ? []
        : [
            problemAt(
              file,
              source.start,
              `module source "${text}" is not pinned`,
              'add ?ref=<tag> or a version: what was planned may change before it is applied',
              'warning',
            ),
          ];
    });
}

function isPinned(source: string, { block }: PlacedBlock): boolean {
  return (
    /[?&]ref=[^&]+/.test(source) ||
    attributeOf(block.body, 'version') !== undefined
  );
}

function checkLocalCall(
  { file, block }: PlacedBlock,
  source: string,
  module: TerraformModule,
  modules: Map<string, TerraformModule>,
): Problem[] {
  const directory = posix.join(module.directory, source, '.');
  if (/^\.\.(?:\/|$)/.test(directory)) {
    // Elsewhere in the repository, which is not known here.
    return [];
  }
  const called = modules.get(directory === '.' ? '' : directory);
  if (!called) {
    return [
      problemAt(
        file,
        block.start,
        `module source "${source}" is not in the skeleton`,
        'add the directory to the skeleton, or correct the source',
      ),
    ];
  }
  const { variables } = variablesOf(called);
  const passed = block.body.attributes.filter(
    ({ name }) => !META_ARGUMENTS.includes(name),
  );
  return [
    ...passed
      .filter(({ name }) => !variables.has(name))
      .map(({ name, start }) =>
        problemAt(
          file,
          start,
          `module "${source}" declares no variable "${name}"`,
          'declare it in the module, or do not pass it',
        ),
      ),
    ...[...variables.values()]
      .filter(
        ({ name, required }) =>
          required && !passed.some(each => each.name === name),
      )
      .map(({ name }) =>
        problemAt(
          file,
          block.start,
          `module "${source}" needs the variable "${name}"`,
          'pass it in the call, or declare a default in the module',
        ),
      ),
    ...checkOutputs(block.labels[0]?.text, source, module, called),
  ];
}

function checkOutputs(
  call: string | undefined,
  source: string,
  module: TerraformModule,
  called: TerraformModule,
): Problem[] {
  const outputs = blocksOf(called, 'output').map(
    ({ block }) => block.labels[0]?.text,
  );
  return module.files.flatMap(file =>
    referencesOf(file)
      .filter(
        ({ root, name, attribute }) =>
          root === 'module' &&
          name === call &&
          attribute !== undefined &&
          !outputs.includes(attribute),
      )
      .map(({ attribute, start }) =>
        problemAt(
          file,
          start,
          `module "${source}" has no output "${attribute}"`,
          'declare it in the module, or correct the name',
        ),
      ),
  );
}
