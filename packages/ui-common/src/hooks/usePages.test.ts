import { act, renderHook, waitFor } from '@testing-library/react';
import fc from 'fast-check';
import { usePages } from './usePages';

interface Page {
  items: string[];
  nextCursor?: string;
  total: number;
}

/** Answers pages of a list, the cursor being the last item before the page. */
function serve(list: () => string[]) {
  const queries: { cursor?: string; limit: number }[] = [];
  const load = async (query: {
    cursor?: string;
    limit: number;
  }): Promise<Page> => {
    queries.push(query);
    const all = list();
    const from = query.cursor === undefined ? 0 : all.indexOf(query.cursor) + 1;
    const items = all.slice(from, from + query.limit);
    return {
      items,
      total: all.length,
      nextCursor:
        from + query.limit < all.length ? items[items.length - 1] : undefined,
    };
  };
  return { load, queries };
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `item-${index}`);
const idOf = (item: string) => item;

describe('usePages', () => {
  it('adds page after page along the cursor', async () => {
    const { load, queries } = serve(() => numbered(5));
    const { result } = renderHook(() =>
      usePages(load, [], { idOf, pageSize: 2, maxLimit: 10 }),
    );
    await waitFor(() => expect(result.current.page?.items).toHaveLength(2));

    act(() => result.current.loadMore());
    await waitFor(() => expect(result.current.page?.items).toHaveLength(4));
    act(() => result.current.loadMore());
    await waitFor(() =>
      expect(result.current.page).toEqual({ items: numbered(5), total: 5 }),
    );
    act(() => result.current.loadMore());

    expect(queries).toEqual([
      { cursor: undefined, limit: 2 },
      { cursor: 'item-1', limit: 2 },
      { cursor: 'item-3', limit: 2 },
    ]);
  });

  it('shows few at first, where it is told to, and adds more', async () => {
    const { load, queries } = serve(() => numbered(9));
    const { result } = renderHook(() =>
      usePages(load, [], {
        idOf,
        firstPageSize: 2,
        pageSize: 5,
        maxLimit: 10,
      }),
    );
    await waitFor(() => expect(result.current.page?.items).toHaveLength(2));
    act(() => result.current.loadMore());
    await waitFor(() => expect(result.current.page?.items).toHaveLength(7));

    expect(queries).toEqual([
      { cursor: undefined, limit: 2 },
      { cursor: 'item-1', limit: 5 },
    ]);
  });

  it('loads all that is shown anew, in as few calls as the API allows', async () => {
    let list = numbered(9);
    const { load, queries } = serve(() => list);
    const { result } = renderHook(() =>
      usePages(load, [], { idOf, pageSize: 3, maxLimit: 4 }),
    );
    await waitFor(() => expect(result.current.page?.items).toHaveLength(3));
    act(() => result.current.loadMore());
    await waitFor(() => expect(result.current.page?.items).toHaveLength(6));
    queries.length = 0;
    list = ['new', ...list];

    act(() => result.current.reload());
    expect(result.current.page?.items).toHaveLength(6);

    await waitFor(() =>
      expect(result.current.page?.items).toEqual(list.slice(0, 6)),
    );
    expect(queries.map(query => query.limit)).toEqual([4, 2]);
  });

  it('does not lose what somebody asked for when it reloads meanwhile', async () => {
    const { load } = serve(() => numbered(9));
    const { result } = renderHook(() =>
      usePages(load, [], { idOf, pageSize: 3, maxLimit: 100 }),
    );
    await waitFor(() => expect(result.current.page?.items).toHaveLength(3));

    act(() => {
      result.current.loadMore();
      result.current.reload();
    });

    await waitFor(() => expect(result.current.page?.items).toHaveLength(6));
  });

  it('shows an item once that moved to a later page', async () => {
    const answers: Page[] = [
      { items: ['a', 'b'], total: 4, nextCursor: 'b' },
      { items: ['a', 'c'], total: 4 },
    ];
    const { result } = renderHook(() =>
      usePages(async () => answers.shift()!, [], {
        idOf,
        pageSize: 2,
        maxLimit: 2,
      }),
    );
    await waitFor(() => expect(result.current.page?.items).toHaveLength(2));

    act(() => result.current.loadMore());

    await waitFor(() =>
      expect(result.current.page?.items).toEqual(['a', 'b', 'c']),
    );
  });

  it('begins anew for other dependencies, and says that the old page is old', async () => {
    const { result, rerender } = renderHook(
      ({ search }) =>
        usePages(
          async () => ({ items: [`${search} 1`], nextCursor: 'next' }),
          [search],
          { idOf, pageSize: 1, maxLimit: 1 },
        ),
      { initialProps: { search: 'a' } },
    );
    await waitFor(() => expect(result.current.page?.items).toEqual(['a 1']));

    rerender({ search: 'b' });
    expect(result.current).toMatchObject({
      page: { items: ['a 1'] },
      outdated: true,
      loading: true,
    });

    await waitFor(() => expect(result.current.page?.items).toEqual(['b 1']));
    expect(result.current.outdated).toBe(false);
  });

  it('keeps what it has when loading more fails, but not another list', async () => {
    const load = jest
      .fn<Promise<Page>, []>()
      .mockResolvedValueOnce({ items: ['a'], total: 2, nextCursor: 'a' })
      .mockRejectedValue(new Error('down'));
    const { result, rerender } = renderHook(
      ({ search }) =>
        usePages(load, [search], { idOf, pageSize: 1, maxLimit: 1 }),
      { initialProps: { search: 'a' } },
    );
    await waitFor(() => expect(result.current.page?.items).toEqual(['a']));

    act(() => result.current.loadMore());
    await waitFor(() => expect(result.current.error?.message).toBe('down'));
    expect(result.current.page?.items).toEqual(['a']);

    rerender({ search: 'b' });
    await waitFor(() => expect(result.current.loading).toBe(false));
    expect(result.current.error?.message).toBe('down');
    expect(result.current.page).toBeUndefined();
  });

  it('ends on a server that promises more and gives nothing', async () => {
    const load = jest.fn(async () => ({ items: [], nextCursor: 'again' }));
    const { result } = renderHook(() =>
      usePages(load, [], { idOf, pageSize: 5, maxLimit: 5 }),
    );

    await waitFor(() => expect(result.current.loading).toBe(false));
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('comes to the whole list in its order, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 30 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        async (length, pageSize, maxLimit) => {
          const { load, queries } = serve(() => numbered(length));
          const { result, unmount } = renderHook(() =>
            usePages(load, [], { idOf, pageSize, maxLimit }),
          );
          await waitFor(() => expect(result.current.loading).toBe(false));
          while (result.current.page?.nextCursor) {
            act(() => result.current.loadMore());
            await waitFor(() => expect(result.current.loading).toBe(false));
          }
          expect(result.current.page?.items).toEqual(numbered(length));
          expect(Math.max(...queries.map(query => query.limit))).toBeLessThan(
            maxLimit + 1,
          );
          unmount();
        },
      ),
      { numRuns: 20 },
    );
  });
});
