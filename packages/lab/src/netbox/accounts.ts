import { NetBoxProblem } from './NetBoxProblem';

/**
 * What may be done with records.
 *
 * @public
 */
export type NetBoxActionName = 'view' | 'add' | 'change' | 'delete';

/**
 * A permission in NetBox: what a user may do with some kinds of records.
 *
 * @public
 */
export interface ObjectPermission {
  /** E.g. `ipam.ipaddress`. */
  objectTypes: string[];
  actions: NetBoxActionName[];
  /** Only records with these values. */
  constraints?: Record<string, unknown>;
}

/** @internal */
export interface NetBoxAccount {
  id: number;
  username: string;
  superuser: boolean;
  permissions: ObjectPermission[];
}

/**
 * A token in the form in which it is sent: 40 characters (version 1) or `nbt_<key>.<secret>`
 * (version 2).
 *
 * @internal
 */
export interface NetBoxToken {
  value: string;
  username: string;
  writeEnabled: boolean;
}

/** @internal */
export interface NetBoxLogin {
  account: NetBoxAccount;
  writeEnabled: boolean;
}

function refused(detail: string): NetBoxProblem {
  return new NetBoxProblem(403, { detail });
}

/**
 * Reads the Authorization header as NetBox 4.6 does: the version follows from the `nbt_` of the
 * value and not from the keyword, and every refusal is a 403.
 *
 * @throws NetBoxProblem without a valid token
 * @internal
 */
export function authenticate(
  header: string | undefined,
  accounts: NetBoxAccount[],
  tokens: NetBoxToken[],
): NetBoxLogin {
  const [scheme = '', value, ...rest] = (header ?? '').trim().split(/\s+/);
  if (!['token', 'bearer'].includes(scheme.toLowerCase())) {
    throw refused('Authentication credentials were not provided.');
  }
  if (!value || rest.length > 0) {
    throw refused(
      'Invalid authorization header: Must be in the form "Bearer <key>.<token>" or "Token <token>"',
    );
  }
  const isV2 = value.startsWith('nbt_');
  if (isV2 && !value.includes('.')) {
    throw refused(
      "Invalid authorization header: Could not parse key from v2 token. Did you mean to use 'Token' instead of 'Bearer'?",
    );
  }
  const token = tokens.find(candidate => candidate.value === value);
  const account = accounts.find(
    candidate => candidate.username === token?.username,
  );
  if (!token || !account) {
    throw refused(isV2 ? 'Invalid v2 token' : 'Invalid v1 token');
  }
  return { account, writeEnabled: token.writeEnabled };
}

function grants(
  account: NetBoxAccount,
  objectType: string,
  action: NetBoxActionName,
): ObjectPermission[] {
  return account.permissions.filter(
    permission =>
      permission.objectTypes.includes(objectType) &&
      permission.actions.includes(action),
  );
}

/**
 * Whether an account may do something with a kind of record at all.
 *
 * @internal
 */
export function may(
  account: NetBoxAccount,
  objectType: string,
  action: NetBoxActionName,
): boolean {
  return account.superuser || grants(account, objectType, action).length > 0;
}

/**
 * Whether an account may do something with this record.
 *
 * @internal
 */
export function mayWith(
  account: NetBoxAccount,
  objectType: string,
  action: NetBoxActionName,
  row: object,
): boolean {
  return (
    account.superuser ||
    grants(account, objectType, action).some(permission =>
      Object.entries(permission.constraints ?? {}).every(
        ([name, value]) => (row as Record<string, unknown>)[name] === value,
      ),
    )
  );
}
