import { TablePage } from './queryTable';
import { RecentLists } from './RecentLists';

describe('RecentLists', () => {
  const page = (total: number): TablePage<'machine'> => ({ items: [], total });

  function asking() {
    const lists = new RecentLists();
    let made = 0;
    const make = async () => page(++made);
    const ask = async (...tags: string[]) => {
      const totals: number[] = [];
      for (const tag of tags) {
        const list = lists.get('all', () => ({ limit: 1 }));
        totals.push(JSON.parse(await list.page(tag, make)).total);
      }
      return totals;
    };
    return { lists, ask };
  }

  it('makes a page anew until it has been asked for twice', async () => {
    const { ask } = asking();

    expect(await ask('a', 'a', 'a', 'a')).toEqual([1, 2, 2, 2]);
  });

  it('makes it anew when something else is shown, and when that is shown again', async () => {
    const { ask } = asking();

    expect(await ask('a', 'a', 'b', 'a')).toEqual([1, 2, 3, 4]);
  });

  it('keeps lists apart, and forgets those that were not asked for lately', () => {
    const { lists } = asking();
    const read = jest.fn(() => ({}));
    const all = lists.get('all', read);
    expect(lists.get('others', read)).not.toBe(all);
    expect(lists.get('all', read)).toBe(all);
    expect(read).toHaveBeenCalledTimes(2);

    for (let other = 0; other < 50; other++) {
      lists.get(`other ${other}`, read);
    }
    expect(lists.get('all', read)).not.toBe(all);
  });

  it('does not keep a page that is too large', async () => {
    const list = new RecentLists().get('all', () => ({}));
    const name = 'n'.repeat(200_000);
    const make = jest.fn(
      async () => ({ items: [{ name }], total: 1 } as TablePage<never>),
    );
    for (let time = 0; time < 4; time++) {
      await list.page('a', make);
    }
    expect(make).toHaveBeenCalledTimes(4);
  });
});
