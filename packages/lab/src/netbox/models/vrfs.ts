import { optional, text } from './fields';
import { hasId, is } from './filters';
import { WritableModel } from './Model';
import { nestedVrf } from './references';
import { RecordError } from './refusals';

/**
 * VRFs. Their route distinguishers are unique, their names are not.
 *
 * @internal
 */
export const vrfModel: WritableModel<'vrfs'> = {
  table: 'vrfs',
  objectType: 'ipam.vrf',
  words: 'VRF',
  path: 'ipam/vrfs',
  compare: (a, b) => a.name.localeCompare(b.name) || a.id - b.id,
  filters: { id: hasId(), name: is('name'), rd: is('rd') },
  fields: {
    name: text({ max: 100, blank: false }),
    rd: optional(text({ max: 21 })),
    description: text(),
  },
  required: ['name'],
  defaults: () => ({ name: '', rd: null, description: '' }),
  check(candidate, { store }, previous) {
    const twin = store
      .table('vrfs')
      .all()
      .find(
        row =>
          row.rd !== null && row.rd === candidate.rd && row.id !== previous?.id,
      );
    if (twin) {
      throw new RecordError({
        rd: ['VRF with this Route distinguisher already exists.'],
      });
    }
  },
  remove(store, id) {
    for (const name of ['prefixes', 'ranges', 'addresses'] as const) {
      for (const row of store.table(name).all()) {
        if (row.vrf === id) {
          row.vrf = null;
        }
      }
    }
    store.table('vrfs').delete(id);
  },
  represent: (row, view) => ({
    ...nestedVrf(row.id, view),
    display_url: view.url(`/ipam/vrfs/${row.id}/`),
    enforce_unique: true,
    created: row.created,
    last_updated: row.last_updated,
  }),
  representBrief: (row, view) => nestedVrf(row.id, view)!,
};
