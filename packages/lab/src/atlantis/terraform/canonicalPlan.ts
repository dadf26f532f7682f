import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { JsonObject, JsonValue } from '@backstage/types';
import { MACHINE_ADDRESS } from './Attributes';
import { DirectoryChange } from './planDirectory';
import { MachineChange } from './planMachine';
import { REBUILD_ADDRESS, RebuildChange } from './rebuild';

/**
 * A resource's change as `terraform show -json` writes it, as far as the lab's plans have it.
 *
 * @public
 */
export interface ResourceChange {
  address: string;
  mode: string;
  type: string;
  provider_name?: string;
  action_reason?: string;
  change: {
    actions: string[];
    before?: JsonValue;
    after?: JsonValue;
    after_unknown?: JsonValue;
    replace_paths?: (string | number)[][];
    importing?: { id: string };
  };
}

/** A place in a resource, before and after. */
interface Node {
  path: (string | number)[];
  before?: JsonValue;
  after?: JsonValue;
  unknown?: JsonValue;
}

type Nested = JsonObject | JsonValue[];

function isNested(value: JsonValue | undefined): value is Nested {
  return typeof value === 'object' && value !== null;
}

function keysOf(value: JsonValue | undefined): (string | number)[] {
  if (Array.isArray(value)) {
    return [...value.keys()];
  }
  return isNested(value) ? Object.keys(value) : [];
}

function at(value: JsonValue | undefined, key: string | number) {
  return keysOf(value).includes(key)
    ? (value as Record<string | number, JsonValue>)[key]
    : undefined;
}

function shallow(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return [];
  }
  return isNested(value) ? {} : value;
}

/** The order of jq: by code point, which for UTF-16 is not the order of `<`; numbers first. */
function compareKeys(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') {
    return a - b;
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return typeof a === 'number' ? -1 : 1;
}

function valuesOf(node: Node, all: boolean): JsonObject[] {
  const { path, before, after, unknown } = node;
  if (unknown === true) {
    return [{ path, unknown: true }];
  }
  const alike =
    isNested(before) &&
    isNested(after) &&
    Array.isArray(before) === Array.isArray(after);
  const own =
    (before !== undefined || after !== undefined) &&
    !alike &&
    (all || !isDeepStrictEqual(before, after))
      ? [
          {
            path,
            ...(before === undefined ? {} : { before: shallow(before) }),
            ...(after === undefined ? {} : { after: shallow(after) }),
          },
        ]
      : [];
  const keys = new Set([before, after, unknown].flatMap(keysOf));
  return [
    ...own,
    ...[...keys].sort(compareKeys).flatMap(key =>
      valuesOf(
        {
          path: [...path, key],
          before: at(before, key),
          after: at(after, key),
          unknown: at(unknown, key),
        },
        all,
      ),
    ),
  ];
}

function changedValues({ change }: ResourceChange): JsonObject[] {
  const { actions, after_unknown: unknown } = change;
  const after = change.after ?? undefined;
  const before = change.before ?? undefined;
  if (['create', 'read'].includes(actions.join())) {
    return valuesOf({ path: [], after, unknown }, true);
  }
  return ['delete', 'forget'].includes(actions.join())
    ? []
    : valuesOf(
        { path: [], before, after, unknown },
        actions.includes('create'),
      );
}

function canonicalChange(resource: ResourceChange): JsonObject {
  const { address, mode, type, change } = resource;
  const isNew = ['create', 'read'].includes(change.actions.join());
  return {
    address,
    mode,
    type,
    provider: resource.provider_name,
    actions: change.actions,
    reason: resource.action_reason,
    id: isNew ? undefined : at(change.before, 'id') ?? undefined,
    importing: change.importing,
    replacePaths: change.replace_paths ?? [],
    values: changedValues(resource),
  };
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return isNested(value)
    ? Object.fromEntries(
        Object.keys(value)
          .filter(key => value[key] !== undefined)
          .sort(compareKeys)
          .map(key => [key, sorted(value[key]!)]),
      )
    : value;
}

/**
 * The canonical form of a plan that only changes resources: what canonical-plan.jq of the starter's
 * workflow prints for it.
 *
 * @public
 */
export function canonicalPlan(changes: ResourceChange[]): string {
  return JSON.stringify(
    sorted({
      version: 2,
      complete: true,
      changes: changes
        .filter(({ change }) => change.actions.join() !== 'no-op')
        .map(canonicalChange),
      deferredChanges: [],
      outputs: [],
      actions: [],
      deferredActions: [],
      checks: [],
    }),
  );
}

const ACTIONS = {
  create: ['create'],
  update: ['update'],
  replace: ['delete', 'create'],
  delete: ['delete'],
};

function machineChanges(planned: MachineChange): ResourceChange[] {
  if (planned.kind === 'none') {
    return [];
  }
  const { kind } = planned;
  const id = kind === 'create' ? undefined : planned.id;
  return [
    {
      address: MACHINE_ADDRESS,
      mode: 'managed',
      type: 'vsphere_virtual_machine',
      provider_name: 'registry.terraform.io/vmware/vsphere',
      action_reason: kind === 'replace' ? planned.reason : undefined,
      change: {
        actions: ACTIONS[kind],
        before: kind === 'create' ? null : { ...planned.before, id: id! },
        after:
          kind === 'delete'
            ? null
            : { ...planned.after, ...(kind === 'update' ? { id: id! } : {}) },
        after_unknown:
          kind === 'create' || kind === 'replace'
            ? Object.fromEntries(planned.unknown.map(name => [name, true]))
            : {},
        ...(kind === 'update' &&
          planned.importing !== undefined && {
            importing: { id: planned.importing },
          }),
      },
    },
  ];
}

function rebuildValues(triggers_replace: number): JsonObject {
  return { input: null, output: null, triggers_replace };
}

function rebuildChanges(planned: RebuildChange): ResourceChange[] {
  if (planned.kind === 'none') {
    return [];
  }
  const { kind } = planned;
  const { id, number } =
    kind === 'create' ? { id: null, number: 0 } : planned.before;
  return [
    {
      address: REBUILD_ADDRESS,
      mode: 'managed',
      type: 'terraform_data',
      provider_name: 'terraform.io/builtin/terraform',
      action_reason:
        kind === 'replace' ? 'replace_because_cannot_update' : undefined,
      change: {
        actions: ACTIONS[kind],
        before: kind === 'create' ? null : { ...rebuildValues(number), id },
        after: kind === 'delete' ? null : rebuildValues(planned.after),
        after_unknown: kind === 'delete' ? {} : { id: true },
        ...(kind === 'replace' && { replace_paths: [['triggers_replace']] }),
      },
    },
  ];
}

/** In the order of their addresses. */
function resourceChanges(planned: DirectoryChange): ResourceChange[] {
  return [
    ...rebuildChanges(planned.rebuild),
    ...machineChanges(planned.machine),
  ];
}

/**
 * The lines that the starter's workflow prints after a plan (templates/infrastructure/atlantis).
 * Nothing in the lab's plans is sensitive, so that the digest is of what is printed.
 *
 * @internal
 */
export function planLines(
  change: DirectoryChange,
  commit: string,
): {
  digest: string;
  lines: string[];
} {
  const plan = canonicalPlan(resourceChanges(change));
  const sum = createHash('sha256').update(plan).digest('hex');
  return {
    digest: `sha256:${sum}`,
    lines: [
      `backlot-plan-commit: ${commit}`,
      `backlot-plan-digest: sha256:${sum}`,
      `backlot-plan: ${Buffer.from(plan, 'utf8').toString('base64')}`,
    ],
  };
}
