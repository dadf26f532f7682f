import { createHash } from 'node:crypto';
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

/** JSON with sorted keys and no spaces, as `jq -cS` prints it. */
export function canonicalJson(value: JsonObject): string {
  return JSON.stringify(sorted(value));
}

const ACTIONS = {
  create: ['create'],
  update: ['update'],
  replace: ['delete', 'create'],
  delete: ['delete'],
} as const;

/** The lines that the starter's workflow prints after a plan. */
export function planLines(change: MachineChange): {
  digest: string;
  lines: string[];
} {
  const decided: JsonObject[] = [];
  const shown: JsonObject[] = [];
  if (change.kind !== 'none') {
    const entry: JsonObject = {
      address: MACHINE_ADDRESS,
      type: 'vsphere_virtual_machine',
      actions: [...ACTIONS[change.kind]],
      after: change.kind === 'delete' ? {} : change.after,
      id: change.kind === 'delete' ? change.id : undefined,
    };
    decided.push(entry);
    shown.push({
      ...entry,
      before: change.kind === 'update' ? change.before : undefined,
      unknown: 'unknown' in change ? [...change.unknown] : undefined,
    });
  }
  const digest = `sha256:${createHash('sha256')
    .update(canonicalJson({ version: 1, changes: decided }))
    .digest('hex')}`;
  const plan = Buffer.from(
    canonicalJson({ version: 1, changes: shown }),
    'utf8',
  ).toString('base64');
  return {
    digest,
    lines: [`backlot-plan-digest: ${digest}`, `backlot-plan: ${plan}`],
  };
}
