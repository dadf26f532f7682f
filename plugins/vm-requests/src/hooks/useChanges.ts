import { useEffect, useRef } from 'react';
import { useSignal } from '@backstage/plugin-signals-react';
import { useEvery } from '@backlot/plugin-vm-inventory-react';

const POLL_MS = 3_000;
const POLL_WITH_SIGNALS_MS = 15_000;

/**
 * Calls back when a request changed: at its signal, and now and then besides, because a signal can
 * be lost and an installation may have none.
 *
 * @param id - of one request; without it, of any
 * @param active - whether changes are to be expected at all
 */
export function useChanges(
  onChange: () => void,
  options: { id?: string; active: boolean },
): void {
  const { id, active } = options;
  const { lastSignal, isSignalsAvailable } = useSignal<{ id: string }>(
    'vm-requests',
  );
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });

  useEffect(() => {
    if (lastSignal && (id === undefined || lastSignal.id === id)) {
      latest.current();
    }
  }, [lastSignal, id]);

  const pollMs = isSignalsAvailable ? POLL_WITH_SIGNALS_MS : POLL_MS;
  useEvery(active ? pollMs : undefined, onChange);
}
