import { join } from 'node:path';
import { LabPeer, LabPeerOptions } from '../LabPeer';
import { StateFile } from '../state/StateFile';
import { noDelays, observedDelays } from './delays';
import { labAccounts, LabTokens, newTokens, tokenList } from './labAccounts';
import { NetBoxSnapshot, NetBoxStore } from './NetBoxStore';
import { SeedAddress, seedNetBox } from './seedNetBox';
import { serveNetBox } from './serveNetBox';

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
 * It has the records that Backlot works with: prefixes, addresses, custom fields, tags, virtual
 * machines and their interfaces; sites, clusters, VRFs and the change log to read. It has no IP
 * ranges, no writes to a whole list but POST, no `ordering` and `start` of lists, no OPTIONS, no
 * GraphQL, and no login for its pages.
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
    accounts: labAccounts,
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
    close: () => server.close(),
  };
}
