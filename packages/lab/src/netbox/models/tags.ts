import { customizableTables } from '../tables';
import { RecordError } from './refusals';
import { text } from './fields';
import { hasId, is } from './filters';
import { WritableModel } from './Model';
import { nestedTag } from './references';

/**
 * Tags.
 *
 * @internal
 */
export const tagModel: WritableModel<'tags'> = {
  table: 'tags',
  objectType: 'extras.tag',
  words: 'Tag',
  path: 'extras/tags',
  compare: (a, b) => a.name.localeCompare(b.name),
  filters: { id: hasId(), name: is('name'), slug: is('slug') },
  fields: {
    name: text({ max: 100, blank: false }),
    slug: text({ max: 100, blank: false, pattern: /^[-a-zA-Z0-9_]+$/ }),
    color: text({ max: 6 }),
    description: text(),
  },
  required: ['name', 'slug'],
  defaults: () => ({ name: '', slug: '', color: '9e9e9e', description: '' }),
  check(candidate, { store }, previous) {
    for (const key of ['name', 'slug'] as const) {
      const twin = store
        .table('tags')
        .all()
        .find(row => row[key] === candidate[key] && row.id !== previous?.id);
      if (twin) {
        throw new RecordError({
          [key]: [`tag with this ${key} already exists.`],
        });
      }
    }
  },
  remove(store, id) {
    for (const table of customizableTables) {
      for (const row of store.table(table).all()) {
        row.tags = row.tags.filter(tag => tag !== id);
      }
    }
    store.table('tags').delete(id);
  },
  represent: (row, view) => ({
    ...nestedTag(row, view),
    description: row.description,
    object_types: [],
    created: row.created,
    last_updated: row.last_updated,
  }),
  representBrief: (row, view) => ({
    id: row.id,
    url: view.url(`/api/extras/tags/${row.id}/`),
    display: row.name,
    name: row.name,
    slug: row.slug,
    color: row.color,
    description: row.description,
  }),
};
