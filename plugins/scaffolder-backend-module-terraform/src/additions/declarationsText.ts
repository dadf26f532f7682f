import { hclLiteral } from '@backlot/hcl';
import { JsonValue } from '@backstage/types';
import { inferType } from '../types/inferType';
import { typeText } from '../types/TypeConstraint';

/**
 * Declarations of variables, of the types that their values tell.
 *
 * @internal
 */
export function declarationsText(
  variables: [name: string, value: JsonValue | undefined][],
): string {
  return variables
    .map(
      ([name, value]) =>
        `variable ${hclLiteral(name)} {\n  type = ${typeText(
          inferType(value),
        )}\n}\n`,
    )
    .join('\n');
}
