import { JsonValue } from '@backstage/types';

/**
 * A value as text within another text; undefined for lists, objects and null.
 *
 * @internal
 */
export function singleText(value: JsonValue): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? String(value)
    : undefined;
}
