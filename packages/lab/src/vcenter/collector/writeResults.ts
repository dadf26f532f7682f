import { ReadableObject } from '../sessions/SessionObject';
import { ObjectUpdate, PropertyFilter } from './PropertyFilter';
import { PropertyReader } from './PropertyReader';

/** A news item and the filter that tells it. */
export interface FilterUpdate {
  filter: PropertyFilter;
  update: ObjectUpdate;
}

/** An object and what reads the wanted properties of it. */
export interface ObjectToRead {
  object: ReadableObject;
  reader: PropertyReader;
}

function reference(object: ReadableObject): string {
  return `<obj type="${object.type}">${object.ref}</obj>`;
}

/**
 * RetrieveResult: a page of objects. The token stands before the objects, as in the schema.
 *
 * @returns empty for no objects
 */
export function writeObjects(items: ObjectToRead[], token?: string): string {
  if (items.length === 0 && !token) {
    return '';
  }
  let xml = token ? `<returnval><token>${token}</token>` : '<returnval>';
  for (const { object, reader } of items) {
    xml += `<objects>${reference(object)}${reader.content(
      object,
      (path, val) => `<propSet><name>${path}</name>${val}</propSet>`,
    )}</objects>`;
  }
  return `${xml}</returnval>`;
}

function assign(path: string, val: string): string {
  return `<changeSet><name>${path}</name><op>assign</op>${val}</changeSet>`;
}

function writeUpdate({ filter, update }: FilterUpdate): string {
  const { kind, object } = update;
  let changes = '';
  if (kind === 'enter') {
    changes = filter.reader.content(object, assign);
  } else if (kind === 'modify') {
    const wanted = filter.reader.wanted(object.type);
    for (const path of update.paths) {
      const property = wanted.find(candidate => candidate.path === path);
      if (property && filter.reader.mayRead(object, property)) {
        changes += assign(path, filter.reader.value(object, property) ?? '');
      }
    }
  }
  return `<objectSet><kind>${kind}</kind>${reference(
    object,
  )}${changes}</objectSet>`;
}

/** UpdateSet: what is new, filter by filter. */
export function writeUpdateSet(
  version: string,
  updates: FilterUpdate[],
  truncated: boolean,
): string {
  let xml = `<returnval><version>${version}</version>`;
  let filter: PropertyFilter | undefined;
  for (const item of updates) {
    if (item.filter !== filter) {
      xml += filter ? '</filterSet>' : '';
      xml += `<filterSet><filter type="PropertyFilter">${item.filter.ref}</filter>`;
      filter = item.filter;
    }
    xml += writeUpdate(item);
  }
  xml += filter ? '</filterSet>' : '';
  return `${xml}${truncated ? '<truncated>true</truncated>' : ''}</returnval>`;
}
