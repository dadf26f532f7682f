import { DependencyList, useEffect } from 'react';
import { flushSync } from 'react-dom';

/**
 * Changes a form by itself, after each render that leaves something to be corrected and before anybody
 * types on.
 *
 * The form hands all of its values on once a change is rendered (`setState` with a callback in
 * `Form.onChange` of @rjsf/core 5.24). React renders what an effect changes later than what is typed
 * meanwhile, and the form would then hand on the values from before that, whatever the field.
 *
 * @param correct - absent where there is nothing to correct
 * @param when - after each render when absent
 */
export function useCorrection(
  correct: (() => void) | undefined,
  when?: DependencyList,
): void {
  useEffect(() => {
    let isOutdated = false;
    if (correct) {
      // In a microtask, because React renders nothing at once while effects run.
      queueMicrotask(() => {
        if (!isOutdated) {
          flushSync(correct);
        }
      });
    }
    return () => {
      isOutdated = true;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the caller's
  }, when);
}
