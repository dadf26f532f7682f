import { TablePage } from './queryTable';
import { RecentLists } from './RecentLists';

describe('RecentLists', () => {
  const page = (total: number): TablePage<'machine'> => ({ items: [], total });

  function asking() {
    const lists = new RecentLists();
    let made = 0;
    const make = () => page(++made);
    const ask = (tag: string, name = 'all') =>
      JSON.parse(lists.get(name, () => ({ limit: 1 })).page(tag, make)).total;
    return { lists, ask };
  }

  it('makes a page anew until it has been asked for twice', () => {
    const { ask } = asking();

    expect([ask('a'), ask('a'), ask('a'), ask('a')]).toEqual([1, 2, 2, 2]);
  });

  it('makes it anew when something else is shown, and when that is shown again', () => {
    const { ask } = asking();

    expect([ask('a'), ask('a'), ask('b'), ask('a')]).toEqual([1, 2, 3, 4]);
  });

  it('keeps lists apart, and forgets those that were not asked for lately', () => {
    const { lists, ask } = asking();
    expect([ask('a'), ask('a'), ask('a', 'others')]).toEqual([1, 2, 3]);
    const read = jest.fn(() => ({}));
    lists.get('all', read);
    expect(read).not.toHaveBeenCalled();

    for (let other = 0; other < 50; other++) {
      ask('a', `other ${other}`);
    }
    lists.get('all', read);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('does not keep a page that is too large', () => {
    const lists = new RecentLists();
    const name = 'n'.repeat(200_000);
    const make = jest.fn(
      () => ({ items: [{ name }], total: 1 } as TablePage<never>),
    );
    for (let time = 0; time < 4; time++) {
      lists.get('all', () => ({})).page('a', make);
    }
    expect(make).toHaveBeenCalledTimes(4);
  });
});
