/**
 * Address of the resource that has the machine replaced when its number is raised.
 *
 * @internal
 */
export const REBUILD_ADDRESS = 'module.vm.terraform_data.rebuild[0]';

/**
 * What the state of a directory holds of how often its machine was made again.
 *
 * @internal
 */
export interface RebuildState {
  id: string;
  number: number;
}

/**
 * What an apply would do to it.
 *
 * @internal
 */
export type RebuildChange =
  | { kind: 'none' }
  | { kind: 'create'; after: number }
  | { kind: 'replace'; before: RebuildState; after: number }
  | { kind: 'delete'; before: RebuildState };

/**
 * Compares the number that is wanted with that of the state.
 *
 * @param wanted - undefined when no machine is wanted
 * @internal
 */
export function planRebuild(
  state: RebuildState | undefined,
  wanted: number | undefined,
): RebuildChange {
  if (wanted === undefined) {
    return state ? { kind: 'delete', before: state } : { kind: 'none' };
  }
  if (!state) {
    return { kind: 'create', after: wanted };
  }
  return state.number === wanted
    ? { kind: 'none' }
    : { kind: 'replace', before: state, after: wanted };
}
