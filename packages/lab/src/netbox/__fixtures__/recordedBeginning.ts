import { NetBoxAccount, NetBoxToken } from '../accounts';
import { addressModel } from '../models/addresses';
import { customFieldModel } from '../models/customFields';
import { prefixModel } from '../models/prefixes';
import { NetBoxStore } from '../NetBoxStore';

/**
 * What the recorded server held before the first of the recorded exchanges, as far as its answers
 * tell. Prefix 5 is never shown; the container's three children say that it lies inside.
 */
export function recordedBeginning(): NetBoxStore {
  const store = new NetBoxStore();
  const site = store
    .table('sites')
    .insert({ name: 'hq', slug: 'hq', description: '' }).id;
  store.table('clusters').insert({ name: 'vc-lab', site, description: '' });
  const vrf = store
    .table('vrfs')
    .insert({ name: 'vm-vrf', rd: '65000:20', description: '' }).id;
  store.table('tags').insert({
    name: 'vm-request',
    slug: 'vm-request',
    color: '2196f3',
    description: '',
  });
  store.table('customFields').insert({
    ...customFieldModel.defaults(),
    name: 'vm_request_id',
    label: 'VM request id',
    object_types: ['ipam.ipaddress'],
    filter_logic: 'exact',
  });
  const prefixes: [string, string, number | null][] = [
    ['10.20.0.0/16', 'container', null],
    ['10.20.0.0/24', 'active', null],
    ['10.20.1.0/29', 'active', null],
    ['2001:db8:20::/64', 'active', null],
    ['10.20.2.0/24', 'active', null],
    ['10.30.0.0/24', 'active', vrf],
  ];
  for (const [prefix, status, inVrf] of prefixes) {
    store.table('prefixes').insert({
      ...prefixModel.defaults(),
      prefix,
      status,
      vrf: inVrf,
      site,
    });
  }
  store.table('addresses').insert({
    ...addressModel.defaults(),
    address: '10.20.0.1/24',
    status: 'reserved',
    description: 'gateway',
  });
  return store;
}

/** The accounts of the recorded server. */
export const recordedAccounts: NetBoxAccount[] = [
  { id: 1, username: 'admin', superuser: true, permissions: [] },
  {
    id: 2,
    username: 'svc-vm',
    superuser: false,
    permissions: [
      {
        objectTypes: ['ipam.prefix'],
        actions: ['view'],
        constraints: { prefix: '10.20.0.0/24' },
      },
      { objectTypes: ['ipam.ipaddress'], actions: ['view', 'add'] },
    ],
  },
];

/** The tokens of the recorded server, which was made for the recording and is gone. */
export const recordedTokens: NetBoxToken[] = [
  {
    value: 'nbt_LabRWkey0001.LabWriteTokenPlaintext0000000000000000rw',
    username: 'admin',
    writeEnabled: true,
  },
  {
    value: '0123456789abcdef0123456789abcdef01234567',
    username: 'admin',
    writeEnabled: true,
  },
  {
    value: 'nbt_LabROkey0001.LabReadTokenPlaintext00000000000000000ro',
    username: 'admin',
    writeEnabled: false,
  },
  {
    value: 'nbt_LabSVCkey001.LabSvcTokenPlaintext0000000000000000svc1',
    username: 'svc-vm',
    writeEnabled: true,
  },
];
