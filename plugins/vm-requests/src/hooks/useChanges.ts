import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { useSignal } from '@backstage/plugin-signals-react';
import { useEvery } from '@backlot/ui-common';
import { vmRequestsApiRef } from '../api/VmRequestsApi';
import { Pace, Pacer } from './Pacer';
import { useSeen } from './useSeen';

const POLL_MS = 3_000;
const POLL_WHEN_TOLD_MS = 15_000;

/** All pages hear a signal at the same moment. */
const SIGNAL_PACE: Pace = { apartMs: 1_000, jitterMs: 500 };
const STREAM_PACE: Pace = { apartMs: 1_000, jitterMs: 100 };

/** From one connection to the next, half of it at random; longer after each that failed. */
const RECONNECT_MS = { first: 2_000, most: 60_000 };

/** Calls back at the stream of one request; says whether it is told of changes now. */
function useRequestStream(
  id: string | undefined,
  onChange: () => void,
): boolean {
  const api = useApi(vmRequestsApiRef);
  const [connected, setConnected] = useState(false);
  const latest = useRef(onChange);
  latest.current = onChange;

  useEffect(() => {
    if (id === undefined) {
      return undefined;
    }
    const abort = new AbortController();
    const { signal } = abort;
    const pacer = new Pacer(() => latest.current(), STREAM_PACE);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = RECONNECT_MS.first;
    const connect = () => {
      const endOf = () => {
        if (!signal.aborted) {
          setConnected(false);
          timer = setTimeout(connect, pause * (0.5 + Math.random() / 2));
          pause = Math.min(pause * 2, RECONNECT_MS.most);
        }
      };
      api
        .followChanges(id, {
          signal,
          onChange: () => {
            if (!signal.aborted) {
              pause = RECONNECT_MS.first;
              setConnected(true);
              pacer.ask();
            }
          },
        })
        // Without a stream the page asks more often: nothing is lost but time.
        .then(endOf, endOf);
    };
    connect();
    return () => {
      abort.abort();
      pacer.cancel();
      clearTimeout(timer);
      setConnected(false);
    };
  }, [api, id]);

  return connected;
}

/** Calls back at the signals that some request changed; says whether there are signals. */
function useRequestSignals(active: boolean, onChange: () => void): boolean {
  const { lastSignal, isSignalsAvailable } = useSignal('vm-requests');
  const latest = useRef(onChange);
  latest.current = onChange;
  const pacer = useRef<Pacer>();
  useEffect(() => {
    const own = new Pacer(() => latest.current(), SIGNAL_PACE);
    pacer.current = own;
    return () => own.cancel();
  }, []);
  const told = useRef(lastSignal);
  useEffect(() => {
    if (lastSignal !== told.current) {
      told.current = lastSignal;
      if (active) {
        pacer.current?.ask();
      }
    }
  }, [lastSignal, active]);
  return isSignalsAvailable;
}

/**
 * Calls back when a request changed, soon and at most once a second while the page is looked at: for
 * one request by its own stream, for the list by signals. Calls back now and then besides, because
 * what tells of changes can be lost, and an installation may have no signals.
 *
 * @param id - of one request; without it, of any
 * @param active - whether changes are to be expected at all
 */
export function useChanges(
  onChange: () => void,
  options: { id?: string; active: boolean },
): void {
  const { id, active } = options;
  const seen = useSeen();
  const streamed = useRequestStream(active && seen ? id : undefined, onChange);
  const signalled = useRequestSignals(
    active && seen && id === undefined,
    onChange,
  );
  const told = id === undefined ? signalled : streamed;
  const pollMs = told ? POLL_WHEN_TOLD_MS : POLL_MS;
  useEvery(active ? pollMs : undefined, onChange);
}
