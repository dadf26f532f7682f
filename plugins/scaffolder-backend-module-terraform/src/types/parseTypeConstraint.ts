import {
  constantText,
  Expression,
  ExpressionOf,
  HclError,
  objectKey,
} from '@backlot/hcl';
import { ObjectAttribute, TypeConstraint } from './TypeConstraint';

const REMEDY =
  'write string, number, bool, any, list(…), set(…), map(…), object({…}) or tuple([…])';

/**
 * Reads the type of a variable.
 *
 * @throws HclError for what Terraform does not take as a type
 * @internal
 */
export function parseTypeConstraint(expression: Expression): TypeConstraint {
  if (expression.kind === 'variable') {
    return parseWord(expression);
  }
  if (expression.kind === 'call') {
    return parseConstructor(expression);
  }
  const quoted = constantText(expression);
  throw new HclError(
    quoted === undefined
      ? 'this is not a type'
      : `a type is not written in quotes: "${quoted}"`,
    { offset: expression.start, remedy: REMEDY },
  );
}

function parseWord({ name, start }: ExpressionOf<'variable'>): TypeConstraint {
  switch (name) {
    case 'any':
    case 'string':
    case 'number':
    case 'bool':
      return { kind: name };
    case 'list':
    case 'map':
      // Kept by Terraform from times before element types.
      return { kind: name, element: { kind: 'any' } };
    default:
      throw new HclError(`unknown type ${name}`, {
        offset: start,
        remedy: REMEDY,
      });
  }
}

function parseConstructor(call: ExpressionOf<'call'>): TypeConstraint {
  const [argument, ...others] = call.arguments;
  if (!argument || others.length > 0) {
    throw new HclError(`${call.name}(…) takes one argument`, {
      offset: call.start,
      remedy: REMEDY,
    });
  }
  switch (call.name) {
    case 'list':
    case 'set':
    case 'map':
      return { kind: call.name, element: parseTypeConstraint(argument) };
    case 'tuple':
      if (argument.kind === 'tuple') {
        return {
          kind: 'tuple',
          items: argument.items.map(parseTypeConstraint),
        };
      }
      break;
    case 'object':
      if (argument.kind === 'object') {
        return {
          kind: 'object',
          attributes: argument.items.map(({ key, value }) =>
            parseAttribute(key, value),
          ),
        };
      }
      break;
    default:
  }
  throw new HclError(`unknown type ${call.name}(…)`, {
    offset: call.start,
    remedy: REMEDY,
  });
}

function parseAttribute(key: Expression, value: Expression): ObjectAttribute {
  const name = objectKey(key);
  if (name === undefined) {
    throw new HclError('the name of an attribute is not a plain word', {
      offset: key.start,
      remedy: 'write name = type',
    });
  }
  if (value.kind !== 'call' || value.name !== 'optional') {
    return { name, type: parseTypeConstraint(value), optional: false };
  }
  const [type, , ...others] = value.arguments;
  if (!type || others.length > 0) {
    throw new HclError(
      'optional(…) takes a type, and a default if there is one',
      {
        offset: value.start,
        remedy: 'write optional(type) or optional(type, default)',
      },
    );
  }
  return { name, type: parseTypeConstraint(type), optional: true };
}
