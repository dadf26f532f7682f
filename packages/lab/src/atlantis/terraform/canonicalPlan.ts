import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { JsonObject, JsonValue } from '@backstage/types';
import { MACHINE_ADDRESS } from './Attributes';
import { MachineChange } from './planMachine';

function sorted(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) {
    return value.map(item => sorted(item) as JsonValue);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.keys(value)
        .filter(key => value[key] !== undefined && value[key] !== null)
        .sort()
        .map(key => [key, sorted(value[key])]),
    );
  }
  return value;
}

/**
 * JSON with sorted keys and no spaces, as `jq -cS` prints it.
 *
 * @internal
 */
export function canonicalJson(value: JsonObject): string {
  return JSON.stringify(sorted(value));
}

const ACTIONS = {
  create: ['create'],
  update: ['update'],
  replace: ['delete', 'create'],
  delete: ['delete'],
} as const;

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What of a value differs from another: elements of a list keep their place, and one that stays as
 * it is becomes `{}`.
 */
function different(value: JsonObject, other: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.keys({ ...value, ...other })
      .filter(key => !isDeepStrictEqual(value[key], other[key]))
      .map(key => [key, differentValue(value[key], other[key])]),
  );
}

function differentValue(
  value: JsonValue | undefined,
  other: JsonValue | undefined,
): JsonValue | undefined {
  if (isObject(value) && isObject(other)) {
    return different(value, other);
  }
  if (
    Array.isArray(value) &&
    Array.isArray(other) &&
    [...value, ...other].every(isObject)
  ) {
    return value.map((item, index) =>
      isDeepStrictEqual(item, other[index])
        ? {}
        : differentValue(item, other[index]) ?? null,
    );
  }
  return value;
}

function entries(change: MachineChange, forPeople: boolean): JsonObject[] {
  if (change.kind === 'none') {
    return [];
  }
  const created = change.kind === 'create' || change.kind === 'replace';
  const compared = change.kind === 'update' || change.kind === 'replace';
  const after = change.kind === 'delete' ? {} : change.after;
  return [
    {
      address: MACHINE_ADDRESS,
      type: 'vsphere_virtual_machine',
      actions: [...ACTIONS[change.kind]],
      after: change.kind === 'update' ? different(after, change.before) : after,
      replacePaths: [],
      id:
        change.kind === 'delete' || change.kind === 'replace'
          ? change.id
          : undefined,
      ...(forPeople
        ? {
            before: compared ? different(change.before, after) : {},
            unknown: created ? [...change.unknown] : [],
          }
        : {}),
    },
  ];
}

/**
 * The lines that the starter's workflow prints after a plan (templates/infrastructure/atlantis).
 *
 * @internal
 */
export function planLines(
  change: MachineChange,
  commit: string,
): {
  digest: string;
  lines: string[];
} {
  const digest = `sha256:${createHash('sha256')
    .update(canonicalJson({ version: 1, changes: entries(change, false) }))
    .digest('hex')}`;
  const plan = Buffer.from(
    canonicalJson({ version: 1, changes: entries(change, true) }),
    'utf8',
  ).toString('base64');
  return {
    digest,
    lines: [
      `backlot-plan-commit: ${commit}`,
      `backlot-plan-digest: ${digest}`,
      `backlot-plan: ${plan}`,
    ],
  };
}
