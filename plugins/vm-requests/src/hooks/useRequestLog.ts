import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { vmRequestsApiRef } from '../api/VmRequestsApi';

/** A log as far as it was read. */
export interface RequestLog {
  text: string;
  /** Whether more may come. */
  live: boolean;
  error?: Error;
}

const NOTHING_YET: RequestLog = { text: '', live: true };

/**
 * The log of a request's plan or apply, as it comes.
 *
 * @param attempt - another one reads the log anew
 */
export function useRequestLog(options: {
  id: string;
  of: 'plan' | 'apply';
  attempt: number;
}): RequestLog & { reload: () => void } {
  const { id, of, attempt } = options;
  const api = useApi(vmRequestsApiRef);
  const [log, setLog] = useState(NOTHING_YET);
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn(count => count + 1), []);

  useEffect(() => {
    const abort = new AbortController();
    const set = (change: (before: RequestLog) => RequestLog) => {
      if (!abort.signal.aborted) {
        setLog(change);
      }
    };
    setLog(NOTHING_YET);
    api
      .followLog(id, of, {
        signal: abort.signal,
        onLines: lines =>
          set(before => ({
            ...before,
            text: `${before.text}${lines.join('\n')}\n`,
          })),
      })
      .then(
        () => set(before => ({ ...before, live: false })),
        error => set(before => ({ ...before, live: false, error })),
      );
    return () => abort.abort();
  }, [api, id, of, attempt, turn]);

  return { ...log, reload };
}
