import { join } from 'node:path';
import { LabPeer, LabPeerOptions } from '../LabPeer';
import { StateFile } from '../state/StateFile';
import { noDelays, observedDelays } from './delays';
import { ObjectPermission } from './accounts';
import { accountsWith, LabTokens, newTokens, tokenList } from './labAccounts';
import { NetBoxSnapshot, NetBoxStore } from './NetBoxStore';
import { SeedAddress, seedNetBox } from './seedNetBox';
import { NetBoxLanguage, serveNetBox } from './serveNetBox';

/**
 * What the lab's NetBox is started with.
 *
 * @public
 */
export interface LabNetBoxOptions extends LabPeerOptions {
  /** The administrator's token; without one, a new one is made at first start and kept. */
  token?: string;
  /** Whether calls take as long as they do on a real NetBox (about 35 ms an allocation). Default: true. */
  delays?: boolean;
  /** Addresses of the machines that run already, for the first start. */
  addresses?: SeedAddress[];
  /**
   * Name of the custom field for allocation keys that is there at first start; false leaves it out.
   * Default: `backlot_allocation`.
   */
  allocationField?: string | false;
  /**
   * Language in which it words its refusals unless a call asks for another by `Accept-Language`, as
   * NetBox does by its setting DEFAULT_LANGUAGE. Default: `en`.
   */
  language?: NetBoxLanguage;
  /** What the token with the least privileges may do, in place of what Backlot needs. */
  permissions?: ObjectPermission[];
}

/**
 * The lab's NetBox.
 *
 * @public
 */
export interface LabNetBox extends LabPeer {
  /** Of the administrator. */
  readonly token: string;
  /** Sees everything, changes nothing. */
  readonly readOnlyToken: string;
  /** May do what Backlot needs, and no more. */
  readonly leastPrivilegeToken: string;
  /** How many calls of its API came since it was started. */
  readonly calls: number;
}

interface NetBoxState {
  tokens: LabTokens;
  rows: NetBoxSnapshot;
}

/**
 * Starts a NetBox that answers as version 4.6.8 was recorded to, on the loopback interface.
 *
 * It knows the faults `down`, `slow`, `token-refused`, `answer-lost` (writes only: the work is done
 * and kept, then the connection is cut) and `prefix-full`.
 *
 * It has the records that Backlot works with: prefixes, IP ranges, addresses, VRFs, custom fields,
 * tags, virtual machines with their interfaces, disks and MAC addresses; sites, clusters, interfaces
 * of devices and the change log to read. What it does not answer as NetBox does is in the package's
 * README.
 *
 * @public
 */
export async function startNetBox(
  options: LabNetBoxOptions,
): Promise<LabNetBox> {
  const file = new StateFile<NetBoxState>(
    options.directory && join(options.directory, 'netbox.json'),
  );
  const state = await file.load();
  const store = state
    ? new NetBoxStore(state.rows)
    : seedNetBox(options.company, options.addresses, {
        allocationField: options.allocationField,
      });
  const tokens = { ...(state?.tokens ?? newTokens()) };
  if (options.token) {
    tokens.admin = options.token;
  }
  const save = () => file.save(() => ({ tokens, rows: store.snapshot() }));
  await save();
  const server = await serveNetBox({
    store,
    accounts: accountsWith(options.permissions),
    language: options.language ?? 'en',
    tokens: tokenList(tokens),
    faults: options.faults,
    delays: options.delays ?? true ? observedDelays : noDelays,
    port: options.port,
    save,
  });
  return {
    url: server.url,
    token: tokens.admin,
    readOnlyToken: tokens.readOnly,
    leastPrivilegeToken: tokens.leastPrivilege,
    get calls() {
      return server.calls();
    },
    close: () => server.close(),
  };
}
