import { useEffect } from 'react';

/**
 * Keeps what was typed in the page's URL, from where the form reads it again after a reload. The
 * form reads it only at its start, so replacing it in place disturbs nothing.
 */
export function useKeepFormData(formData: unknown): void {
  const text = JSON.stringify(formData ?? {});
  useEffect(() => {
    const timer = setTimeout(() => {
      const url = new URL(window.location.href);
      if (text === '{}' || url.searchParams.get('formData') === text) {
        return;
      }
      url.searchParams.set('formData', text);
      window.history.replaceState(window.history.state, '', url);
    }, 300);
    return () => clearTimeout(timer);
  }, [text]);
}
