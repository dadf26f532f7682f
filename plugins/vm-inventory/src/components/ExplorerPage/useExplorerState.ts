import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ExplorerState, readExplorerState } from './explorerState';

/** Values of the page's URL; undefined or empty takes one out. */
export type UrlChanges = Record<string, string | string[] | undefined>;

/** What somebody looks at, kept in the page's URL. */
export function useExplorerState(): [
  ExplorerState,
  (changes: UrlChanges) => void,
] {
  const [parameters, setParameters] = useSearchParams();
  const state = useMemo(() => readExplorerState(parameters), [parameters]);
  const change = useCallback(
    (changes: UrlChanges) =>
      setParameters(
        before => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            after.delete(name);
            for (const each of [value ?? []].flat()) {
              // An empty list says that nothing is open, which no parameter does not.
              if (each !== '' || Array.isArray(value)) {
                after.append(name, each);
              }
            }
          }
          return after;
        },
        { replace: true },
      ),
    [setParameters],
  );
  return [state, change];
}
