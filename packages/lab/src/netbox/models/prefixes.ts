import {
  compareIp,
  contains,
  formatIp,
  networkRange,
  storedIp,
} from '../ipAddress';
import { PrefixRow } from '../tables';
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
import {
  containsNetwork,
  hasId,
  hasTag,
  includesText,
  is,
  isNetwork,
  isOneOf,
  liesIn,
  refersBy,
  refersTo,
} from './filters';
import { label, Representation, ViewContext, WritableModel } from './Model';
import { fieldError } from './refusals';
import { customFieldsOf, nestedSite, nestedVrf, tagsOf } from './references';

const objectType = 'ipam.prefix';
const statuses = ['container', 'active', 'reserved', 'deprecated'];

function hierarchy(row: PrefixRow, view: ViewContext): Representation {
  const own = storedIp(row.prefix);
  const others = view.store
    .table('prefixes')
    .all()
    .filter(other => other.id !== row.id && other.vrf === row.vrf)
    .map(other => storedIp(other.prefix));
  return {
    children: others.filter(other => contains(own, other)).length,
    _depth: others.filter(
      other => contains(other, own) && other.length < own.length,
    ).length,
  };
}

function family(row: PrefixRow): Representation {
  const value = storedIp(row.prefix).family;
  return { value, label: `IPv${value}` };
}

/**
 * Prefixes.
 *
 * @internal
 */
export const prefixModel: WritableModel<'prefixes'> = {
  table: 'prefixes',
  objectType,
  words: 'Prefix',
  path: 'ipam/prefixes',
  compare: (a, b) =>
    (a.vrf ?? 0) - (b.vrf ?? 0) ||
    compareIp(storedIp(a.prefix), storedIp(b.prefix)) ||
    a.id - b.id,
  filters: {
    id: hasId(),
    prefix: isNetwork('prefix'),
    within: liesIn('prefix', false),
    within_include: liesIn('prefix', true),
    contains: containsNetwork('prefix'),
    vrf_id: refersTo('vrf', 'vrfs', true),
    vrf: refersBy('vrf', 'vrfs', 'rd'),
    site_id: refersTo('site', 'sites', true),
    status: isOneOf('status', statuses),
    description: is('description'),
    description__ic: includesText('description'),
    tag: hasTag(),
  },
  fields: {
    prefix: (value, context) => {
      const parsed = storedIp(ip()(value, context));
      const network = formatIp({ ...parsed, host: networkRange(parsed).first });
      if (network !== formatIp(parsed)) {
        throw fieldError(
          `${formatIp(parsed)} is not a valid prefix. Did you mean ${network}?`,
        );
      }
      return network;
    },
    vrf: optional(reference('vrfs', 'ipam.vrf')),
    status: choice(statuses),
    is_pool: boolean(),
    mark_utilized: boolean(),
    description: text(),
    tags: tags(),
    custom_fields: customFieldValues(),
  },
  required: ['prefix'],
  defaults: () => ({
    prefix: '',
    vrf: null,
    site: null,
    status: 'active',
    is_pool: false,
    mark_utilized: false,
    description: '',
    tags: [],
    custom_fields: {},
  }),
  check(candidate, context, previous) {
    checkCustomFields(
      candidate,
      context.store.table('prefixes').all(),
      context,
      previous?.id,
    );
  },
  remove: (store, id) => store.table('prefixes').delete(id),
  represent: (row, view) => ({
    id: row.id,
    url: view.url(`/api/ipam/prefixes/${row.id}/`),
    display_url: view.url(`/ipam/prefixes/${row.id}/`),
    display: row.prefix,
    family: family(row),
    prefix: row.prefix,
    vrf: nestedVrf(row.vrf, view),
    scope_type: row.site === null ? null : 'dcim.site',
    scope_id: row.site,
    scope: nestedSite(row.site, view),
    tenant: null,
    vlan: null,
    status: label(row.status),
    role: null,
    is_pool: row.is_pool,
    mark_utilized: row.mark_utilized,
    description: row.description,
    owner: null,
    comments: '',
    tags: tagsOf(row, view),
    custom_fields: customFieldsOf(row, objectType, view),
    created: row.created,
    last_updated: row.last_updated,
    ...hierarchy(row, view),
  }),
  representBrief: (row, view) => ({
    id: row.id,
    url: view.url(`/api/ipam/prefixes/${row.id}/`),
    display: row.prefix,
    family: family(row),
    prefix: row.prefix,
    description: row.description,
    _depth: hierarchy(row, view)._depth,
  }),
};
