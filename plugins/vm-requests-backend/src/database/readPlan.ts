import {
  emptyPlanSections,
  Plan,
  PlanChange,
  PlanValue,
} from '@backlot/plugin-vm-requests-common';

/** A change as it was kept at first: its attributes nested, and nothing but resources in a plan. */
interface NestedChange {
  address: string;
  type: string;
  actions: PlanChange['actions'];
  after: Record<string, unknown>;
  before: Record<string, unknown>;
  unknown: string[];
  replacePaths: string[];
  id?: string;
}

type Value = PlanValue['before'];
type Path = PlanValue['path'];

/** `disk[0].size` as a path. */
function toPath(text: string): Path {
  return text
    .split(/[.[\]]+/)
    .filter(step => step !== '')
    .map(step => (/^\d+$/.test(step) ? Number(step) : step));
}

function isNested(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}

function valuesOf(before: unknown, after: unknown, path: Path): PlanValue[] {
  if (!isNested(before) && !isNested(after)) {
    return [
      {
        path,
        ...(before === undefined ? {} : { before: before as Value }),
        ...(after === undefined ? {} : { after: after as Value }),
      },
    ];
  }
  const lists = [before, after].some(Array.isArray);
  const keys = [before, after]
    .filter(isNested)
    .flatMap(value => Object.keys(value));
  return [...new Set(keys)].flatMap(key =>
    valuesOf(
      isNested(before) ? before[key] : undefined,
      isNested(after) ? after[key] : undefined,
      [...path, lists ? Number(key) : key],
    ),
  );
}

function isNestedChange(
  change: PlanChange | NestedChange,
): change is NestedChange {
  return !('values' in change);
}

function toChange(change: PlanChange | NestedChange): PlanChange {
  if (!isNestedChange(change)) {
    return change;
  }
  const { after, before, unknown, replacePaths, ...rest } = change;
  return {
    ...rest,
    mode: 'managed',
    replacePaths: replacePaths.map(toPath),
    values: [
      ...valuesOf(before, after, []),
      ...unknown.map(path => ({ path: toPath(path), unknown: true as const })),
    ],
  };
}

/**
 * Reads a plan as the ledger keeps it, that of an earlier release too.
 */
export function readPlan(text: string): Plan {
  const kept = JSON.parse(text) as Plan;
  return {
    ...emptyPlanSections,
    ...kept,
    changes: kept.changes.map(toChange),
  };
}
