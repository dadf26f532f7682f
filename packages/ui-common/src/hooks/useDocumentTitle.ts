import { useEffect } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';

/**
 * Names the page in the browser's tab, before the name of the app: `web01 | Machines | Backstage`.
 * Only one component of a page should.
 *
 * @param parts - the narrowest first; what is not known yet is left out
 * @public
 */
export function useDocumentTitle(...parts: (string | undefined)[]): void {
  const app = useApi(configApiRef).getOptionalString('app.title');
  const appTitle = app ?? 'Backstage';
  const title = [...parts, appTitle].filter(Boolean).join(' | ');
  useEffect(() => {
    const before = document.title;
    document.title = title;
    // The count of notifications puts itself before the title, and puts the one before that back each
    // time the title changes (useTitleCounter of plugin-notifications 0.6.0).
    const observer = new MutationObserver(() => {
      const [count = ''] = /^\(\d+\) /.exec(document.title) ?? [];
      if (document.title !== `${count}${title}`) {
        document.title = `${count}${title}`;
      }
    });
    observer.observe(document.head, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      document.title = before;
    };
  }, [title]);
}
