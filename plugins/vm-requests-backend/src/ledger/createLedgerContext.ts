import { setMaxListeners } from 'node:events';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Lease, Leases } from '@backlot/backend-common';
import { Knex } from 'knex';
import { Clock, IdFactory } from '../clock';
import { DatabaseBatchStore } from '../database/DatabaseBatchStore';
import { DatabaseEffectStore } from '../database/DatabaseEffectStore';
import { DatabaseLogStore } from '../database/DatabaseLogStore';
import { DatabaseRequestStore } from '../database/DatabaseRequestStore';
import { MachineHooks } from '../machineHooks/MachineHooks';
import { Operations } from '../operations/Operations';
import { RequestPeers } from '../peers/RequestPeers';
import { LedgerContext } from './LedgerContext';
import { LedgerSettings } from './LedgerSettings';

/** Makes what the operations of the ledger work with, on its database. */
export function createLedgerContext(options: {
  client: Knex;
  clock: Clock;
  newId: IdFactory;
  logger: LoggerService;
  operations: Operations;
  machineHooks: MachineHooks;
  settings: LedgerSettings;
  /** The peers, whose calls end when the signal aborts. */
  peersOf: (signal: AbortSignal) => RequestPeers;
  changed: (request: string) => void;
  /** Aborts when the backend shuts down. */
  signal: AbortSignal;
}): LedgerContext {
  const { client, clock, newId, logger, operations, machineHooks } = options;
  const { settings, peersOf, changed } = options;
  const leases = new Leases({ db: client, logger });

  function bind(signal: AbortSignal, lease?: Lease): LedgerContext {
    const parts = { client, clock, newId, leases, operations, lease };
    return {
      store: new DatabaseRequestStore(parts),
      batches: new DatabaseBatchStore(parts),
      effects: new DatabaseEffectStore(parts),
      logs: new DatabaseLogStore(parts),
      peers: peersOf(signal),
      operations,
      machineHooks,
      settings,
      clock,
      newId,
      logger,
      changed,
      leases,
      signal,
      under: (taken, ending) => bind(ending, taken),
    };
  }

  // Each call that is under way listens.
  setMaxListeners(0, options.signal);
  return bind(options.signal);
}
