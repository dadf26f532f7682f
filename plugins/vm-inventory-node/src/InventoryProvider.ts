import {
  InventoryObject,
  MachineDetails,
  Network,
  NetworkMacAddresses,
  SourceLeftOut,
  SourceTestStep,
} from '@backlot/plugin-vm-inventory-common';
import { MachineOperations } from './MachineOperations';

/**
 * A change of one object: its new state, or its end.
 *
 * @public
 */
export type InventoryChange =
  | { type: 'set'; object: InventoryObject }
  | { type: 'delete'; kind: InventoryObject['kind']; id: string };

/**
 * Objects that a source has and the inventory does not show, or not as a whole.
 *
 * @public
 */
export type LeftOut = SourceLeftOut;

/**
 * Where a provider puts what it sees. Every call throws once another replica has taken the source
 * over, which ends the provider's run.
 *
 * @public
 */
export interface InventorySink {
  /** Begins a full load; what is shown stays until `endLoad`. */
  beginLoad(options?: { expected?: number }): void;
  /** Adds objects to the load. */
  load(objects: InventoryObject[]): void;
  /**
   * Puts the load in place of what was known of this source.
   *
   * @throws ServiceUnavailableError when the load is implausibly empty beside what was known: the
   * last known is kept and the source is marked stale
   */
  endLoad(): Promise<void>;
  /** Applies changes at once, in order. */
  apply(changes: InventoryChange[]): Promise<void>;
  /**
   * Says that what is shown is confirmed as of now, and what is left out of it; where that is not
   * said, it is as it was.
   */
  confirm(options?: { roundTripMs?: number; leftOut?: LeftOut[] }): void;
}

/**
 * One step of a connection test.
 *
 * @public
 */
export type ConnectionStep = SourceTestStep;

/**
 * A source of inventory, such as one vCenter.
 *
 * @public
 */
export interface InventoryProvider {
  /** Name of the source in configuration; unique over all providers. */
  readonly source: string;
  /** For people. */
  readonly title: string;
  /** E.g. `vsphere`. */
  readonly type: string;
  /** Digest of the account that it reads with: two accounts may see different parts. */
  readonly accountDigest: string;
  /**
   * Connects, loads everything into the sink, then follows changes until the signal aborts. Throws
   * when the connection is lost; the host then calls it again: within a second where a load had
   * ended, else after growing delays.
   *
   * @throws ServiceUnavailableError when the source does not answer. Before `beginLoad` it means
   * that the source cannot be reached, and the host asks again every few seconds
   */
  run(sink: InventorySink, options: { signal: AbortSignal }): Promise<void>;
  /** Tests the connection step by step, yielding each step as it ends. */
  test(options: { signal: AbortSignal }): AsyncIterable<ConnectionStep>;
  /**
   * Asks the source for what the inventory does not hold of one machine. Every replica may be
   * asked, also one whose `run` was not called; absent where the source cannot be asked so.
   *
   * @param id - of the machine, in this source
   * @throws NotFoundError when the source has no such machine, or leaves it out
   * @throws ServiceUnavailableError with its cause, naming the source and what to do about it, when
   * it does not answer
   */
  machineDetails?(
    id: string,
    options: { signal: AbortSignal },
  ): Promise<MachineDetails>;
  /**
   * Asks the source for the MAC addresses of the machines in one network, as `machineDetails` asks
   * for a machine; absent where the source cannot be asked so.
   *
   * @throws ServiceUnavailableError with its cause, naming the source and what to do about it, when
   * it does not answer
   */
  listMacAddresses?(
    network: Network,
    options: { signal: AbortSignal },
  ): Promise<NetworkMacAddresses>;
  /**
   * Power and snapshots of its machines; absent where the source has none of it. Every replica may be
   * asked.
   */
  readonly operations?: MachineOperations;
}
