import { RefObject, useEffect, useRef } from 'react';

/**
 * Moves the focus to a field once, as soon as it can take it, unless somebody is elsewhere by then.
 *
 * @param wanted - whether the template marks it with `ui:autofocus`
 * @param ready - whether it can take the focus
 */
export function useFirstFocus(
  ref: RefObject<{ focus: () => void }>,
  wanted: boolean | undefined,
  ready: boolean = true,
): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (!wanted || !ready || isDone.current) {
      return;
    }
    isDone.current = true;
    if (document.activeElement === document.body) {
      ref.current?.focus();
    }
  }, [ref, wanted, ready]);
}
