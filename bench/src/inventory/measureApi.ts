import { InventoryFigure, milliseconds, ratioOf } from './InventoryFigure';
import { BenchBackend } from '../BenchBackend';
import { percentile } from './statistics';

const PAGE = 50;
const list = '/api/vm-inventory/v1/machines';
/** What a page asks for: some of a cluster's, some of all, and a part of a name. */
const queries = {
  'cluster and power, by memory': `${list}?cluster=domain-c3&power=on&sort=-memoryMib&limit=${PAGE}`,
  'power, by name': `${list}?power=on&sort=name&limit=${PAGE}`,
  'part of a name, by address': `${list}?search=web-1&sort=ipAddress&limit=${PAGE}`,
};
const empty = '/api/bench/authenticated';
const authorized = '/api/bench/authorized';
const unchanged = 'unchanged list (304)';
const turned = 'next page';
// It takes longer than all others, which it is there to be compared with.
const AUTHORIZED_EACH = 5;

/** 99th percentiles of the calls, in milliseconds. */
export interface ApiTimes {
  machines: number;
  calls: number;
  empty: number;
  authorized: number;
  unchanged: number;
  /** A list of which each call asks for the next page, to the end and from the beginning again. */
  turned: number;
  /** By query. */
  lists: Map<string, number>;
}

/**
 * Calls a backend with so many machines, each route in turn so that whatever else the computer does
 * strikes all of them, in another order each round so that none always follows the one that leaves
 * most to clean up, after as many calls as it takes until all is compiled.
 */
export async function measureApi(
  backend: BenchBackend,
  options: { machines: number; calls: number },
): Promise<ApiTimes> {
  const byName = queries['power, by name'];
  const { etag } = await backend.call(byName);
  // Four of five machines are on.
  const pages = Math.max(1, Math.floor((options.machines * 0.8) / PAGE));
  let pagesAsked = 0;
  const routes: [string, () => Promise<number>][] = [
    ['empty', () => backend.time(empty, 200)],
    ...Object.entries(queries).map(
      ([name, path]): [string, () => Promise<number>] => [
        name,
        () => backend.time(path, 200),
      ],
    ),
    ['authorized', () => backend.time(authorized, 200)],
    [unchanged, () => backend.time(byName, 304, { 'if-none-match': etag })],
    [
      turned,
      () => {
        const page = pagesAsked++ % pages;
        return backend.time(`${byName}&offset=${page * PAGE}`, 200);
      },
    ],
  ];
  const times = new Map(routes.map(([name]) => [name, [] as number[]]));
  const warmUp = Math.ceil(options.calls / 5);
  for (let round = -warmUp; round < options.calls; round++) {
    const inTurn =
      round % AUTHORIZED_EACH === 0
        ? routes
        : routes.filter(([name]) => name !== 'authorized');
    for (const [name, call] of inAnyOrder(inTurn)) {
      const took = await call();
      if (round >= 0) {
        times.get(name)!.push(took);
      }
    }
  }
  const p99 = (name: string) => percentile(times.get(name)!, 99);
  return {
    ...options,
    empty: p99('empty'),
    authorized: p99('authorized'),
    unchanged: p99(unchanged),
    turned: p99(turned),
    lists: new Map(Object.keys(queries).map(name => [name, p99(name)])),
  };
}

/** The same in a random order. */
export function inAnyOrder<T>(items: readonly T[]): T[] {
  const left = [...items];
  return items.map(
    () => left.splice(Math.floor(Math.random() * left.length), 1)[0],
  );
}

/** The lines of the table, of which `many` has ten times as many machines. */
export function apiFigures(few: ApiTimes, many?: ApiTimes): InventoryFigure[] {
  const count = (times: ApiTimes) => times.machines.toLocaleString('en-US');
  const figures = [...few.lists].map(
    ([name, p99]): InventoryFigure => ({
      what: `List of ${PAGE} of ${count(few)}: ${name}`,
      measured: `p99 ${milliseconds(p99)}`,
      beside: `empty route p99 ${milliseconds(few.empty)}`,
      ratio: ratioOf(p99, few.empty),
      target: { words: '≤ 1.3 ×', met: p99 <= 1.3 * few.empty },
    }),
  );
  for (const [name, p99] of many?.lists ?? []) {
    const fewer = few.lists.get(name)!;
    figures.push({
      what: `List of ${PAGE} of ${count(many!)}: ${name}`,
      measured: `p99 ${milliseconds(p99)}`,
      beside: `of ${count(few)} p99 ${milliseconds(fewer)}`,
      ratio: ratioOf(p99, fewer),
      target: { words: '≤ 1.5 ×', met: p99 <= 1.5 * fewer },
    });
  }
  return [
    ...figures,
    {
      what: 'Unchanged list: 304',
      measured: `p99 ${milliseconds(few.unchanged)}`,
      beside: `empty route p99 ${milliseconds(few.empty)}`,
      ratio: ratioOf(few.unchanged, few.empty),
      target: { words: '≤ 1.1 ×', met: few.unchanged <= 1.1 * few.empty },
    },
    {
      what: `For comparison: list of ${PAGE} of ${count(
        few,
      )} by name, each time the next page`,
      measured: `p99 ${milliseconds(few.turned)}`,
      beside: `empty route p99 ${milliseconds(few.empty)}`,
      ratio: ratioOf(few.turned, few.empty),
    },
    {
      what: 'For comparison: an empty route that asks for a permission',
      measured: `p99 ${milliseconds(few.authorized)} of ${
        few.calls / AUTHORIZED_EACH
      } calls`,
      beside: `empty route p99 ${milliseconds(few.empty)}`,
      ratio: ratioOf(few.authorized, few.empty),
    },
  ];
}
