import { isDeepStrictEqual } from 'node:util';
import { Attributes, COMPUTED, IGNORED, MACHINE_ADDRESS } from './Attributes';
import { TerraformError } from './errorBox';

/**
 * What the state of a directory holds of its machine.
 *
 * @internal
 */
export interface MachineState {
  /** BIOS UUID. */
  id: string;
  moid: string;
  /** Its making failed half-way: it is replaced by the next apply. */
  tainted: boolean;
  /** Of the first card, where it has one. */
  ipv4Address?: string;
  attributes: Attributes;
}

/**
 * What an apply would do to the one machine of a directory.
 *
 * @internal
 */
export type MachineChange =
  | { kind: 'none' }
  | { kind: 'create'; after: Attributes; unknown: readonly string[] }
  | {
      kind: 'update';
      id: string;
      before: Attributes;
      after: Attributes;
      unchanged: number;
      /** By what it is imported, before that. */
      importing?: string;
    }
  | {
      kind: 'replace';
      id: string;
      reason: 'replace_because_tainted' | 'replace_by_triggers';
      before: Attributes;
      after: Attributes;
      unknown: readonly string[];
    }
  | { kind: 'delete'; id: string; before: Attributes };

function refuseShrinking(before: Attributes, after: Attributes) {
  const old = before.disk as Array<{ label: string; size: number }>;
  const wanted = after.disk as Array<{ label: string; size: number }>;
  for (const disk of wanted) {
    const known = old.find(({ label }) => label === disk.label);
    if (known && disk.size < known.size) {
      throw new TerraformError([
        {
          summary: `disk.${wanted.indexOf(disk)}: virtual disk "${
            disk.label
          }": virtual disks cannot be shrunk (old: ${known.size} new: ${
            disk.size
          })`,
          context: [`with ${MACHINE_ADDRESS},`],
        },
      ]);
    }
  }
}

/**
 * Compares what is wanted with what is there.
 *
 * @param state - what the state holds, refreshed; undefined when it holds nothing or the machine is gone
 * @param desired - undefined when no machine is wanted
 * @param options - `isTriggered` where something changes that has the machine replaced
 * @throws TerraformError for what the provider refuses at plan time
 * @internal
 */
export function planMachine(
  state: MachineState | undefined,
  desired: Attributes | undefined,
  options: { isTriggered?: boolean } = {},
): MachineChange {
  if (!state) {
    return desired
      ? { kind: 'create', after: desired, unknown: COMPUTED }
      : { kind: 'none' };
  }
  if (!desired) {
    return { kind: 'delete', id: state.id, before: state.attributes };
  }
  if (state.tainted || options.isTriggered) {
    return {
      kind: 'replace',
      id: state.id,
      reason: state.tainted ? 'replace_because_tainted' : 'replace_by_triggers',
      before: state.attributes,
      after: desired,
      unknown: COMPUTED,
    };
  }
  refuseShrinking(state.attributes, desired);
  const changed = Object.keys(desired).filter(
    name =>
      !IGNORED.has(name) &&
      !isDeepStrictEqual(desired[name], state.attributes[name]),
  );
  if (changed.length === 0) {
    return { kind: 'none' };
  }
  const pick = (from: Attributes) =>
    Object.fromEntries(changed.map(name => [name, from[name] ?? null]));
  return {
    kind: 'update',
    id: state.id,
    before: pick(state.attributes),
    after: pick(desired),
    unchanged: Object.keys(desired).length - changed.length,
  };
}

/** What an import does not know, and the provider keeps to itself: its default, and what the module sets. */
const netTimeout = { before: 5, after: 0 };

/**
 * Compares what is wanted with a machine that is imported by this.
 *
 * @param imported - what the import finds
 * @param id - by which it is imported
 * @throws TerraformError for what the provider refuses at plan time
 * @internal
 */
export function planImport(
  imported: MachineState,
  desired: Attributes,
  id: string,
): MachineChange {
  const name = 'wait_for_guest_net_timeout';
  const change = planMachine(
    {
      ...imported,
      attributes: { ...imported.attributes, [name]: netTimeout.before },
    },
    { ...desired, [name]: netTimeout.after },
  );
  return change.kind === 'update' ? { ...change, importing: id } : change;
}
