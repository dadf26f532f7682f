import { constantValue } from '@backlot/hcl';
import { posix } from 'node:path';
import { Problem, problemAt } from './Problem';
import { referencesOf } from './referencesOf';
import {
  argumentsOf,
  blocksOf,
  isOverride,
  PlacedAttribute,
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
      const passed = argumentsOf(module, call);
      const source = passed.get('source');
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
      const text = constantValue(source.attribute.value);
      if (typeof text !== 'string') {
        return [
          problemAt(
            source.file,
            source.attribute.start,
            'the source of a module cannot be computed',
            'write it as a string that refers to nothing',
          ),
        ];
      }
      if (/^\.\.?\//.test(text)) {
        return checkLocalCall(call, text, passed, module, modules);
      }
      return /[?&]ref=[^&]+/.test(text) || passed.has('version')
        ? []
        : [
            problemAt(
              source.file,
              source.attribute.start,
              `module source "${text}" is not pinned`,
              'add ?ref=<tag> or a version: what was planned may change before it is applied',
              'warning',
            ),
          ];
    });
}

function checkLocalCall(
  { file, block }: PlacedBlock,
  source: string,
  given: Map<string, PlacedAttribute>,
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
  const passed = [...given].filter(([name]) => !META_ARGUMENTS.includes(name));
  return [
    ...passed
      .filter(([name]) => !variables.has(name))
      .map(([name, { file: place, attribute }]) =>
        problemAt(
          place,
          attribute.start,
          `module "${source}" declares no variable "${name}"`,
          'declare it in the module, or do not pass it',
        ),
      ),
    ...[...variables.values()]
      .filter(({ name, required }) => required && !given.has(name))
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
