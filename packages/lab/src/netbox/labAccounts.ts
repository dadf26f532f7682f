import { randomBytes } from 'node:crypto';
import { NetBoxAccount, NetBoxToken } from './accounts';

/**
 * The tokens of the lab's NetBox, by what they may do.
 *
 * @internal
 */
export interface LabTokens {
  /** Everything. */
  admin: string;
  /** Sees everything, changes nothing. */
  readOnly: string;
  /** What Backlot needs, and no more. */
  leastPrivilege: string;
}

function newToken(): string {
  return `nbt_${randomBytes(6).toString('hex')}.${randomBytes(20).toString(
    'hex',
  )}`;
}

/** @internal */
export function newTokens(): LabTokens {
  return {
    admin: newToken(),
    readOnly: newToken(),
    leastPrivilege: newToken(),
  };
}

/** @internal */
export const labAccounts: NetBoxAccount[] = [
  { id: 1, username: 'admin', superuser: true, permissions: [] },
  {
    id: 2,
    username: 'backlot',
    superuser: false,
    permissions: [
      {
        objectTypes: [
          'dcim.site',
          'extras.customfield',
          'extras.tag',
          'ipam.prefix',
          'ipam.vrf',
          'virtualization.cluster',
        ],
        actions: ['view'],
      },
      {
        objectTypes: [
          'dcim.macaddress',
          'ipam.ipaddress',
          'virtualization.virtualmachine',
          'virtualization.vminterface',
        ],
        actions: ['view', 'add', 'change', 'delete'],
      },
    ],
  },
];

/** @internal */
export function tokenList(tokens: LabTokens): NetBoxToken[] {
  return [
    { value: tokens.admin, username: 'admin', writeEnabled: true },
    { value: tokens.readOnly, username: 'admin', writeEnabled: false },
    { value: tokens.leastPrivilege, username: 'backlot', writeEnabled: true },
  ];
}
