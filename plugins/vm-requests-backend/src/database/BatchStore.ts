import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { BatchRef, BatchState } from '@backlot/plugin-vm-requests-common';
import { VmRequestFilter } from '@backlot/plugin-vm-requests-node';
import { NewBatch, StoredBatch, StoredBatchItem } from './StoredBatch';

/** What a batch is opened with, beside itself. */
export interface BatchOpening {
  /** The scaffolder task that opens it; the same task gets its batch again. */
  task?: string;
  /**
   * Throws where the owner, whose machines are counted with those of its open batches, cannot have as
   * many more; only of a batch with an owner and an environment.
   */
  check?: (has: number) => void;
}

/** A page of batches. */
export interface BatchList {
  items: (StoredBatch & { count: number })[];
  /** Id to go on after; absent on the last page. */
  last?: string;
}

/** Keeps batches, what they are of, and the names that wait for their requests. */
export interface BatchStore {
  /**
   * Opens a batch, and keeps the names of its machines: all of them, or nothing is written. That which
   * was opened with its key, or by its task, is answered instead.
   *
   * @throws ConflictError when a name is taken, with what has the first
   */
  open(batch: NewBatch, opening?: BatchOpening): Promise<StoredBatch>;
  /** @throws NotFoundError when there is none */
  get(id: string): Promise<StoredBatch>;
  /** Undefined where there is none. */
  find(id: string): Promise<StoredBatch | undefined>;
  /** That which a requester has opened with a key. */
  findByKey(requestedBy: string, key: string): Promise<StoredBatch | undefined>;
  findByTask(task: string): Promise<StoredBatch | undefined>;
  list(query: {
    limit: number;
    /** Id of the last batch of the page before: lists are newest first. */
    after?: string;
    /** Only that which a scaffolder task opened. */
    task?: string;
    filter?: PermissionCriteria<VmRequestFilter>;
  }): Promise<BatchList>;
  /** All that a batch is of, by position. */
  listItems(id: string): Promise<StoredBatchItem[]>;
  /** @throws NotFoundError when there is none */
  getItem(item: BatchRef): Promise<StoredBatchItem>;
  /** Ids of batches that are to be looked at. */
  listDue(options: { now: string; limit: number }): Promise<string[]>;
  /** The batch that keeps a name for a request that is not opened yet. */
  findName(nameKey: string): Promise<BatchRef | undefined>;
  /** Of the machines whose keys of names begin so, the keys that something in the ledger has. */
  listNames(beginning: string): Promise<string[]>;
  /** Writes down that a task is asked to start for one; false where it does not wait any more. */
  call(item: StoredBatchItem): Promise<boolean>;
  /** Writes down the task that was started for one. */
  setTask(item: StoredBatchItem, task: string): Promise<void>;
  /** Has one wait again whose task is gone; a later word of that task is refused. */
  wait(item: StoredBatchItem): Promise<void>;
  /** Writes down why no request could be opened for one, and lets its name go. */
  fail(item: StoredBatchItem, message: string): Promise<void>;
  /** Writes down that approvers were told of some. */
  setTold(id: string, positions: number[]): Promise<void>;
  /** Where it stands, and when it is looked at next. */
  postpone(
    batch: StoredBatch,
    options: { state: BatchState; wakeAt?: string },
  ): Promise<void>;
  /** Has recovery look at once at approved requests whose turn has come. */
  hurry(requests: string[]): Promise<void>;
  /** Cancels what has no request yet, and lets its names go. */
  cancelRest(id: string): Promise<void>;
  /**
   * Has one wait for a request again, and keeps its name.
   *
   * @throws ConflictError when its name is taken meanwhile, or it goes on already
   */
  retry(item: StoredBatchItem): Promise<void>;
  /** Has the rest go on without some. */
  pass(id: string, positions: number[]): Promise<void>;
}
