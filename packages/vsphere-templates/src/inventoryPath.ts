/** What vCenter escapes in a name, so that a path tells its names apart. */
function escapeName(name: string): string {
  return name
    .replaceAll('%', '%25')
    .replaceAll('/', '%2f')
    .replaceAll('\\', '%5c');
}

/**
 * The path by which every version of Terraform's provider finds a machine, e.g.
 * `/DC0/vm/backlot/development/web01`.
 *
 * @param names - without escapes, from the top
 * @public
 */
export function inventoryPath(names: {
  /** Folders that the datacenter is in, and the datacenter. */
  datacenter: readonly string[];
  /** Folders below the datacenter's folder of machines. */
  folders: readonly string[];
  machine: string;
}): string {
  const { datacenter, folders, machine } = names;
  return ['', ...datacenter, 'vm', ...folders, machine]
    .map(escapeName)
    .join('/');
}
