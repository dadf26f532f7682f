import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/**
 * One value of the page's URL; an empty one is taken out of it.
 *
 * @public
 */
export function useUrlState(key: string): [string, (value: string) => void] {
  const [parameters, setParameters] = useSearchParams();
  const set = useCallback(
    (value: string) =>
      setParameters(
        before => {
          const after = new URLSearchParams(before);
          if (value) {
            after.set(key, value);
          } else {
            after.delete(key);
          }
          return after;
        },
        { replace: true },
      ),
    [key, setParameters],
  );
  return [parameters.get(key) ?? '', set];
}
