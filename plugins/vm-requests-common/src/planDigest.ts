import { Plan, PlanChange } from './plan';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => compareCodePoints(a, b))
        .map(([key, inner]) => [key, sorted(inner)]),
    );
  }
  return value;
}

/** The order of `jq -S`: by code point, which for UTF-16 is not the order of `<`. */
function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let index = 0; index < left.length && index < right.length; index++) {
    const difference =
      left[index].codePointAt(0)! - right[index].codePointAt(0)!;
    if (difference !== 0) {
      return difference;
    }
  }
  return left.length - right.length;
}

/**
 * The text that a plan's digest is the SHA-256 of: what `jq -cS` of the starter's Atlantis workflow
 * prints, without a newline at its end. Old values and what is known only after apply are not in it,
 * so that it stays the same for the same intention.
 *
 * @remarks
 * The digest that the workflow prints is of unmasked values. Where a plan holds sensitive values the
 * digest cannot be made again from what people see.
 *
 * @public
 */
export function canonicalPlan(changes: readonly PlanChange[]): string {
  const canonical = changes
    .filter(({ actions }) =>
      actions.some(action => action !== 'no-op' && action !== 'read'),
    )
    .map(({ address, type, actions, after, id, replacePaths }) => ({
      address,
      type,
      actions,
      after,
      ...(id === undefined ? {} : { id }),
      replacePaths,
    }))
    .sort((a, b) => compareCodePoints(a.address, b.address));
  return JSON.stringify(sorted({ version: 1, changes: canonical }));
}

/**
 * Whether a plan changes nothing.
 *
 * @public
 */
export function isEmptyPlan(plan: Pick<Plan, 'summary' | 'changes'>): boolean {
  const { add, change, destroy } = plan.summary;
  return (
    add + change + destroy === 0 &&
    plan.changes.every(({ actions }) =>
      actions.every(action => action === 'no-op' || action === 'read'),
    )
  );
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function differencesOf(
  address: string,
  seen: PlanChange,
  now: PlanChange,
): string[] {
  const actions =
    seen.actions.join(', ') === now.actions.join(', ')
      ? []
      : [
          `${address}: was to ${seen.actions.join(' and ')}, now to ${
            now.actions.join(' and ') || 'stay'
          }`,
        ];
  const attributes = [
    ...new Set([...Object.keys(seen.after), ...Object.keys(now.after)]),
  ]
    .sort()
    .filter(
      key =>
        JSON.stringify(sorted(seen.after[key])) !==
        JSON.stringify(sorted(now.after[key])),
    )
    .map(
      key =>
        `${address}: ${key} was ${show(seen.after[key])}, now ${show(
          now.after[key],
        )}`,
    );
  return [...actions, ...attributes];
}

/**
 * The differences between a plan that somebody saw and the plan of now, as sentences for people;
 * empty when both do the same.
 *
 * @public
 */
export function comparePlans(
  seen: Pick<Plan, 'changes'>,
  now: Pick<Plan, 'changes'>,
): string[] {
  const before = new Map(seen.changes.map(change => [change.address, change]));
  const after = new Map(now.changes.map(change => [change.address, change]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort(compareCodePoints)
    .flatMap(address => {
      const was = before.get(address);
      const is = after.get(address);
      if (!was) {
        return [`${address}: to ${is!.actions.join(' and ')}, new in the plan`];
      }
      if (!is) {
        return [`${address}: was to ${was.actions.join(' and ')}, now to stay`];
      }
      return differencesOf(address, was, is);
    });
}
