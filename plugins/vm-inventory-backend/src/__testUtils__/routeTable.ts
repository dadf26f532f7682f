import { JsonObject } from '@backstage/types';
import {
  inventoryKinds,
  inventoryPaths,
} from '@backlot/plugin-vm-inventory-common';

/**
 * A route, what it asks for, and a call that fills each of its fields.
 *
 * @internal
 */
export interface RouteExample {
  /** E.g. `GET /v1/tree/path`. */
  route: string;
  /** None of a route that anybody may call. */
  permission?: string;
  params?: Record<string, string>;
  query?: Record<string, string | string[]>;
  body?: JsonObject;
}

const read = 'vm-inventory.object.read';
const readSources = 'vm-inventory.source.read';
const refreshSources = 'vm-inventory.source.refresh';
const testSources = 'vm-inventory.source.test';
const operate = 'vm-inventory.machine.operate';
const manageReservations = 'vm-inventory.reservation.manage';

const object = { source: 'fra', id: 'vm-1' };
const list = {
  search: 'web',
  sort: 'name',
  below: 'cluster:fra/domain-c7',
  // A filter by a field.
  source: ['fra', 'ams'],
};

/**
 * Each route of the REST API.
 *
 * @internal
 */
export const routeTable: RouteExample[] = [
  { route: 'GET /health' },
  { route: 'GET /v1/openapi.json', permission: read },
  { route: 'GET /v1/sources', permission: readSources },
  {
    route: 'POST /v1/sources/:source/refresh',
    permission: refreshSources,
    params: { source: 'fra' },
    body: { acceptLoss: false },
  },
  {
    route: 'GET /v1/sources/:source/test',
    permission: testSources,
    params: { source: 'fra' },
  },
  { route: 'GET /v1/catalog', permission: readSources },
  {
    route: 'PUT /v1/catalog',
    permission: 'vm-inventory.catalog.report',
    body: {
      machines: 1,
      leftOut: 1,
      items: [{ ...object, name: 'web01', reason: 'No title' }],
    },
  },
  { route: 'GET /v1/store', permission: readSources },
  { route: 'GET /v1/store/test', permission: testSources },
  {
    route: 'GET /v1/capacity',
    permission: read,
    query: { source: 'fra', datacenter: 'datacenter-1' },
  },
  {
    route: 'GET /v1/capacity/history',
    permission: read,
    query: {
      source: 'fra',
      kind: 'cluster',
      id: 'domain-c7',
      from: '2026-11-01',
      to: '2026-11-02',
    },
  },
  {
    route: 'POST /v1/placements',
    permission: read,
    body: {
      source: 'fra',
      datacenter: 'datacenter-1',
      clusters: ['domain-c7'],
      datastore: 'datastore-1',
      network: 'network-1',
      template: 'vm-2',
      folder: 'group-v1',
      resourcePool: 'resgroup-1',
      cpus: 1,
      memoryMib: 1024,
      diskBytes: 1,
      reservation: { id: 'r1', ttlSeconds: 60 },
    },
  },
  {
    route: `POST /v1/${inventoryPaths.machine}/:source/:id/growth`,
    permission: read,
    params: object,
    body: {
      cpus: 1,
      memoryMib: 1024,
      diskBytes: 1,
      datastore: 'datastore-1',
      reservation: { id: 'r1', ttlSeconds: 60 },
    },
  },
  {
    route: 'GET /v1/reservations',
    permission: manageReservations,
    query: { source: 'fra' },
  },
  {
    route: 'GET /v1/reservations/:id',
    permission: manageReservations,
    params: { id: 'r1' },
  },
  {
    route: 'DELETE /v1/reservations/:id',
    permission: manageReservations,
    params: { id: 'r1' },
  },
  {
    route: 'GET /v1/tree',
    permission: read,
    query: {
      view: 'hosts',
      parent: 'cluster:fra/domain-c7',
      limit: '10',
      cursor: 'x',
    },
  },
  {
    route: 'GET /v1/tree/path',
    permission: read,
    query: { view: 'hosts', of: 'cluster:fra/domain-c7' },
  },
  {
    route: 'GET /v1/changes',
    permission: read,
    query: { cursor: 'x', kind: ['machine'], limit: '10', wait: '0' },
  },
  {
    route: `GET /v1/${inventoryPaths.machine}/:source/:id/details`,
    permission: read,
    params: object,
  },
  {
    route: `GET /v1/${inventoryPaths.network}/:source/:id/mac-addresses`,
    permission: read,
    params: object,
  },
  ...machineOperationRoutes(`/v1/${inventoryPaths.machine}/:source/:id`),
  ...inventoryKinds.flatMap((kind): RouteExample[] => {
    const path = `/v1/${inventoryPaths[kind]}`;
    return [
      {
        route: `GET ${path}`,
        permission: read,
        query: { ...list, limit: '10', cursor: 'x', offset: '0' },
      },
      { route: `GET ${path}/:source/:id`, permission: read, params: object },
      {
        route: `GET ${path}/export`,
        permission: read,
        query: { ...list, format: 'csv' },
      },
    ];
  }),
];

function machineOperationRoutes(machine: string): RouteExample[] {
  const id = '01JDZZZZZZZZZZZZZZZZZZZZZZ';
  const snapshot = { ...object, snapshot: 'snapshot-1' };
  return [
    {
      route: `POST ${machine}/power`,
      permission: operate,
      params: object,
      body: { operation: 'power-on', force: false, id },
    },
    { route: `GET ${machine}/snapshots`, permission: read, params: object },
    {
      route: `POST ${machine}/snapshots`,
      permission: operate,
      params: object,
      body: { name: 'a', description: 'b', id },
    },
    {
      route: `POST ${machine}/snapshots/:snapshot/revert`,
      permission: operate,
      params: snapshot,
      body: { id },
    },
    {
      route: `DELETE ${machine}/snapshots/:snapshot`,
      permission: operate,
      params: snapshot,
    },
    {
      route: `GET ${machine}/offered-operations`,
      permission: read,
      params: object,
    },
    {
      route: `GET ${machine}/operations`,
      permission: read,
      params: object,
      query: { limit: '10', cursor: id },
    },
    {
      route: `GET ${machine}/operations/:operation`,
      permission: read,
      params: { ...object, operation: id },
    },
  ];
}
