import { constantValue } from '@backlot/hcl';
import { parseTypeConstraint } from '../types/parseTypeConstraint';
import { TypeConstraint } from '../types/TypeConstraint';
import { Problem, problemAt, problemOfError } from './Problem';
import {
  attributeOf,
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
    const { body } = block;
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
    const typeAttribute = attributeOf(body, 'type');
    if (typeAttribute) {
      try {
        type = parseTypeConstraint(typeAttribute.value);
      } catch (error) {
        problems.push(problemOfError(file, error));
      }
    }
    const isSet = (name: string, value: boolean) => {
      const attribute = attributeOf(body, name);
      const set = attribute && constantValue(attribute.value);
      return set === value || set === String(value);
    };
    variables.set(label.text, {
      name: label.text,
      file,
      block,
      type,
      required: !attributeOf(body, 'default'),
      sensitive: isSet('sensitive', true),
      nullable: !isSet('nullable', false),
    });
  }
  return { variables, problems };
}
