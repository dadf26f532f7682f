import { storedIp } from '../ipAddress';
import { VirtualMachineRow } from '../tables';
import { nestedPrimaryAddress } from './addresses';
import { vmInterfaceOf } from './assignment';
import { checkCustomFields } from './customFieldRules';
import { recordError, RecordError } from './refusals';
import {
  choice,
  cpuCount,
  customFieldValues,
  integer,
  optional,
  reference,
  tags,
  text,
  WriteContext,
} from './fields';
import {
  hasId,
  hasTag,
  includesText,
  isIgnoringCase,
  isOneOf,
  refersBy,
  refersTo,
} from './filters';
import { label, Representation, ViewContext, WritableModel } from './Model';
import {
  customFieldsOf,
  nestedCluster,
  nestedSite,
  nestedVirtualMachine,
  tagsOf,
} from './references';

const objectType = 'virtualization.virtualmachine';
const statuses = [
  'offline',
  'active',
  'planned',
  'staged',
  'failed',
  'decommissioning',
  'paused',
];

type Candidate = Omit<VirtualMachineRow, 'id' | 'created' | 'last_updated'>;

/** NetBox takes only an address that is on one of the machine's interfaces. */
function checkPrimary(
  key: 'primary_ip4' | 'primary_ip6',
  candidate: Candidate,
  { store }: WriteContext,
  id: number | undefined,
): void {
  const chosen = candidate[key];
  if (chosen === null) {
    return;
  }
  const address = store.table('addresses').get(chosen);
  const onInterface = address && vmInterfaceOf(address, store);
  if (!onInterface || onInterface.virtual_machine !== id) {
    throw new RecordError({
      [key]: [
        `The specified IP address (${address?.address}) is not assigned to this VM.`,
      ],
    });
  }
  const family = key === 'primary_ip4' ? 4 : 6;
  if (storedIp(address!.address).family !== family) {
    throw new RecordError({
      [key]: [
        `Must be an IPv${family} address. (${address!.address} is an IPv${
          family === 4 ? 6 : 4
        } address.)`,
      ],
    });
  }
}

/** A cluster that is at a site takes no machine of another site. */
function checkPlace(candidate: Candidate, { store }: WriteContext): void {
  const { site, cluster } = candidate;
  if (site === null || cluster === null) {
    return;
  }
  const row = store.table('clusters').get(cluster);
  if (row?.site && row.site !== site) {
    throw new RecordError({
      cluster: [
        `The selected cluster (${row.name}) is not assigned to this site (${
          store.table('sites').get(site)?.name
        }).`,
      ],
    });
  }
}

/** The disk of a machine with virtual disks is their sum, or nothing. */
function checkDisk(
  candidate: Candidate,
  { store }: WriteContext,
  id: number | undefined,
): void {
  const sum = id === undefined ? 0 : store.virtualDiskSum(id);
  if (sum > 0 && candidate.disk !== null && candidate.disk !== sum) {
    throw new RecordError({
      disk: [
        `The specified disk size (${candidate.disk}) must match the aggregate size of assigned virtual disks (${sum}).`,
      ],
    });
  }
}

function interfaceCount(row: VirtualMachineRow, view: ViewContext): number {
  return view.store
    .table('interfaces')
    .all()
    .filter(candidate => candidate.virtual_machine === row.id).length;
}

function representation(
  row: VirtualMachineRow,
  view: ViewContext,
): Representation {
  const primary4 = nestedPrimaryAddress(row.primary_ip4, view);
  const primary6 = nestedPrimaryAddress(row.primary_ip6, view);
  return {
    id: row.id,
    url: view.url(`/api/virtualization/virtual-machines/${row.id}/`),
    display_url: view.url(`/virtualization/virtual-machines/${row.id}/`),
    display: row.name,
    name: row.name,
    virtual_machine_type: null,
    role: null,
    status: label(row.status),
    start_on_boot: { value: 'off', label: 'Off' },
    site: nestedSite(row.site, view),
    cluster: nestedCluster(row.cluster, view),
    device: null,
    platform: null,
    primary_ip: primary6 ?? primary4,
    primary_ip4: primary4,
    primary_ip6: primary6,
    vcpus: row.vcpus,
    memory: row.memory,
    disk: row.disk,
    description: row.description,
    serial: row.serial,
    tenant: null,
    owner: null,
    comments: row.comments,
    tags: tagsOf(row, view),
    local_context_data: null,
    config_template: null,
    custom_fields: customFieldsOf(row, objectType, view),
    created: row.created,
    last_updated: row.last_updated,
    interface_count: interfaceCount(row, view),
    virtual_disk_count: view.store
      .table('virtualDisks')
      .all()
      .filter(disk => disk.virtual_machine === row.id).length,
    config_context: {},
  };
}

/**
 * Virtual machines.
 *
 * @internal
 */
export const virtualMachineModel: WritableModel<'virtualMachines'> = {
  table: 'virtualMachines',
  objectType,
  words: 'VirtualMachine',
  path: 'virtualization/virtual-machines',
  compare: (a, b) => a.name.localeCompare(b.name) || a.id - b.id,
  filters: {
    id: hasId(),
    name: isIgnoringCase('name'),
    name__ie: isIgnoringCase('name'),
    name__ic: includesText('name'),
    status: isOneOf('status', statuses),
    cluster_id: refersTo('cluster', 'clusters', true),
    cluster: refersBy('cluster', 'clusters', 'name'),
    site_id: refersTo('site', 'sites', true),
    tag: hasTag(),
  },
  fields: {
    name: text({ max: 64, blank: false }),
    status: choice(statuses),
    site: optional(reference('sites', 'dcim.site')),
    cluster: optional(reference('clusters', 'virtualization.cluster')),
    primary_ip4: optional(reference('addresses', 'ipam.ipaddress')),
    primary_ip6: optional(reference('addresses', 'ipam.ipaddress')),
    vcpus: optional(cpuCount()),
    memory: optional(integer()),
    disk: optional(integer()),
    description: text(),
    serial: text({ max: 50 }),
    comments: text({ max: Infinity }),
    tags: tags(),
    custom_fields: customFieldValues(),
  },
  required: ['name'],
  defaults: () => ({
    name: '',
    status: 'active',
    site: null,
    cluster: null,
    primary_ip4: null,
    primary_ip6: null,
    vcpus: null,
    memory: null,
    disk: null,
    description: '',
    serial: '',
    comments: '',
    tags: [],
    custom_fields: {},
  }),
  check(candidate, context, previous) {
    const machines = context.store.table('virtualMachines').all();
    if (candidate.site === null && candidate.cluster === null) {
      throw recordError(
        'A virtual machine must be assigned to a site, cluster, or device.',
      );
    }
    checkPlace(candidate, context);
    checkDisk(candidate, context, previous?.id);
    const twin = machines.find(
      row =>
        row.id !== previous?.id &&
        row.cluster === candidate.cluster &&
        row.name.toLowerCase() === candidate.name.toLowerCase(),
    );
    if (twin && candidate.cluster !== null) {
      throw recordError('Virtual machine name must be unique per cluster.');
    }
    checkPrimary('primary_ip4', candidate, context, previous?.id);
    checkPrimary('primary_ip6', candidate, context, previous?.id);
    checkCustomFields(candidate, machines, context, previous?.id);
  },
  constraint(candidate, store) {
    const { name, cluster } = candidate;
    const twin = store
      .table('virtualMachines')
      .all()
      .some(
        row =>
          row.cluster === cluster &&
          row.name.toLowerCase() === name.toLowerCase(),
      );
    return twin && cluster !== null
      ? {
          name: 'virtualization_virtualmachine_unique_name_cluster',
          key: `(lower(name::text), cluster_id)=(${name.toLowerCase()}, ${cluster})`,
        }
      : undefined;
  },
  afterWrite(row, store) {
    const { site, cluster } = row;
    if (site === null && cluster !== null) {
      row.site = store.table('clusters').get(cluster)?.site ?? null;
    }
  },
  remove: (store, id) => store.deleteVirtualMachine(id),
  represent: representation,
  representBrief: (row, view) => nestedVirtualMachine(row.id, view)!,
};
