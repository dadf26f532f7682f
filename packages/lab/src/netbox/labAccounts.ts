import { randomBytes } from 'node:crypto';
import { NetBoxAccount, NetBoxToken, ObjectPermission } from './accounts';

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

/**
 * What Backlot's token needs, and no more.
 *
 * @public
 */
export const backlotPermissions: ObjectPermission[] = [
  {
    objectTypes: [
      'dcim.site',
      'extras.customfield',
      'extras.tag',
      'ipam.iprange',
      'ipam.prefix',
      'ipam.vrf',
      'virtualization.cluster',
      'virtualization.virtualdisk',
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
];

const labAccounts: NetBoxAccount[] = [
  { id: 1, username: 'admin', superuser: true, permissions: [] },
  {
    id: 2,
    username: 'backlot',
    superuser: false,
    permissions: backlotPermissions,
  },
];

/**
 * The accounts of the lab's NetBox.
 *
 * @param leastPrivilege - what Backlot's may do, if not what it needs
 * @internal
 */
export function accountsWith(
  leastPrivilege?: ObjectPermission[],
): NetBoxAccount[] {
  return labAccounts.map(account =>
    account.superuser || !leastPrivilege
      ? account
      : { ...account, permissions: leastPrivilege },
  );
}

/** @internal */
export function tokenList(tokens: LabTokens): NetBoxToken[] {
  return [
    { value: tokens.admin, username: 'admin', writeEnabled: true },
    { value: tokens.readOnly, username: 'admin', writeEnabled: false },
    { value: tokens.leastPrivilege, username: 'backlot', writeEnabled: true },
  ];
}
