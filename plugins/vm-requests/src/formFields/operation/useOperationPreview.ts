import { useRef } from 'react';
import { Loaded, useLoad, useSettled } from '@backlot/ui-common';
import { OperationPreview } from '@backlot/plugin-vm-requests-common';

const TYPING_MS = 400;

/**
 * What an operation would do, once what is asked for has not changed for a moment. Meanwhile it is
 * what was found last, and loading.
 *
 * @param asked - a value of JSON; undefined while nothing is asked for
 * @param preview - asks the ledger
 */
export function useOperationPreview<T>(
  asked: T | undefined,
  preview: (
    asked: T,
    options: { signal: AbortSignal },
  ) => Promise<OperationPreview>,
): Loaded<OperationPreview | undefined> {
  const text = JSON.stringify(asked);
  const settled = useSettled(text, TYPING_MS);
  const { value, error, loading, reload } = useLoad(
    async signal =>
      settled === undefined
        ? undefined
        : preview(JSON.parse(settled) as T, { signal }),
    [settled],
  );
  const last = useRef(value);
  last.current = value ?? last.current;
  return settled === text && !loading
    ? { value, error, loading, reload }
    : { value: last.current, loading: true, reload };
}
