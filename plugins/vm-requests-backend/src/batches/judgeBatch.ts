import {
  BatchState,
  endStates,
  RequestState,
} from '@backlot/plugin-vm-requests-common';
import { StoredBatch, StoredBatchItem } from '../database/StoredBatch';

/**
 * How one thing of a batch is getting on.
 *
 * - `waiting`: its request is not opened.
 * - `preparing`: a task is opening or preparing its request.
 * - `going`: its request goes its way.
 * - `done`: it has become what it was to become.
 * - `left`: a person rejected or cancelled it.
 * - `wrong`: it ended otherwise, or its request waits for a person after what failed.
 */
export type Standing =
  | 'waiting'
  | 'preparing'
  | 'going'
  | 'done'
  | 'left'
  | 'wrong';

/** What is judged of one thing of a batch. */
export type JudgedItem = Pick<
  StoredBatchItem,
  'state' | 'request' | 'isPassed' | 'batch' | 'name'
>;

const byPeople: readonly RequestState[] = ['rejected', 'cancelled'];

/** How one thing of a batch is getting on. */
export function standingOf({
  state,
  request,
}: Pick<JudgedItem, 'state' | 'request'>): Standing {
  switch (state) {
    case 'waiting':
      return 'waiting';
    case 'opening':
      return 'preparing';
    case 'failed':
      return 'wrong';
    case 'cancelled':
      return 'left';
    default:
  }
  if (!request || request.state === 'open') {
    return 'preparing';
  }
  if (request.state === 'done') {
    return 'done';
  }
  const end = request.state === 'undoing' ? request.endsAs : request.state;
  if (end !== undefined && endStates.includes(end)) {
    return byPeople.includes(end) ? 'left' : 'wrong';
  }
  return request.phase === 'held' || request.state === 'rolling-back'
    ? 'wrong'
    : 'going';
}

/** Whether nothing will come of one thing of a batch by itself any more. */
export function hasEnded({
  state,
  request,
}: Pick<JudgedItem, 'state' | 'request'>): boolean {
  return (
    state === 'failed' ||
    state === 'cancelled' ||
    (request !== undefined && endStates.includes(request.state))
  );
}

/** Whether one of a batch keeps what comes after it in turn: it went wrong, or an approver rejected it. */
export function isInTheWay(
  item: Pick<JudgedItem, 'state' | 'request' | 'isPassed'>,
): boolean {
  const { request, isPassed } = item;
  const isRejected =
    request?.state === 'rejected' || request?.endsAs === 'rejected';
  return !isPassed && (isRejected || standingOf(item) === 'wrong');
}

/** Whether what comes after it in turn need not wait for it. */
function isSettled(item: JudgedItem): boolean {
  return /done|left|wrong/.test(standingOf(item)) && !isInTheWay(item);
}

/** What keeps a batch from going on in turn: the first that went wrong. */
export function stoppedBy<T extends JudgedItem>(
  { inTurn }: Pick<StoredBatch, 'inTurn'>,
  items: readonly T[],
): T | undefined {
  const first = inTurn ? items.find(item => !isSettled(item)) : undefined;
  return first && isInTheWay(first) ? first : undefined;
}

/** Where a batch stands. */
export function stateOf(
  batch: Pick<StoredBatch, 'inTurn'>,
  items: readonly JudgedItem[],
): BatchState {
  if (items.every(hasEnded)) {
    return 'ended';
  }
  return stoppedBy(batch, items) ? 'stopped' : 'running';
}

/**
 * Whether it is the turn of a thing of a batch to be applied.
 *
 * @param items - all of the batch, by their positions
 */
export function isItsTurn(
  { inTurn }: Pick<StoredBatch, 'inTurn'>,
  items: readonly JudgedItem[],
  position: number,
): boolean {
  return (
    !inTurn ||
    items
      .filter(({ batch }) => batch.position < position)
      .every(item => isSettled(item))
  );
}
