import { Policy, Stack } from '@backlot/plugin-vm-requests-common';
import { OperationBlueprint } from '@backlot/plugin-vm-requests-node';
import { MacAddressRange } from '../macAddresses/MacAddressRange';

/** The ledger's configuration, read and checked. Durations are milliseconds. */
export interface LedgerSettings {
  policy: Policy;
  /** What machines are made of, by its name. */
  blueprints: Record<string, OperationBlueprint>;
  /** Where Backstage is for people, without a slash at its end. */
  appUrl?: string;
  /** Where machines are written down and made, by its name. */
  stacks: Record<string, Stack>;
  /** Entity ref of the template that follows approval. */
  applyTemplate: string;
  /** How long a given back address stays deprecated before it is deleted. */
  quarantine: number;
  /** What the MAC addresses of new machines are drawn from. */
  macAddresses: MacAddressRange;
  /** Entity refs of those who are told what only they can put right. */
  platformTeam: string[];
  attempts: {
    /** How long a task may be without a sign of life. */
    lease: number;
    /** How often the apply template starts before a person is asked. */
    limit: number;
  };
  batches: {
    /** How many requests of a batch are being prepared at once. */
    atOnce: number;
  };
  /** How long a plan waits for a decision. */
  expiry: number;
  /** A plan that is older when its request's time has come is made anew. */
  planAge: number;
  /** How long room is kept for a machine that is being prepared. */
  reservation: number;
  /** How long `complete` looks for the machine before it answers that it is not there yet. */
  machineWait: number;
  /** How long rows of requests that ended are kept; for ever where absent. */
  retention: { logs: number; events?: number; effects: number };
  streams: {
    /** How many live views of requests and logs a person may have open in a replica. */
    maxPerPerson: number;
  };
}
