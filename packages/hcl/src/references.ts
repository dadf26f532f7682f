import { Expression, Span, TemplatePart } from './syntax';

/**
 * A name that an expression refers to, such as `var.name`.
 *
 * @alpha
 */
export interface Reference extends Span {
  /** First word, e.g. `var`. */
  root: string;
  /** Second word, e.g. `name`; absent where there is none or it is computed. */
  name?: string;
  /** Third word, e.g. `moid` of `module.vm.moid`. */
  attribute?: string;
}

/**
 * What an expression refers to. Names that a for expression binds are not references.
 *
 * @alpha
 */
export function referencesIn(
  expression: Expression,
  bound: readonly string[] = [],
): Reference[] {
  const inAll = (expressions: Expression[]) =>
    expressions.flatMap(each => referencesIn(each, bound));

  switch (expression.kind) {
    case 'literal':
    case 'number':
      return [];
    case 'variable':
      return bound.includes(expression.name)
        ? []
        : [{ root: expression.name, ...spanOf(expression) }];
    case 'traversal': {
      const { base, steps } = expression;
      const indexes = steps.flatMap(step =>
        step.kind === 'index' ? [step.index] : [],
      );
      if (base.kind !== 'variable' || steps[0].kind !== 'attribute') {
        return inAll([base, ...indexes]);
      }
      const next = steps[1];
      const reference = {
        root: base.name,
        name: steps[0].name,
        ...(next?.kind === 'attribute' ? { attribute: next.name } : {}),
        start: base.start,
        end: steps[0].end,
      };
      return [
        ...(bound.includes(base.name) ? [] : [reference]),
        ...inAll(indexes),
      ];
    }
    case 'template':
      return referencesInParts(expression.parts, bound);
    case 'call':
      return inAll(expression.arguments);
    case 'tuple':
      return inAll(expression.items);
    case 'object':
      return inAll(
        expression.items.flatMap(({ key, value }) =>
          // A bare word as a key is the key's text.
          key.kind === 'variable' ? [value] : [key, value],
        ),
      );
    case 'for': {
      const { names, collection, key, value, condition } = expression;
      return [
        ...referencesIn(collection, bound),
        ...[key, value, condition].flatMap(result =>
          result ? referencesIn(result, [...bound, ...names]) : [],
        ),
      ];
    }
    case 'conditional':
      return inAll(expression.parts);
    case 'binary':
      return inAll([
        expression.first,
        ...expression.rest.map(({ operand }) => operand),
      ]);
    case 'unary':
      return referencesIn(expression.operand, bound);
    case 'parentheses':
    default:
      return referencesIn(expression.inner, bound);
  }
}

function referencesInParts(
  parts: TemplatePart[],
  bound: readonly string[],
): Reference[] {
  return parts.flatMap(part => {
    switch (part.kind) {
      case 'text':
        return [];
      case 'interpolation':
        return referencesIn(part.expression, bound);
      case 'if':
        return [
          ...referencesIn(part.condition, bound),
          ...referencesInParts(part.whenTrue, bound),
          ...referencesInParts(part.whenFalse, bound),
        ];
      case 'for':
      default:
        return [
          ...referencesIn(part.collection, bound),
          ...referencesInParts(part.parts, [...bound, ...part.names]),
        ];
    }
  });
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
