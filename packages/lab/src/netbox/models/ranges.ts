import { compareIp, storedIp } from '../ipAddress';
import { RangeRow } from '../tables';
import { checkCustomFields } from './customFieldRules';
import {
  boolean,
  choice,
  customFieldValues,
  ip,
  optional,
  reference,
  tags,
  text,
} from './fields';
import { hasId, hasTag, isOneOf, isTrue, liesIn, refersTo } from './filters';
import { label, Representation, ViewContext, WritableModel } from './Model';
import { customFieldsOf, nestedVrf, tagsOf } from './references';
import { RecordError } from './refusals';

const objectType = 'ipam.iprange';
const statuses = ['active', 'reserved', 'deprecated'];

function size(row: RangeRow): number {
  const { host: last } = storedIp(row.end_address);
  return Number(last - storedIp(row.start_address).host) + 1;
}

/** E.g. `10.42.0.3-20/24`. @internal */
export function rangeDisplay(row: RangeRow): string {
  const [start, mask] = row.start_address.split('/');
  const [end] = row.end_address.split('/');
  const separator = start.includes(':') ? ':' : '.';
  const head = start.slice(0, start.lastIndexOf(separator) + 1);
  const tail = end.startsWith(head) ? end.slice(head.length) : end;
  return `${start}-${tail}/${mask}`;
}

function representBrief(row: RangeRow, view: ViewContext): Representation {
  const value = storedIp(row.start_address).family;
  return {
    id: row.id,
    url: view.url(`/api/ipam/ip-ranges/${row.id}/`),
    display: rangeDisplay(row),
    family: { value, label: `IPv${value}` },
    start_address: row.start_address,
    end_address: row.end_address,
    description: row.description,
  };
}

/**
 * IP ranges. The lab allocates from prefixes alone, and leaves out there the ranges that are marked
 * as populated, as NetBox does.
 *
 * @internal
 */
export const rangeModel: WritableModel<'ranges'> = {
  table: 'ranges',
  objectType,
  words: 'IPRange',
  path: 'ipam/ip-ranges',
  compare: (a, b) =>
    compareIp(storedIp(a.start_address), storedIp(b.start_address)) ||
    a.id - b.id,
  filters: {
    id: hasId(),
    parent: liesIn('start_address', true),
    vrf_id: refersTo('vrf', 'vrfs', true),
    status: isOneOf('status', statuses),
    mark_populated: isTrue('mark_populated'),
    mark_utilized: isTrue('mark_utilized'),
    tag: hasTag(),
  },
  fields: {
    start_address: ip(),
    end_address: ip(),
    vrf: optional(reference('vrfs', 'ipam.vrf')),
    status: choice(statuses),
    mark_populated: boolean(),
    mark_utilized: boolean(),
    description: text(),
    tags: tags(),
    custom_fields: customFieldValues(),
  },
  required: ['start_address', 'end_address'],
  defaults: () => ({
    start_address: '',
    end_address: '',
    vrf: null,
    status: 'active',
    mark_populated: false,
    mark_utilized: false,
    description: '',
    tags: [],
    custom_fields: {},
  }),
  check(candidate, context, previous) {
    const start = storedIp(candidate.start_address);
    if (compareIp(storedIp(candidate.end_address), start) <= 0) {
      throw new RecordError({
        end_address: [
          `Ending address must be greater than the starting address (${candidate.start_address})`,
        ],
      });
    }
    checkCustomFields(
      candidate,
      context.store.table('ranges').all(),
      context,
      previous?.id,
    );
  },
  remove: (store, id) => store.table('ranges').delete(id),
  represent: (row, view) => ({
    ...representBrief(row, view),
    display_url: view.url(`/ipam/ip-ranges/${row.id}/`),
    size: size(row),
    vrf: nestedVrf(row.vrf, view),
    tenant: null,
    status: label(row.status),
    role: null,
    owner: null,
    comments: '',
    tags: tagsOf(row, view),
    custom_fields: customFieldsOf(row, objectType, view),
    created: row.created,
    last_updated: row.last_updated,
    mark_populated: row.mark_populated,
    mark_utilized: row.mark_utilized,
  }),
  representBrief,
};
