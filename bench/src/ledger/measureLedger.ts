import { percentile } from '../inventory/statistics';
import { inAnyOrder } from '../inventory/measureApi';
import {
  addressOf,
  askedBy,
  commit,
  digest,
  directoryOf,
  environmentOf,
  idOf,
  LedgerSize,
  nameOf,
  ownerOf,
  repository,
  requesterOf,
  standing,
  stateOf,
} from './generateLedger';
import { gateToken, LedgerBackend } from './startLedgerBackend';

/** Percentiles of a kind of call, in milliseconds. */
export interface LedgerTimes {
  what: string;
  p50: number;
  p99: number;
  /** Of the route that asks for the same permissions and reads one row by its key; none is one. */
  keyed?: { p50: number; p99: number };
}

type Keyed = 'list' | 'request' | 'gate';

interface Call {
  what: string;
  /** The route it is compared with. */
  beside?: Keyed;
  path: (index: number) => string;
  /** Who calls; the signed-in user when absent. */
  token?: string;
  status?: number;
}

const base = '/api/vm-requests/v1';
const query = (path: string, parameters: Record<string, string | string[]>) =>
  `${base}/${path}?${new URLSearchParams(
    Object.entries(parameters).flatMap(([key, values]) =>
      [values].flat().map(value => [key, value]),
    ),
  )}`;
/** As many as the pages of Backlot show at first. */
const limit = '25';
const requests = (parameters: Record<string, string | string[]>) =>
  query('requests', { limit, ...parameters });
const ended = ['failed', 'rolled-back', 'rejected', 'cancelled', 'expired'];

const keyedRoutes: Record<Keyed, string> = {
  list: 'a list',
  request: 'one request',
  gate: 'the gate',
};

function callsOf(size: LedgerSize): Call[] {
  const applying = Array.from({ length: size.requests }, (_, index) => index)
    .filter(index => stateOf(index, size) === 'applying')
    .slice(0, 1_000);
  const beside = 'list' as const;
  const subjectOf = (index: number) => askedBy(index, size).subject;
  return [
    ...(Object.keys(keyedRoutes) as Keyed[]).map(as => ({
      what: `One row by its key, with the permissions of ${keyedRoutes[as]}`,
      path: (index: number) => `/api/bench/rows/${as}/${idOf(index)}`,
    })),
    { what: 'List of all', beside, path: () => requests({}) },
    {
      what: 'List of all, from anywhere on',
      beside,
      path: index => requests({ cursor: idOf(index) }),
    },
    {
      what: 'List: done',
      beside,
      path: () => requests({ state: 'done' }),
    },
    {
      what: 'List: ended without a machine',
      beside,
      path: () => requests({ state: ended }),
    },
    {
      what: 'List: waiting for approval',
      beside,
      path: () => requests({ waitsFor: ['approval', 'requester'] }),
    },
    {
      what: 'List: of an environment, failed',
      beside,
      path: index =>
        requests({ environment: environmentOf(index), state: 'failed' }),
    },
    {
      what: 'List: of an owner',
      beside,
      path: index => requests({ owner: ownerOf(index) }),
    },
    {
      what: 'List: of a requester, done',
      beside,
      path: index =>
        requests({ requestedBy: requesterOf(index), state: 'done' }),
    },
    {
      what: 'Search: a whole name',
      beside,
      path: index => requests({ search: nameOf(subjectOf(index)) }),
    },
    {
      what: 'Search: what some tens of names begin with',
      beside,
      path: index =>
        requests({ search: nameOf(subjectOf(index)).slice(0, -2) }),
    },
    {
      what: 'Search: what a fifth of the names begins with',
      beside,
      path: () => requests({ search: 'web' }),
    },
    {
      what: 'Search: a fifth of the names, failed',
      beside,
      path: () => requests({ search: 'web', state: 'failed' }),
    },
    {
      what: 'Search: an address',
      beside,
      path: index => requests({ search: addressOf(subjectOf(index)) }),
    },
    {
      what: 'Search: an id',
      beside,
      path: index => requests({ search: idOf(index) }),
    },
    {
      what: 'Search: nothing is found',
      beside,
      path: index => requests({ search: `x${index}` }),
    },
    {
      what: 'Machines, from anywhere on',
      beside,
      path: index => query('machines', { limit, cursor: idOf(index) }),
    },
    {
      what: 'Machines of an owner',
      beside,
      path: index => query('machines', { limit, owner: ownerOf(index) }),
    },
    {
      what: 'The machine of a request',
      beside,
      path: index => query('machines', { request: idOf(index) }),
    },
    {
      what: 'One machine, with its history and what can be asked of it',
      beside,
      path: index => `${base}/machines/${idOf(standing(index, size))}`,
    },
    {
      what: 'One request',
      beside: 'request',
      path: index => `${base}/requests/${idOf(index)}`,
    },
    ...(applying.length > 0
      ? [
          {
            what: 'The gate, which writes down that it was asked',
            beside: 'gate' as const,
            token: gateToken,
            status: 204,
            path: (index: number) => {
              const one = applying[index % applying.length];
              return query('gate', {
                repository,
                pull: String(one + 1),
                directory: directoryOf(one),
                commit,
                digest,
              });
            },
          },
        ]
      : []),
  ];
}

/**
 * Calls each route in turn, in another order each round, so that whatever else the computer does
 * strikes all of them; each call asks for something else of its kind.
 */
export async function measureLedger(
  { backend }: LedgerBackend,
  size: LedgerSize,
  calls: number,
  report: (line: string) => void,
): Promise<LedgerTimes[]> {
  const all = callsOf(size);
  const times = new Map(all.map(({ what }) => [what, [] as number[]]));
  const warmUp = Math.ceil(calls / 5);
  for (let round = -warmUp; round < calls; round += 1) {
    if (round % 50 === 0) {
      report(`Round ${round} of ${calls}`);
    }
    for (const { what, path, token, status } of inAnyOrder(all)) {
      const took = await backend.time(
        path(Math.floor(Math.random() * size.requests)),
        status ?? 200,
        token ? { authorization: `Bearer ${token}` } : {},
      );
      if (round >= 0) {
        times.get(what)!.push(took);
      }
    }
  }
  const of = (what: string) => ({
    p50: percentile(times.get(what)!, 50),
    p99: percentile(times.get(what)!, 99),
  });
  const keyed = Object.fromEntries(
    (Object.keys(keyedRoutes) as Keyed[]).map((as, index) => [
      as,
      of(all[index].what),
    ]),
  );
  return all.map(({ what, beside }) => ({
    what,
    ...of(what),
    ...(beside && { keyed: keyed[beside] }),
  }));
}
