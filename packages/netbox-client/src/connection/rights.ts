import { NetBoxApi } from '../http/NetBoxApi';
import { netBoxWords, permissionRemedy } from '../http/refusal';

type Action = 'see' | 'add' | 'change' | 'delete';

/** What the token must be allowed to do with one kind of record. */
interface Right {
  what: string;
  path: string;
  actions: Action[];
}

const everything: Action[] = ['see', 'add', 'change', 'delete'];

/** What allocating addresses takes. */
export const allocationRights: Right[] = [
  { what: 'addresses', path: 'ipam/ip-addresses', actions: everything },
  { what: 'prefixes', path: 'ipam/prefixes', actions: ['see'] },
  { what: 'IP ranges', path: 'ipam/ip-ranges', actions: ['see'] },
  { what: 'VRFs', path: 'ipam/vrfs', actions: ['see'] },
];

/**
 * What the records of machines take. MAC addresses are records of their own from NetBox 4.2 on;
 * before that, they are looked for on the interfaces of machines and devices.
 */
export function machineRights(hasMacRecords: boolean): Right[] {
  return [
    {
      what: 'virtual machines',
      path: 'virtualization/virtual-machines',
      actions: everything,
    },
    {
      what: 'interfaces of virtual machines',
      path: 'virtualization/interfaces',
      actions: ['see', 'add', 'change'],
    },
    {
      what: 'virtual disks',
      path: 'virtualization/virtual-disks',
      actions: ['see'],
    },
    { what: 'clusters', path: 'virtualization/clusters', actions: ['see'] },
    { what: 'sites', path: 'dcim/sites', actions: ['see'] },
    hasMacRecords
      ? {
          what: 'MAC addresses',
          path: 'dcim/mac-addresses',
          actions: ['see', 'add', 'change'],
        }
      : {
          what: 'interfaces of devices',
          path: 'dcim/interfaces',
          actions: ['see'],
        },
  ];
}

/**
 * Calls that NetBox refuses for their content after it has looked at the permission: a record
 * without anything, and an id that no record has. None of them changes anything.
 */
const probes: Record<
  Action,
  {
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
    below: string;
    allowed: number;
  }
> = {
  see: { method: 'GET', below: '?limit=1', allowed: 200 },
  add: { method: 'POST', below: '', allowed: 400 },
  change: { method: 'PATCH', below: '0/', allowed: 404 },
  delete: { method: 'DELETE', below: '0/', allowed: 404 },
};

function inWords(refused: { what: string; action: Action }[]): string {
  const actions = new Map<string, Action[]>();
  for (const { what, action } of refused) {
    actions.set(what, [...(actions.get(what) ?? []), action]);
  }
  return [...actions]
    .map(([what, all]) => `${all.join(', ')} ${what}`)
    .join('; ');
}

/**
 * Tries rights without changing anything.
 *
 * @returns what the token may not, NetBox's words and what to do; nothing if it may do all
 */
export async function refusedRights(
  api: NetBoxApi,
  rights: Right[],
  signal?: AbortSignal,
): Promise<{ error: string; remedy: string } | undefined> {
  const tried = await Promise.all(
    rights.flatMap(({ what, path, actions }) =>
      actions.map(async action => {
        const { method, below, allowed } = probes[action];
        const answer = await api.http.sendSafely({
          method,
          path: `/api/${path}/${below}`,
          body: method === 'POST' || method === 'PATCH' ? {} : undefined,
          asked: `permission to ${action} ${what}`,
          signal,
        });
        return {
          what,
          action,
          ok: answer.status === allowed,
          words: netBoxWords(answer.body),
        };
      }),
    ),
  );
  const refused = tried.filter(({ ok }) => !ok);
  if (refused.length === 0) {
    return undefined;
  }
  const list = inWords(refused);
  const [{ words }] = refused;
  return {
    error: `NetBox does not let the token ${list}: ${words}`,
    remedy: permissionRemedy(words),
  };
}
