import { Attributes } from './Attributes';
import {
  MachineChange,
  MachineState,
  planImport,
  planMachine,
} from './planMachine';
import { planRebuild, RebuildChange, RebuildState } from './rebuild';

/**
 * What the state of a directory holds.
 *
 * @internal
 */
export interface DirectoryState {
  machine?: MachineState;
  /** What is imported by the directory's block, where the state has no machine yet. */
  importing?: { id: string; machine: MachineState };
  rebuild?: RebuildState;
}

/**
 * What an apply would do to a directory.
 *
 * @internal
 */
export interface DirectoryChange {
  rebuild: RebuildChange;
  machine: MachineChange;
}

/**
 * Compares what is wanted of a directory with its state.
 *
 * @param desired - undefined when no machine is wanted
 * @throws TerraformError for what the provider refuses at plan time
 * @internal
 */
export function planDirectory(
  state: DirectoryState,
  desired: { machine: Attributes; rebuild: number } | undefined,
): DirectoryChange {
  const rebuild = planRebuild(state.rebuild, desired?.rebuild);
  if (state.importing && desired) {
    const { machine, id } = state.importing;
    return { rebuild, machine: planImport(machine, desired.machine, id) };
  }
  return {
    rebuild,
    machine: planMachine(state.machine, desired?.machine, {
      isTriggered: rebuild.kind === 'replace',
    }),
  };
}

/**
 * Whether an apply would do nothing.
 *
 * @internal
 */
export function changesNothing({ rebuild, machine }: DirectoryChange): boolean {
  return rebuild.kind === 'none' && machine.kind === 'none';
}
