import { LoggerService } from '@backstage/backend-plugin-api';
import { Lease, Leases } from '@backlot/backend-common';
import { Clock, IdFactory } from '../clock';
import { BatchStore } from '../database/BatchStore';
import { EffectStore } from '../database/EffectStore';
import { LogStore } from '../database/LogStore';
import { RequestStore } from '../database/RequestStore';
import { MachineHooks } from '../machineHooks/MachineHooks';
import { Operations } from '../operations/Operations';
import { RequestPeers } from '../peers/RequestPeers';
import { LedgerSettings } from './LedgerSettings';

/** What every operation of the ledger works with. */
export interface LedgerContext {
  store: RequestStore;
  batches: BatchStore;
  effects: EffectStore;
  logs: LogStore;
  peers: RequestPeers;
  operations: Operations;
  machineHooks: MachineHooks;
  settings: LedgerSettings;
  clock: Clock;
  newId: IdFactory;
  logger: LoggerService;
  leases: Pick<Leases, 'tryAcquire'>;
  /** Aborts when the backend shuts down, or the lease that is worked under is lost. */
  signal: AbortSignal;
  /** The same under a lease: each write checks it first, each call to a peer ends with the signal. */
  under(lease: Lease, signal: AbortSignal): LedgerContext;
  /** Tells whoever looks at a request that it changed, and has recovery look at it when due. */
  changed(request: string): void;
}

/** How long recovery leaves a task alone between two looks at it, in milliseconds. */
export const lookEvery = 5_000;

/** Page of a request in the app. */
export function pageOf(request: string): string {
  return `/vm-requests/${request}`;
}

/** Page of a batch in the app. */
export function pageOfBatch(batch: string): string {
  return `/vm-requests/batches/${batch}`;
}
