import { hasId, includesText, is, isIgnoringCase, refersTo } from './filters';
import { label, ReadableModel } from './Model';
import { nestedCluster, nestedDeviceInterface, nestedSite } from './references';

/**
 * Sites: one for each datacenter.
 *
 * @internal
 */
export const siteModel: ReadableModel<'sites'> = {
  table: 'sites',
  objectType: 'dcim.site',
  words: 'Site',
  path: 'dcim/sites',
  compare: (a, b) => a.name.localeCompare(b.name),
  filters: {
    id: hasId(),
    name: is('name'),
    name__ie: isIgnoringCase('name'),
    slug: is('slug'),
  },
  represent: (row, view) => ({
    ...nestedSite(row.id, view),
    status: label('active'),
    created: row.created,
    last_updated: row.last_updated,
  }),
  representBrief: (row, view) => nestedSite(row.id, view)!,
};

/**
 * Virtualization clusters, named as in vCenter.
 *
 * @internal
 */
export const clusterModel: ReadableModel<'clusters'> = {
  table: 'clusters',
  objectType: 'virtualization.cluster',
  words: 'Cluster',
  path: 'virtualization/clusters',
  compare: (a, b) => a.name.localeCompare(b.name),
  filters: {
    id: hasId(),
    name: is('name'),
    name__ie: isIgnoringCase('name'),
    name__ic: includesText('name'),
    site_id: refersTo('site', 'sites', true),
  },
  represent: (row, view) => ({
    ...nestedCluster(row.id, view),
    status: label('active'),
    scope_type: row.site === null ? null : 'dcim.site',
    scope_id: row.site,
    scope: nestedSite(row.site, view),
    created: row.created,
    last_updated: row.last_updated,
  }),
  representBrief: (row, view) => nestedCluster(row.id, view)!,
};

/**
 * Interfaces of devices.
 *
 * @internal
 */
export const deviceInterfaceModel: ReadableModel<'deviceInterfaces'> = {
  table: 'deviceInterfaces',
  objectType: 'dcim.interface',
  words: 'Interface',
  path: 'dcim/interfaces',
  compare: (a, b) => a.id - b.id,
  filters: { id: hasId(), name: is('name'), device: is('device') },
  represent: (row, view) => ({
    ...nestedDeviceInterface(row.id, view),
    created: row.created,
    last_updated: row.last_updated,
  }),
  representBrief: (row, view) => nestedDeviceInterface(row.id, view)!,
};

const actionLabels = {
  create: 'Created',
  update: 'Updated',
  delete: 'Deleted',
};

/**
 * The change log.
 *
 * @internal
 */
export const changeModel: ReadableModel<'changes'> = {
  table: 'changes',
  objectType: 'core.objectchange',
  words: 'ObjectChange',
  path: 'core/object-changes',
  compare: (a, b) => b.id - a.id,
  filters: {
    id: hasId(),
    changed_object_id: is('changed_object_id'),
    changed_object_type: is('changed_object_type'),
    action: is('action'),
    user_name: is('user_name'),
    request_id: is('request_id'),
  },
  represent: (row, view) => ({
    id: row.id,
    url: view.url(`/api/core/object-changes/${row.id}/`),
    time: row.created,
    user_name: row.user_name,
    request_id: row.request_id,
    action: { value: row.action, label: actionLabels[row.action] },
    changed_object_type: row.changed_object_type,
    changed_object_id: row.changed_object_id,
    message: row.message,
  }),
  representBrief: (row, view) => ({
    id: row.id,
    url: view.url(`/api/core/object-changes/${row.id}/`),
  }),
};
