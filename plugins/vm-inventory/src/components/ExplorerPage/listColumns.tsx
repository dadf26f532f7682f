import { Link } from '@backstage/ui';
import { Machine, Template } from '@backlot/plugin-vm-inventory-common';
import { formatMib } from '@backlot/ui-common';
import { lastKnownPower, PowerBadge } from '../PowerBadge';
import { TwoLines } from '../VirtualTable/TwoLines';
import { VirtualColumn } from '../VirtualTable/VirtualTable';

const NONE = '–';

/** Name of a cluster or datacenter of a source. */
export type PlaceName = (source: string, id: string) => string;

/**
 * Columns of the machines; the id of one that sorts is a field of a machine.
 *
 * @param pathOf - where a machine's own page is
 */
export function machineColumns(
  nameOf: PlaceName,
  pathOf: (machine: Machine) => string,
): VirtualColumn<Machine>[] {
  return [
    {
      id: 'name',
      label: 'Name',
      width: 'minmax(180px, 2fr)',
      isRowHeader: true,
      isSortable: true,
      cell: machine => (
        <TwoLines
          title={<Link href={pathOf(machine)}>{machine.name}</Link>}
          description={`${machine.source} / ${machine.id}`}
        />
      ),
    },
    {
      id: 'power',
      label: 'Power',
      width: 'minmax(120px, 0.9fr)',
      isSortable: true,
      cell: machine => {
        const badge = <PowerBadge machine={machine} />;
        const lastKnown = lastKnownPower(machine);
        return lastKnown ? (
          <TwoLines title={badge} description={lastKnown} />
        ) : (
          badge
        );
      },
    },
    {
      id: 'ipAddress',
      label: 'Address',
      width: 'minmax(110px, 1fr)',
      isSortable: true,
      cell: machine => machine.ipAddress ?? NONE,
    },
    {
      id: 'cpus',
      label: 'CPUs',
      width: 'minmax(72px, 0.6fr)',
      isSortable: true,
      cell: machine => machine.cpus ?? NONE,
    },
    {
      id: 'memoryMib',
      label: 'Memory',
      width: 'minmax(90px, 0.8fr)',
      isSortable: true,
      cell: machine => memoryOf(machine),
    },
    {
      id: 'cluster',
      label: 'Cluster',
      width: 'minmax(140px, 1.4fr)',
      cell: ({ source, cluster, datacenter }) => (
        <TwoLines
          title={cluster === undefined ? NONE : nameOf(source, cluster)}
          description={
            datacenter === undefined ? NONE : nameOf(source, datacenter)
          }
        />
      ),
    },
  ];
}

/** Columns of the templates; the id of one that sorts is a field of a template. */
export function templateColumns(nameOf: PlaceName): VirtualColumn<Template>[] {
  return [
    {
      id: 'name',
      label: 'Name',
      width: 'minmax(180px, 2fr)',
      isRowHeader: true,
      isSortable: true,
      cell: template => (
        <TwoLines
          title={template.name}
          description={`${template.source} / ${template.id}`}
        />
      ),
    },
    {
      id: 'guestId',
      label: 'Operating system',
      width: 'minmax(180px, 2fr)',
      isSortable: true,
      cell: ({ guestName, guestId }) => guestName ?? guestId ?? NONE,
    },
    {
      id: 'cpus',
      label: 'CPUs',
      width: 'minmax(72px, 0.6fr)',
      isSortable: true,
      cell: ({ cpus }) => cpus,
    },
    {
      id: 'memoryMib',
      label: 'Memory',
      width: 'minmax(90px, 0.8fr)',
      isSortable: true,
      cell: template => memoryOf(template),
    },
    {
      id: 'datacenter',
      label: 'Datacenter',
      width: 'minmax(120px, 1fr)',
      cell: ({ source, datacenter }) =>
        datacenter === undefined ? NONE : nameOf(source, datacenter),
    },
  ];
}

function memoryOf({ memoryMib }: { memoryMib?: number }): string {
  return memoryMib === undefined ? NONE : formatMib(memoryMib);
}
