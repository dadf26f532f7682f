import { ObjectContent } from '../propertyCollector/ObjectContent';
import { childOf, XmlElement } from '../soap/XmlElement';

/**
 * The data object at a path; undefined where it is unset.
 *
 * @internal
 */
export function elementAt(
  { properties }: ObjectContent,
  path: string,
): XmlElement | undefined {
  const value = properties.get(path);
  return value && typeof value === 'object' && 'children' in value
    ? value
    : undefined;
}

/**
 * The text of an element below, by the names on the way there; undefined where it is not there or
 * empty.
 *
 * @internal
 */
export function textBelow(
  element: XmlElement | undefined,
  ...names: string[]
): string | undefined {
  let found = element;
  for (const name of names) {
    found = found && childOf(found, name);
  }
  return found?.text || undefined;
}

/**
 * ISO 8601 in UTC.
 *
 * @returns undefined for what is no time, and for the beginning of 1970, which vCenter says where it
 * does not know
 * @internal
 */
export function timeOf(text: string | undefined): string | undefined {
  const milliseconds = Date.parse(text ?? '');
  return milliseconds > 0 ? new Date(milliseconds).toISOString() : undefined;
}
