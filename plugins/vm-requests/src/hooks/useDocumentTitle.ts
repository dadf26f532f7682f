import { useEffect } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';

/** Gives the browser's tab a title while a page is shown; none while there is nothing to say yet. */
export function useDocumentTitle(title: string | undefined): void {
  const appTitle =
    useApi(configApiRef).getOptionalString('app.title') ?? 'Backstage';
  useEffect(() => {
    if (title === undefined) {
      return undefined;
    }
    const before = document.title;
    document.title = `${title} | ${appTitle}`;
    return () => {
      document.title = before;
    };
  }, [title, appTitle]);
}
