import {
  HostConnection,
  InventoryTreeNode,
  Machine,
  MachineConnection,
} from '@backlot/plugin-vm-inventory-common';

/** How a source reaches a machine or a host, in a word. */
export const connectionWords: Record<
  MachineConnection | HostConnection,
  string
> = {
  connected: 'Connected',
  disconnected: 'Disconnected',
  'not-responding': 'Not responding',
  inaccessible: 'Inaccessible',
  orphaned: 'Orphaned',
  invalid: 'Invalid',
};

const reasons: Record<MachineConnection, string | undefined> = {
  connected: undefined,
  disconnected: 'its host is not connected',
  inaccessible: 'its files cannot be read',
  orphaned: 'its host no longer knows it',
  invalid: 'its configuration cannot be used',
};

/** How a machine is reached; a source that says nothing of it reaches all. */
export function connectionOf({
  connection = 'connected',
}: Pick<Machine, 'connection'>): MachineConnection {
  return connection;
}

/** What is wrong with the connection to a machine, for people; undefined when nothing is. */
export function describeConnection(
  machine: Pick<Machine, 'connection'>,
): string | undefined {
  const connection = connectionOf(machine);
  const reason = reasons[connection];
  return reason && `${connectionWords[connection]}: ${reason}`;
}

/** A node's name and, where its source does not reach it, how it is, as vCenter's own client says it. */
export function nameWithConnection({
  name,
  connection = 'connected',
}: Pick<InventoryTreeNode, 'name' | 'connection'>): string {
  return connection === 'connected'
    ? name
    : `${name} (${connectionWords[connection].toLowerCase()})`;
}
