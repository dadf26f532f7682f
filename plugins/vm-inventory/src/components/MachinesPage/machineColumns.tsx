import { Cell, CellText, ColumnConfig } from '@backstage/ui';
import { Machine } from '@backlot/plugin-vm-inventory-common';
import { formatMib } from '@backlot/plugin-vm-inventory-react';
import { PowerBadge } from '../PowerBadge';

/** A row of the table: a machine with the names of what it refers to. */
export interface MachineRow {
  /** Unique over all sources. */
  id: string;
  machine: Machine;
  cluster: string;
  datacenter: string;
}

const NONE = '–';

/** Columns of the table; the id of one that sorts is a field of a machine. */
export const machineColumns: ColumnConfig<MachineRow>[] = [
  {
    id: 'name',
    label: 'Name',
    isRowHeader: true,
    isSortable: true,
    cell: ({ machine }) => (
      <CellText
        title={machine.name}
        description={`${machine.source} / ${machine.id}`}
      />
    ),
  },
  {
    id: 'power',
    label: 'Power',
    isSortable: true,
    cell: ({ machine }) => (
      <Cell>
        <PowerBadge power={machine.power} />
      </Cell>
    ),
  },
  {
    id: 'ipAddress',
    label: 'Address',
    isSortable: true,
    cell: ({ machine }) => <CellText title={machine.ipAddress ?? NONE} />,
  },
  {
    id: 'cpus',
    label: 'CPUs',
    isSortable: true,
    cell: ({ machine }) => <CellText title={String(machine.cpus ?? NONE)} />,
  },
  {
    id: 'memoryMib',
    label: 'Memory',
    isSortable: true,
    cell: ({ machine }) => (
      <CellText
        title={
          machine.memoryMib === undefined ? NONE : formatMib(machine.memoryMib)
        }
      />
    ),
  },
  {
    id: 'cluster',
    label: 'Cluster',
    cell: ({ cluster, datacenter }) => (
      <CellText title={cluster} description={datacenter} />
    ),
  },
];

/** Whether the table can be sorted by a field. */
export function isSortable(field: string): boolean {
  return machineColumns.some(
    column => column.id === field && column.isSortable,
  );
}

/** @param nameOf - name of a cluster or datacenter of the machine's source */
export function toRow(
  machine: Machine,
  nameOf: (source: string, id: string) => string,
): MachineRow {
  const { source, id, cluster, datacenter } = machine;
  return {
    id: `${source}/${id}`,
    machine,
    cluster: cluster === undefined ? NONE : nameOf(source, cluster),
    datacenter: datacenter === undefined ? NONE : nameOf(source, datacenter),
  };
}
