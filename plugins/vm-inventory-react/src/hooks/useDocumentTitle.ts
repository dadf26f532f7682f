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
  const title = [...parts, app ?? 'Backstage'].filter(Boolean).join(' | ');
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
