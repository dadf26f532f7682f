import { constantValue } from '@backlot/hcl';
import { parseTypeConstraint } from '../types/parseTypeConstraint';
import { TypeConstraint } from '../types/TypeConstraint';
import { Problem, problemAt, problemOfError } from './Problem';
import {
  argumentsOf,
  blocksOf,
  isOverride,
  PlacedBlock,
  TerraformModule,
} from './TerraformModule';

/** Names that a module block uses itself. */
const RESERVED = [
  'source',
  'version',
  'providers',
  'count',
  'for_each',
  'lifecycle',
  'depends_on',
  'locals',
];

/**
 * A variable that a module declares.
 *
 * @internal
 */
export interface Variable extends PlacedBlock {
  name: string;
  type: TypeConstraint;
  required: boolean;
  sensitive: boolean;
  nullable: boolean;
}

/**
 * The variables that a module declares.
 *
 * @internal
 */
export function variablesOf(module: TerraformModule): {
  variables: Map<string, Variable>;
  problems: Problem[];
} {
  const problems: Problem[] = [];
  const variables = new Map<string, Variable>();
  for (const { file, block } of blocksOf(module, 'variable')) {
    const label = block.labels[0];
    if (!label || (isOverride(file) && variables.has(label.text))) {
      continue;
    }
    const set = argumentsOf(module, { file, block });
    if (RESERVED.includes(label.text)) {
      problems.push(
        problemAt(
          file,
          label.start,
          `a variable cannot be called "${label.text}"`,
          'rename it: modules use the name themselves',
        ),
      );
    }
    let type: TypeConstraint = { kind: 'any' };
    const typeArgument = set.get('type');
    if (typeArgument) {
      try {
        type = parseTypeConstraint(typeArgument.attribute.value);
      } catch (error) {
        problems.push(problemOfError(typeArgument.file, error));
      }
    }
    const isSet = (name: string, value: boolean) => {
      const argument = set.get(name);
      const written = argument && constantValue(argument.attribute.value);
      return written === value || written === String(value);
    };
    variables.set(label.text, {
      name: label.text,
      file,
      block,
      type,
      required: !set.has('default'),
      sensitive: isSet('sensitive', true),
      nullable: !isSet('nullable', false),
    });
  }
  return { variables, problems };
}
