import {
  BatchItemState,
  BatchRef,
  BatchState,
  JsonRecord,
  OperationKind,
} from '@backlot/plugin-vm-requests-common';
import { StoredRequest } from './StoredRequest';

/** By what a batch is known that is sent again. */
export interface Idempotency {
  /** That the client sent; one batch of a requester has it. */
  key: string;
  /** Of what was sent with it. */
  digest: string;
}

/** A batch as the ledger keeps it. */
export interface StoredBatch {
  id: string;
  kind: OperationKind;
  /** Entity ref of the software template that opens each request. */
  template: string;
  requestedBy: string;
  /** Entity ref of the user or group that it is made for; absent where that is who sent it. */
  requestedFor?: string;
  /** Entity ref; absent where it is not one. */
  owner?: string;
  /** Absent where it is not one. */
  environment?: string;
  purpose: string;
  /** Whether they are applied one after another, stopping where one goes wrong. */
  inTurn: boolean;
  /** Absent where its client sent no key, or a task opened it. */
  idempotency?: Idempotency;
  state: BatchState;
  createdAt: string;
  updatedAt: string;
  /** When it is looked at next. */
  wakeAt?: string;
  /** Raised by whatever has it looked at. */
  version: number;
}

/** A new batch, before it stands anywhere. */
export type NewBatch = Omit<
  StoredBatch,
  'state' | 'createdAt' | 'updatedAt' | 'wakeAt' | 'version'
> & { items: NewBatchItem[] };

/** One thing of a new batch. */
export interface NewBatchItem {
  /** Of the machine, for people. */
  name: string;
  /** What the name of a machine that is to be made is unique by; kept for it. */
  nameKey?: string;
  /** What the software template is given. */
  values: JsonRecord;
}

/** One thing of a batch as the ledger keeps it. */
export interface StoredBatchItem extends NewBatchItem {
  batch: BatchRef;
  state: BatchItemState;
  /** The last task that was started for it. */
  task?: string;
  /** Which its task must name; a task of an earlier one is refused. */
  attempt: number;
  /** Attempts since a person last chose it. */
  starts: number;
  /** When the task of the attempt was asked to start. */
  calledAt?: string;
  /** Why it has no request. */
  message?: string;
  /** Whether the rest goes on without it. */
  isPassed: boolean;
  /** Whether approvers were told that it waits for them. */
  isTold: boolean;
  /** Absent until it is opened. */
  request?: BatchedRequest;
}

/** What a batch needs to know of a request. */
export type BatchedRequest = Pick<
  StoredRequest,
  | 'id'
  | 'state'
  | 'phase'
  | 'endsAs'
  | 'message'
  | 'approvers'
  | 'owner'
  | 'environment'
  | 'requestedBy'
>;
