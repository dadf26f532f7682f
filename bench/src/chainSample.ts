import type { RequestEvent } from '@backlot/plugin-vm-requests-common';
import { covered, Interval } from './intervals';
import { MeteredCall } from './Meter';

/** Requests that each peer was sent. */
export interface PeerCalls {
  netbox: MeteredCall[];
  forge: MeteredCall[];
  atlantis: MeteredCall[];
}

/** Where the time of a stretch went, in milliseconds. Peers' times may overlap. */
export interface Stretch {
  total: number;
  netbox: number;
  forge: number;
  atlantis: number;
  /** When no peer was at work. */
  rest: number;
  /** How often the rest was interrupted, and the longest pieces of it. */
  gaps: { after: string; milliseconds: number }[];
}

/** One request's times. */
export interface ChainSample {
  /** From the scaffolder's task to the recorded plan. */
  plan: Stretch;
  /** From the approval to Atlantis' apply call. */
  start: Stretch;
  /** From Atlantis' apply call to the end. */
  finish: Stretch;
  /** Milliseconds from the approval to the end. */
  approvedToDone: number;
}

/** The stretches of a sample. */
export type StretchName = 'plan' | 'start' | 'finish';

/** @throws Error when something that every request does is missing */
export function sampleOf(
  calls: PeerCalls,
  moments: { requested: number; approved: number; history: RequestEvent[] },
): ChainSample {
  const { requested, approved, history } = moments;
  const reached = (state: RequestEvent['to']) => {
    const event = history.find(({ to }) => to === state);
    if (!event) {
      throw new Error(`The request never became ${state}`);
    }
    return Date.parse(event.at);
  };
  const apply = calls.atlantis.find(
    ({ path, begin }) => path === '/api/apply' && begin >= approved,
  );
  if (!apply) {
    throw new Error('Atlantis was never asked to apply');
  }
  return {
    plan: stretch(calls, { begin: requested, end: reached('planned') }),
    start: stretch(calls, { begin: approved, end: apply.begin }),
    finish: stretch(calls, { begin: apply.begin, end: reached('done') }),
    approvedToDone: reached('done') - approved,
  };
}

function stretch(calls: PeerCalls, window: Interval): Stretch {
  const total = window.end - window.begin;
  const all = [...calls.netbox, ...calls.forge, ...calls.atlantis];
  return {
    total,
    netbox: covered(calls.netbox, window),
    forge: covered(calls.forge, window),
    atlantis: covered(calls.atlantis, window),
    rest: total - covered(all, window),
    gaps: gapsOf(all, window),
  };
}

function gapsOf(calls: MeteredCall[], window: Interval): Stretch['gaps'] {
  const gaps: Stretch['gaps'] = [];
  let until = window.begin;
  let after = 'the beginning';
  const inside = calls
    .filter(({ begin, end }) => end > window.begin && begin < window.end)
    .sort((a, b) => a.begin - b.begin);
  for (const { begin, end, method, path } of inside) {
    if (begin > until) {
      gaps.push({ after, milliseconds: begin - until });
    }
    if (end > until) {
      until = end;
      after = `${method} ${path}`;
    }
  }
  if (window.end > until) {
    gaps.push({ after, milliseconds: window.end - until });
  }
  return gaps.sort((a, b) => b.milliseconds - a.milliseconds);
}
