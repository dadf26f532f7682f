import {
  Plan,
  PlanAction,
  PlanChange,
  PlanCheck,
  PlanOutput,
  PlanSections,
  PlanValue,
} from './plan';

/**
 * What each section of a plan has in it.
 *
 * @public
 */
export interface PlanItems {
  changes: PlanChange;
  actions: PlanAction;
  outputs: PlanOutput;
  deferredChanges: PlanSections['deferredChanges'][number];
  deferredActions: PlanSections['deferredActions'][number];
  checks: PlanCheck;
}

/**
 * One thing that two plans say differently of an item, beside its values.
 *
 * @public
 */
export interface PlanFactDifference {
  /** Name of the property, e.g. `actions`, `reason` or `previousAddress`. */
  fact: string;
  /** Missing where the first plan does not say. */
  before?: PlanValue['before'];
  /** Missing where the second does not. */
  after?: PlanValue['after'];
}

/**
 * One attribute that two plans set or change differently.
 *
 * @public
 */
export interface PlanValueDifference {
  path: PlanValue['path'];
  /** Missing where the first plan leaves it alone. */
  before?: PlanValue;
  /** Missing where the second does. */
  after?: PlanValue;
}

/**
 * What becomes of one item of a section from one plan to another.
 *
 * @public
 */
export interface ComparedItem<S extends keyof PlanItems> {
  section: S;
  /** Address, or an output's name. */
  name: string;
  /**
   * - `same`: both plans say the same of it.
   * - `new`: only the second has it.
   * - `gone`: only the first has it.
   * - `other`: both have it, and differ.
   */
  is: 'same' | 'new' | 'gone' | 'other';
  before?: PlanItems[S];
  after?: PlanItems[S];
  /** Only of what is `other`. */
  facts: PlanFactDifference[];
  /** Only of what is `other`. */
  values: PlanValueDifference[];
}

/**
 * A {@link ComparedItem} of any section.
 *
 * @public
 */
export type PlanItemComparison = {
  [S in keyof PlanItems]: ComparedItem<S>;
}[keyof PlanItems];

type AnyItem = PlanItems[keyof PlanItems];

/** The same text for the same value, however its properties are ordered. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)),
        )
      : part,
  );
}

function nameOf(item: AnyItem): string {
  return 'name' in item ? item.name : item.address;
}

/** What an item is recognised by in the other plan. */
function identityOf(item: AnyItem): string {
  return textOf([
    nameOf(item),
    'deposed' in item && item.deposed,
    'trigger' in item && item.trigger,
  ]);
}

/** Items by their identity; of those that are alike, the first by the first. */
function byIdentity<T extends AnyItem>(items: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const item of items) {
    const identity = identityOf(item);
    let key = identity;
    for (let number = 2; found.has(key); number++) {
      key = `${identity} ${number}`;
    }
    found.set(key, item);
  }
  return found;
}

function factsOf(item: AnyItem): Map<string, PlanValue['after']> {
  const { values: _, ...facts } = { values: [], ...item };
  return new Map(
    Object.entries(facts).filter(([, fact]) => fact !== undefined),
  );
}

function compareFacts(before: AnyItem, after: AnyItem): PlanFactDifference[] {
  const [old, now] = [factsOf(before), factsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter(fact => textOf(old.get(fact)) !== textOf(now.get(fact)))
    .map(fact => ({
      fact,
      ...(old.has(fact) && { before: old.get(fact) }),
      ...(now.has(fact) && { after: now.get(fact) }),
    }));
}

function valuesOf(item: AnyItem): Map<string, PlanValue> {
  const values: readonly PlanValue[] = 'values' in item ? item.values : [];
  return new Map(values.map(value => [textOf(value.path), value]));
}

function compareValues(before: AnyItem, after: AnyItem): PlanValueDifference[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  return [...new Map([...old, ...now])]
    .filter(([key]) => textOf(old.get(key)) !== textOf(now.get(key)))
    .map(([key, { path }]) => ({
      path,
      ...(old.has(key) && { before: old.get(key) }),
      ...(now.has(key) && { after: now.get(key) }),
    }));
}

function compareItem<S extends keyof PlanItems>(
  section: S,
  before: PlanItems[S] | undefined,
  after: PlanItems[S] | undefined,
): ComparedItem<S>[] {
  const item = after ?? before;
  if (!item) {
    return [];
  }
  const compared = { section, name: nameOf(item), facts: [], values: [] };
  if (!before || !after) {
    return [{ ...compared, is: after ? 'new' : 'gone', before, after }];
  }
  const facts = compareFacts(before, after);
  const values = compareValues(before, after);
  const is = facts.length + values.length > 0 ? 'other' : 'same';
  return [{ ...compared, is, before, after, facts, values }];
}

function compareSection<S extends keyof PlanItems>(
  section: S,
  before: readonly PlanItems[S][],
  after: readonly PlanItems[S][],
): ComparedItem<S>[] {
  const [old, now] = [byIdentity(before), byIdentity(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap(key =>
    compareItem(section, old.get(key), now.get(key)),
  );
}

/**
 * What differs between two plans of the same directory, item by item: each item of either is named
 * once, those that only the first has at the end of their section. Values that are masked in both
 * plans cannot be told apart, and neither can plans of which only the text is known.
 *
 * @public
 */
export function comparePlans(before: Plan, after: Plan): PlanItemComparison[] {
  return [
    ...compareSection('changes', before.changes, after.changes),
    ...compareSection('actions', before.actions, after.actions),
    ...compareSection('outputs', before.outputs, after.outputs),
    ...compareSection(
      'deferredChanges',
      before.deferredChanges,
      after.deferredChanges,
    ),
    ...compareSection(
      'deferredActions',
      before.deferredActions,
      after.deferredActions,
    ),
    ...compareSection('checks', before.checks, after.checks),
  ];
}

/**
 * What a plan would destroy, or destroy and create again: addresses of the resources.
 *
 * @public
 */
export function destroyedBy({ changes }: Plan): string[] {
  return changes
    .filter(({ actions }) => actions.includes('delete'))
    .map(({ address }) => address);
}
