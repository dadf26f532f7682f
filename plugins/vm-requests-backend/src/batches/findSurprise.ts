import { Plan } from '@backlot/plugin-vm-requests-common';
import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';

/** What sort of things is done to one object; an update is told by what it changes. */
function doingsTo({
  type,
  actions,
  values,
  importing,
}: Plan['changes'][number]): string[] {
  const changed =
    actions.join() === 'update'
      ? values.map(
          ({ path }) =>
            `change ${path
              .filter(part => typeof part === 'string')
              .join('.')} of ${type}`,
        )
      : [];
  const isTold = actions.join() === 'no-op' || changed.length > 0;
  return [
    ...(importing ? [`import ${type}`] : []),
    ...(isTold ? changed : [`${actions.join(' and ')} ${type}`]),
  ];
}

/**
 * What sort of things a plan does, without which one it does them to: two machines of a sort have the
 * same, whatever their names and values.
 */
export function doingsOf({ changes, actions }: Plan): Set<string> {
  return new Set([
    ...changes.flatMap(doingsTo),
    ...actions.map(({ address }) => `take ${address}`),
  ]);
}

/** All that a request was ever to do by a plan that is known of it. */
function doingsOfRequest({ plan, replaced }: StoredRequest): Set<string> {
  return new Set(
    [plan, replaced?.plan].flatMap(each => (each ? [...doingsOf(each)] : [])),
  );
}

/**
 * What the plan of one of a batch in turn does that the first of its blueprint's does not, in words;
 * undefined where there is nothing, or no batch in turn.
 *
 * @param among - `before`: those that come before it in the batch; otherwise all others
 */
export async function findSurprise(
  { batches, store }: Pick<LedgerContext, 'batches' | 'store'>,
  request: StoredRequest,
  plan: Plan | undefined,
  among: 'before' | 'all' = 'all',
): Promise<string | undefined> {
  const { batch, spec } = request;
  if (!batch || !plan || !(await batches.get(batch.id)).inTurn) {
    return undefined;
  }
  const others = (await batches.listItems(batch.id)).filter(
    ({ request: other, batch: { position } }) =>
      other &&
      (among === 'before'
        ? position < batch.position
        : position !== batch.position),
  );
  for (const item of others) {
    const first = await store.get(item.request!.id);
    if (first.plan && first.spec.blueprint === spec.blueprint) {
      const known = doingsOfRequest(first);
      const other = [...doingsOf(plan)].filter(doing => !known.has(doing));
      return other.length === 0
        ? undefined
        : `Its plan is another than that of ${
            item.name
          }: it would also ${other.join(', ')}.`;
    }
  }
  return undefined;
}
