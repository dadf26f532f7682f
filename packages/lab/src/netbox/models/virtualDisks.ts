import { checkCustomFields } from './customFieldRules';
import { customFieldValues, integer, reference, tags, text } from './fields';
import { hasId, hasTag, is, refersTo } from './filters';
import { WritableModel } from './Model';
import { customFieldsOf, nestedVirtualMachine, tagsOf } from './references';
import { recordError } from './refusals';

const objectType = 'virtualization.virtualdisk';

/**
 * Virtual disks. A machine that has some has their sum as its disk.
 *
 * @internal
 */
export const virtualDiskModel: WritableModel<'virtualDisks'> = {
  table: 'virtualDisks',
  objectType,
  words: 'VirtualDisk',
  path: 'virtualization/virtual-disks',
  compare: (a, b) =>
    a.virtual_machine - b.virtual_machine ||
    a.name.localeCompare(b.name) ||
    a.id - b.id,
  filters: {
    id: hasId(),
    name: is('name'),
    virtual_machine_id: refersTo('virtual_machine', 'virtualMachines'),
    tag: hasTag(),
  },
  fields: {
    virtual_machine: reference(
      'virtualMachines',
      'virtualization.virtualmachine',
    ),
    name: text({ max: 64, blank: false }),
    size: integer(),
    description: text(),
    tags: tags(),
    custom_fields: customFieldValues(),
  },
  required: ['virtual_machine', 'name', 'size'],
  defaults: () => ({
    virtual_machine: 0,
    name: '',
    size: 0,
    description: '',
    tags: [],
    custom_fields: {},
  }),
  check(candidate, context, previous) {
    const disks = context.store.table('virtualDisks').all();
    const twin = disks.find(
      row =>
        row.id !== previous?.id &&
        row.virtual_machine === candidate.virtual_machine &&
        row.name === candidate.name,
    );
    if (twin) {
      throw recordError(
        'Virtual disk with this Virtual machine and Name already exists.',
      );
    }
    checkCustomFields(candidate, disks, context, previous?.id);
  },
  afterWrite: (row, store) => store.sumVirtualDisks(row.virtual_machine),
  remove: (store, id) => store.deleteVirtualDisk(id),
  represent: (row, view) => ({
    id: row.id,
    url: view.url(`/api/virtualization/virtual-disks/${row.id}/`),
    display_url: view.url(`/virtualization/virtual-disks/${row.id}/`),
    display: row.name,
    virtual_machine: nestedVirtualMachine(row.virtual_machine, view),
    name: row.name,
    description: row.description,
    size: row.size,
    owner: null,
    tags: tagsOf(row, view),
    custom_fields: customFieldsOf(row, objectType, view),
    created: row.created,
    last_updated: row.last_updated,
  }),
  representBrief: (row, view) => ({
    id: row.id,
    url: view.url(`/api/virtualization/virtual-disks/${row.id}/`),
    display: row.name,
    virtual_machine: nestedVirtualMachine(row.virtual_machine, view),
    name: row.name,
    description: row.description,
    size: row.size,
  }),
};
