import { RecordError } from './refusals';
import { boolean, choice, objectTypeList, text } from './fields';
import { hasId, is, isOneOf } from './filters';
import { label, WritableModel } from './Model';

const types = ['text', 'longtext', 'integer', 'boolean', 'url', 'json'];
const filterLogics = ['disabled', 'loose', 'exact'];

function dataType(type: string): string {
  return types.slice(0, 2).includes(type) || type === 'url' ? 'string' : type;
}

/**
 * Custom fields.
 *
 * @internal
 */
export const customFieldModel: WritableModel<'customFields'> = {
  table: 'customFields',
  objectType: 'extras.customfield',
  words: 'CustomField',
  path: 'extras/custom-fields',
  compare: (a, b) => a.name.localeCompare(b.name),
  filters: {
    id: hasId(),
    name: is('name'),
    label: is('label'),
    type: isOneOf('type', types),
    object_type: {
      matches: (row, value) => row.object_types.includes(value),
    },
  },
  fields: {
    name: text({
      max: 50,
      blank: false,
      pattern: /^[a-z0-9_]+$/i,
      words: 'Only alphanumeric characters and underscores are allowed.',
    }),
    label: text({ max: 50 }),
    type: choice(types),
    object_types: objectTypeList(),
    description: text(),
    required: boolean(),
    unique: boolean(),
    filter_logic: choice(filterLogics),
  },
  required: ['name', 'type', 'object_types'],
  defaults: () => ({
    name: '',
    label: '',
    type: 'text',
    object_types: [],
    description: '',
    required: false,
    unique: false,
    filter_logic: 'loose',
  }),
  check(candidate, { store }, previous) {
    const twin = store
      .table('customFields')
      .all()
      .find(row => row.name === candidate.name && row.id !== previous?.id);
    if (twin) {
      throw new RecordError({
        name: ['custom field with this name already exists.'],
      });
    }
    if (candidate.name.includes('__')) {
      throw new RecordError({
        name: ['Double underscores are not permitted in custom field names.'],
      });
    }
    if (candidate.unique && candidate.type === 'boolean') {
      throw new RecordError({
        unique: ['Uniqueness cannot be enforced for boolean fields'],
      });
    }
    if (previous && previous.type !== candidate.type) {
      throw new RecordError({
        type: ['Changing the type of custom fields is not supported.'],
      });
    }
  },
  remove: (store, id) => store.deleteCustomField(id),
  represent: (row, view) => ({
    id: row.id,
    url: view.url(`/api/extras/custom-fields/${row.id}/`),
    display_url: view.url(`/extras/custom-fields/${row.id}/`),
    display: row.label || row.name,
    object_types: row.object_types,
    type: label(row.type),
    related_object_type: null,
    data_type: dataType(row.type),
    name: row.name,
    label: row.label,
    group_name: '',
    description: row.description,
    required: row.required,
    unique: row.unique,
    search_weight: 1000,
    filter_logic: label(row.filter_logic),
    ui_visible: { value: 'always', label: 'Always' },
    ui_editable: { value: 'yes', label: 'Yes' },
    is_cloneable: false,
    default: null,
    related_object_filter: null,
    weight: 100,
    validation_minimum: null,
    validation_maximum: null,
    validation_regex: '',
    validation_schema: null,
    choice_set: null,
    owner: null,
    comments: '',
    created: row.created,
    last_updated: row.last_updated,
  }),
  representBrief: (row, view) => ({
    id: row.id,
    url: view.url(`/api/extras/custom-fields/${row.id}/`),
    display: row.label || row.name,
    name: row.name,
    description: row.description,
  }),
};
