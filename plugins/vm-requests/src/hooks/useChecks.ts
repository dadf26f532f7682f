import { useCallback, useEffect, useRef, useState } from 'react';

/** How many are under way at once: each asks a source, and perhaps NetBox. */
const atOnce = 4;

/** What came of the check of one thing; nothing while it is under way. */
export interface Check<V> {
  value?: V;
  error?: Error;
}

/** The checks of several things. */
export interface Checks<V> {
  of(id: string): Check<V>;
  /** How many are not answered yet. */
  pending: number;
  /** Checks those again that could not be. */
  retry: () => void;
}

/**
 * Checks things one by one, a few at once, and anew when one of `dependencies` changes.
 *
 * @param check - undefined while nothing can be checked
 * @param dependencies - compared as JSON
 */
export function useChecks<V>(
  ids: readonly string[],
  check: ((id: string, signal: AbortSignal) => Promise<V>) | undefined,
  dependencies: readonly unknown[],
): Checks<V> {
  const key = JSON.stringify([ids, check !== undefined, ...dependencies]);
  const [state, setState] = useState<{
    key: string;
    checks: ReadonlyMap<string, Check<V>>;
  }>({ key, checks: new Map() });
  const [turn, setTurn] = useState(0);
  const latest = useRef({ ids, check, state });
  latest.current = { ids, check, state };

  useEffect(() => {
    const abort = new AbortController();
    const { check: run, state: before } = latest.current;
    const known = new Map(
      [...(before.key === key ? before.checks : [])].filter(
        ([, { error }]) => error === undefined,
      ),
    );
    setState({ key, checks: known });
    const rest = run
      ? latest.current.ids.filter(id => !known.has(id)).reverse()
      : [];
    const write = (id: string, result: Check<V>) => {
      if (!abort.signal.aborted) {
        setState(({ checks }) => ({
          key,
          checks: new Map(checks).set(id, result),
        }));
      }
    };
    const work = async () => {
      for (
        let id = rest.pop();
        run && id !== undefined && !abort.signal.aborted;
        id = rest.pop()
      ) {
        const one = id;
        await run(one, abort.signal).then(
          value => write(one, { value }),
          error => write(one, { error }),
        );
      }
    };
    Array.from({ length: atOnce }, work);
    return () => abort.abort();
  }, [key, turn]);

  const checks = state.key === key ? state.checks : new Map<string, Check<V>>();
  return {
    of: id => checks.get(id) ?? {},
    pending: ids.filter(id => !checks.has(id)).length,
    retry: useCallback(() => setTurn(count => count + 1), []),
  };
}
