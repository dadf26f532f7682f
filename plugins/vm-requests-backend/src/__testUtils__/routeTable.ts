import { JsonObject } from '@backstage/types';
import { anna, machineSpec, publicKey } from './company';

/** A route, what it asks for, and a call that fills each of its fields. */
export interface RouteExample {
  /** E.g. `GET /v1/requests/:id`. */
  route: string;
  permission: string;
  /** Who may call it at all. */
  caller: 'user' | 'service';
  params?: Record<string, string>;
  query?: Record<string, string | string[]>;
  body?: JsonObject;
}

const read = 'vm-requests.request.read';
const decide = 'vm-requests.request.decide';
const update = 'vm-requests.request.update';
const step = 'vm-requests.request.step';
const policy = 'vm-requests.policy.read';

const someId = '01JD0000000000000000000000';
const digest = `sha256:${'0'.repeat(64)}`;
const named = { id: 'domain-c7', name: 'fra1-dev-01' };

const spec: JsonObject = {
  ...machineSpec(),
  stack: 'default',
  custom: { cpus: 2, memoryMib: 4096, diskGib: 40 },
  cluster: 'fra1-dev-01',
  extraDisks: [{ sizeGib: 10 }],
  sshPublicKeys: [publicKey],
};

const adoption: JsonObject = {
  source: 'lab',
  machine: 'vm-77',
  stack: 'default',
  environment: 'development',
  owner: 'group:default/team-payments',
  address: '10.20.210.77',
};

const plan: JsonObject = {
  digest,
  exact: true,
  commit: 'f'.repeat(40),
  text: 'Plan: 1 to add',
  summary: { add: 1, change: 0, destroy: 0 },
};

const decisionOn =
  (id: string) =>
  (what: string, permission: string, body: JsonObject): RouteExample => ({
    route: `POST /v1/requests/:id/${what}`,
    permission,
    caller: 'user',
    params: { id },
    body,
  });

const stepOf = (name: string, body: JsonObject): RouteExample => ({
  route: `POST /v1/steps/${name}`,
  permission: step,
  caller: 'service',
  body,
});

/**
 * Each route of the REST API.
 *
 * @param id - of a request that there is, where it matters
 */
export function routeTable(
  id: string = someId,
  machine: string = id,
): RouteExample[] {
  const decision = decisionOn(id);
  const attempt = { request: id, attempt: id };
  return [
    { route: 'GET /v1/openapi.json', permission: read, caller: 'user' },
    {
      route: 'GET /v1/machine-rules',
      permission: policy,
      caller: 'service',
      query: { source: 'fra', id: 'vm-1', instanceUuid: 'x' },
    },
    {
      route: 'GET /v1/requests',
      permission: read,
      caller: 'user',
      query: {
        state: ['planned', 'done'],
        environment: ['development'],
        owner: ['group:default/team-payments'],
        requestedBy: [anna],
        requestedFor: ['group:default/team-search'],
        search: 'web',
        task: 't1',
        mine: 'owned',
        waitsFor: ['netbox'],
        limit: '10',
        cursor: id,
      },
    },
    {
      route: 'GET /v1/requests/:id',
      permission: read,
      caller: 'user',
      params: { id },
    },
    {
      route: 'GET /v1/requests/:id/form',
      permission: read,
      caller: 'user',
      params: { id },
    },
    {
      route: 'GET /v1/requests/:id/events',
      permission: read,
      caller: 'user',
      params: { id },
    },
    {
      route: 'GET /v1/requests/:id/log',
      permission: read,
      caller: 'user',
      params: { id },
      query: { of: 'plan' },
    },
    {
      route: 'GET /v1/requests/:id/changes',
      permission: read,
      caller: 'user',
      params: { id },
    },
    decision('approve', decide, { digest, reason: 'Fine' }),
    decision('reject', decide, { reason: 'No' }),
    decision('request-changes', decide, { reason: 'Smaller?' }),
    decision('cancel', update, { reason: 'No longer' }),
    decision('start', update, { reason: 'Sooner' }),
    decision('retry', update, { reason: 'Again' }),
    decision('replan', update, { reason: 'It moved on' }),
    decision('roll-back', update, { reason: 'Away' }),
    {
      route: 'POST /v1/decisions',
      permission: decide,
      caller: 'user',
      body: {
        decision: 'approve',
        reason: 'Fine',
        requests: [{ id, digest }],
      },
    },
    {
      route: 'GET /v1/batches',
      permission: read,
      caller: 'user',
      query: { task: 't1', limit: '10', cursor: id },
    },
    {
      route: 'POST /v1/batches',
      permission: 'vm-requests.request.create',
      caller: 'user',
      body: {
        idempotencyKey: 'k1',
        kind: 'upgrade',
        reason: 'Newest module',
        inTurn: true,
        machines: [{ id: machine, values: { deep: ['value'] } }],
      },
    },
    {
      route: 'GET /v1/batches/:batch',
      permission: read,
      caller: 'user',
      params: { batch: id },
    },
    {
      route: 'POST /v1/batches/:batch/cancel',
      permission: update,
      caller: 'user',
      params: { batch: id },
      body: { reason: 'No longer' },
    },
    {
      route: 'POST /v1/batches/:batch/resume',
      permission: update,
      caller: 'user',
      params: { batch: id },
      body: { reason: 'The others are fine' },
    },
    {
      route: 'POST /v1/batches/:batch/items/:position/retry',
      permission: update,
      caller: 'user',
      params: { batch: id, position: '7' },
      body: { reason: 'It works now' },
    },
    {
      route: 'GET /v1/names',
      permission: policy,
      caller: 'user',
      query: {
        pattern: '{env}-{app}-{seq:03}',
        app: 'web',
        count: '3',
        environment: 'development',
        source: 'lab',
        network: 'n',
        blueprint: 'rhel9-vm',
      },
    },
    {
      route: 'GET /v1/peers',
      permission: 'vm-requests.peer.test',
      caller: 'user',
    },
    {
      route: 'GET /v1/peers/:peer/test',
      permission: 'vm-requests.peer.test',
      caller: 'user',
      params: { peer: 'netbox' },
      query: { name: 'default' },
    },
    { route: 'GET /v1/policy', permission: policy, caller: 'user' },
    {
      route: 'GET /v1/names/:name',
      permission: policy,
      caller: 'user',
      params: { name: 'web01' },
      query: {
        environment: 'development',
        source: 'lab',
        network: 'n',
        blueprint: 'rhel9-vm',
      },
    },
    {
      route: 'POST /v1/previews',
      permission: 'vm-requests.request.create',
      caller: 'user',
      body: {
        templateRef: 'template:default/rhel9-vm',
        values: { name: 'web01', more: [{ deep: 'value' }] },
      },
    },
    {
      route: 'POST /v1/adoptions/preview',
      permission: 'vm-requests.request.create',
      caller: 'user',
      body: adoption,
    },
    {
      route: 'GET /v1/gate',
      permission: 'vm-requests.gate.use',
      caller: 'service',
      query: {
        repository: 'platform/infrastructure',
        pull: '1',
        directory: 'vms/development/web01',
        workspace: 'default',
        commit: 'f'.repeat(40),
        digest,
      },
    },
    {
      route: 'GET /v1/machines',
      permission: read,
      caller: 'user',
      query: {
        source: 'lab',
        owner: anna,
        environment: 'development',
        blueprint: 'rhel9-vm',
        request: id,
        providerId: 'vm-1',
        instanceUuid: '4210',
        outdated: 'true',
        limit: '10',
        cursor: id,
      },
    },
    {
      route: 'GET /v1/machines/:machine',
      permission: read,
      caller: 'user',
      params: { machine },
    },
    {
      route: 'POST /v1/machines/:machine/operations/:kind/preview',
      permission: read,
      caller: 'user',
      params: { machine, kind: 'resize' },
      body: { input: { cpus: 4, disks: [{ label: 'disk0', sizeGib: 50 }] } },
    },
    {
      route: 'POST /v1/machines/:machine/protection',
      permission: update,
      caller: 'user',
      params: { machine },
      body: { isProtected: true, reason: 'Holds the shop' },
    },
    {
      route: 'POST /v1/adoptions',
      permission: 'vm-requests.request.create',
      caller: 'user',
      body: {
        idempotencyKey: 'k1',
        blueprint: 'rhel9-vm',
        environment: 'development',
        owner: 'group:default/team-payments',
        reason: 'They are ours',
        machines: [
          { source: 'lab', machine: 'vm-77', address: '10.20.210.77' },
        ],
      },
    },
    {
      route: 'GET /v1/unrequested-machines',
      permission: 'vm-requests.request.create',
      caller: 'user',
      query: {
        source: 'lab',
        folder: 'group-v1',
        cluster: 'domain-c7',
        guestId: 'rhel9_64Guest',
        search: 'old',
        limit: '10',
        cursor: 'next',
      },
    },
    stepOf('open', { spec, requestedBy: anna, task: 't1' }),
    stepOf('batch', {
      spec,
      several: { count: 3, pattern: '{app}-{seq:02}' },
      requestedBy: anna,
      task: 't4',
    }),
    stepOf('adopt', {
      ...adoption,
      reason: 'It is ours',
      requestedBy: anna,
      task: 't2',
    }),
    stepOf('check', { spec, requestedBy: anna }),
    stepOf('propose', {
      ...attempt,
      files: [{ path: 'vms/development/web01/main.tf', content: '{}' }],
      placement: {
        source: 'lab',
        datacenter: named,
        cluster: named,
        resourcePool: named,
        datastore: named,
        network: named,
        folder: { id: 'group-v1', path: 'backlot/development' },
        template: { ...named, uuid: '4210' },
        reasons: [{ ...named, fits: true, reason: 'Most room' }],
        ageMs: 10,
      },
      address: {
        address: '10.20.210.17',
        prefixLength: 24,
        gateway: '10.20.210.1',
        dnsServers: ['10.20.0.53'],
        domain: 'dev.acme.example',
        key: 'web01/eth0/ipv4',
        url: 'https://netbox.example/ipam/ip-addresses/1/',
      },
    }),
    stepOf('operate', {
      operation: 'decommission',
      machine: id,
      input: { name: 'web01', sizes: [{ deep: 1 }] },
      reason: 'Replaced by web02',
      requestedBy: anna,
      task: 't3',
    }),
    stepOf('submit', { ...attempt, plan }),
    stepOf('claim', { request: id, task: 't1' }),
    stepOf('complete', {
      ...attempt,
      machine: { id: 'vm-1', instanceUuid: '4210' },
      log: 'Apply complete!',
    }),
    stepOf('fail', { task: 't1', request: id, message: 'It failed' }),
  ];
}
