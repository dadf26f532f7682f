import { ManagedObject, ManagedObjects } from './ManagedObjects';

/** @internal */
export function text(object: ManagedObject, path: string): string | undefined {
  const value = object.properties.get(path);
  return typeof value === 'string' ? value : undefined;
}

/** @internal */
export function number(
  object: ManagedObject,
  path: string,
): number | undefined {
  const value = object.properties.get(path);
  return typeof value === 'number' ? value : undefined;
}

/** @internal */
export function reference(
  object: ManagedObject,
  path: string,
): string | undefined {
  const value = object.properties.get(path);
  return value && typeof value === 'object' && 'value' in value
    ? value.value
    : undefined;
}

/**
 * Values of references, or texts, in an order of their own.
 *
 * @internal
 */
export function references(object: ManagedObject, path: string): string[] {
  const value = object.properties.get(path);
  return Array.isArray(value)
    ? value.map(item => (typeof item === 'string' ? item : item.value)).sort()
    : [];
}

/** @internal */
export function hasName(object: ManagedObject): boolean {
  return text(object, 'name') !== undefined;
}

/**
 * Whether it is the way of a distributed switch out of its hosts, which is no network for machines.
 *
 * @internal
 */
export function isUplink(object: ManagedObject): boolean {
  return object.properties.get('config.uplink') === true;
}

/**
 * The name as people see it. vCenter escapes three characters in names, and only these.
 *
 * @internal
 */
export function unescapedName(object: ManagedObject): string {
  const name = text(object, 'name') ?? '';
  return name.includes('%')
    ? name.replace(/%(2f|5c|25)/gi, escaped => decodeURIComponent(escaped))
    : name;
}

// A folder that is read while it is moved may lead in a circle.
const DEEPEST = 100;

/**
 * The names from below the datacenter's folder of this kind (vm, host, datastore, network), which is
 * in no path of a user's, down to this folder.
 *
 * @internal
 */
export function folderPath(
  folder: ManagedObject,
  objects: ManagedObjects,
): string {
  const names: string[] = [];
  let above: ManagedObject | undefined = folder;
  while (above?.ref.type === 'Folder' && names.length < DEEPEST) {
    const parent: ManagedObject | undefined = objects.get(
      reference(above, 'parent') ?? '',
    );
    if (parent?.ref.type === 'Datacenter') {
      break;
    }
    names.unshift(unescapedName(above));
    above = parent;
  }
  return names.join('/');
}
