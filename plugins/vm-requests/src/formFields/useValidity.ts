import { useEffect, useRef } from 'react';

/**
 * Has the browser refuse to go on with the form while there is a problem. Unlike what a field's
 * validation adds to the form, it is said once, and gone as soon as it is mended.
 */
export function useValidity<
  T extends HTMLInputElement | HTMLTextAreaElement = HTMLInputElement,
>(problem: string | undefined) {
  const ref = useRef<T>(null);
  useEffect(() => {
    ref.current?.setCustomValidity(problem ?? '');
  }, [problem]);
  return ref;
}
