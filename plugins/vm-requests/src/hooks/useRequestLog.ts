import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { vmRequestsApiRef } from '../api/VmRequestsApi';

/**
 * The log of a request's plan or apply, as it comes.
 *
 * @param attempt - another one starts the log anew
 */
export function useRequestLog(options: {
  id: string;
  of: 'plan' | 'apply';
  attempt: number;
}): { text: string; live: boolean; error?: Error } {
  const { id, of, attempt } = options;
  const api = useApi(vmRequestsApiRef);
  const [state, setState] = useState<{
    text: string;
    live: boolean;
    error?: Error;
  }>({ text: '', live: true });

  useEffect(() => {
    const abort = new AbortController();
    setState({ text: '', live: true });
    api
      .followLog(id, of, {
        signal: abort.signal,
        onLines: lines =>
          setState(before => ({
            ...before,
            text: `${before.text}${lines.join('\n')}\n`,
          })),
      })
      .then(
        () => setState(before => ({ ...before, live: false })),
        error => {
          if (!abort.signal.aborted) {
            setState(before => ({ ...before, live: false, error }));
          }
        },
      );
    return () => abort.abort();
  }, [api, id, of, attempt]);

  return state;
}
