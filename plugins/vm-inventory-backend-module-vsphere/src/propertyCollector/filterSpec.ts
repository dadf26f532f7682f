import { escapeXml } from '../soap/escapeXml';
import { ManagedObjectReference } from './values';

/**
 * The properties to collect of each managed object type.
 *
 * @internal
 */
export type PropertyPaths = Record<string, readonly string[]>;

/**
 * The XML of a PropertyFilterSpec over all objects of a container view. The order of elements is
 * the schema's.
 *
 * @internal
 */
export function filterSpecOfView(
  element: 'specSet' | 'spec',
  view: string,
  paths: PropertyPaths,
): string {
  return (
    `<${element}>${propSets(paths)}` +
    `<objectSet><obj type="ContainerView">${view}</obj><skip>true</skip>` +
    '<selectSet xsi:type="TraversalSpec"><name>view</name><type>ContainerView</type>' +
    '<path>view</path><skip>false</skip></selectSet></objectSet>' +
    // Said in full: left out, the simulator answers nothing at all once the view is gone.
    `<reportMissingObjectsInResults>false</reportMissingObjectsInResults></${element}>`
  );
}

/**
 * The XML of a PropertyFilterSpec over given objects of one type.
 *
 * @internal
 */
export function filterSpecOfObjects(
  type: string,
  ids: readonly string[],
  paths: readonly string[],
): string {
  const objects = ids.map(
    id =>
      `<objectSet><obj type="${type}">${id}</obj><skip>false</skip></objectSet>`,
  );
  // An object that vanished meanwhile is left out rather than failing all.
  return `<specSet>${propSets({ [type]: paths })}${objects.join(
    '',
  )}<reportMissingObjectsInResults>true</reportMissingObjectsInResults></specSet>`;
}

/**
 * The XML of a PropertyFilterSpec over the objects that a property of one object names.
 *
 * @internal
 */
export function filterSpecOfRelated(
  { type, value }: ManagedObjectReference,
  property: string,
  paths: PropertyPaths,
): string {
  return (
    `<specSet>${propSets(paths)}` +
    `<objectSet><obj type="${type}">${escapeXml(
      value,
    )}</obj><skip>true</skip>` +
    `<selectSet xsi:type="TraversalSpec"><name>related</name><type>${type}</type>` +
    `<path>${property}</path><skip>false</skip></selectSet></objectSet>` +
    '<reportMissingObjectsInResults>true</reportMissingObjectsInResults></specSet>'
  );
}

function propSets(paths: PropertyPaths): string {
  return Object.entries(paths)
    .map(
      ([type, names]) =>
        `<propSet><type>${type}</type>${names
          .map(name => `<pathSet>${name}</pathSet>`)
          .join('')}</propSet>`,
    )
    .join('');
}
