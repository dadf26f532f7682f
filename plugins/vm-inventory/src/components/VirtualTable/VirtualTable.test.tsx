import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VirtualColumn, VirtualTable } from './VirtualTable';

const columns: VirtualColumn<string>[] = [
  {
    id: 'name',
    label: 'Name',
    width: '1fr',
    isRowHeader: true,
    isSortable: true,
    cell: name => name,
  },
];

function show(options: { total?: number; sort?: string; firstRow?: number }) {
  const tops: number[] = [];
  const shown: [number, number][] = [];
  const sorts: string[] = [];
  render(
    <VirtualTable
      label="Names"
      columns={columns}
      total={options.total}
      itemAt={index => (index < 3 ? `name ${index}` : undefined)}
      onShow={(first, last) => shown.push([first, last])}
      sort={options.sort ?? 'name'}
      onSort={sort => sorts.push(sort)}
      isStale={false}
      listKey=""
      firstRow={options.firstRow}
      onScroll={row => tops.push(row)}
      emptyState="nothing"
    />,
  );
  return { shown, sorts, tops };
}

describe('VirtualTable', () => {
  it('has rows for what is looked at, and says how many there are', () => {
    const { shown } = show({ total: 100_000 });

    expect(screen.getByRole('table', { name: 'Names' })).toHaveAttribute(
      'aria-rowcount',
      '100001',
    );
    expect(screen.getByRole('row', { name: 'name 2' })).toHaveAttribute(
      'aria-rowindex',
      '4',
    );
    const rows = screen.getAllByRole('row');
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.length).toBeLessThan(40);
    expect(rows[4]).toHaveAttribute('aria-busy', 'true');
    expect(shown[shown.length - 1]).toEqual([0, rows.length - 2]);
  });

  it('is not higher than browsers let an element be', () => {
    show({ total: 100_000 });
    const height = parseInt(
      screen.getAllByRole('rowgroup')[1].style.height,
      10,
    );

    expect(height).toBeGreaterThan(100_000 * 40);
    // Firefox; it is 33.5 million in Chromium and WebKit.
    expect(height).toBeLessThan(17_800_000);
  });

  it('begins where one was, and says where one is', () => {
    const { shown, tops } = show({ firstRow: 70_000.5 });

    // Though it is not known yet how many there are.
    const [first, last] = shown[shown.length - 1];
    expect(first).toBeGreaterThan(69_980);
    expect(first).toBeLessThanOrEqual(70_000);
    expect(last).toBeGreaterThan(70_005);
    expect(last).toBeLessThan(70_040);
    expect(shown.every(([each]) => each === first)).toBe(true);

    const scroller = screen.getByRole('group', { name: 'Names' });
    scroller.scrollTop = 52 * 20.25;
    fireEvent.scroll(scroller);
    expect(tops).toEqual([20.25]);
  });

  it('says that it loads, and that there is nothing', () => {
    show({});
    expect(screen.getByRole('table')).toHaveAttribute('aria-busy', 'true');
    expect(screen.getAllByRole('row').length).toBeGreaterThan(5);
    expect(screen.queryByText('nothing')).toBeNull();
  });

  it('says that there is nothing', () => {
    show({ total: 0 });
    expect(screen.getByText('nothing')).toBeInTheDocument();
    expect(screen.getAllByRole('row')).toHaveLength(1);
  });

  it.each([
    ['name', 'ascending', '-name'],
    ['-name', 'descending', 'name'],
    ['cpus', 'none', 'name'],
  ])('is sorted by %s, and by another when asked', async (sort, is, next) => {
    const { sorts } = show({ total: 3, sort });
    expect(screen.getByRole('columnheader')).toHaveAttribute('aria-sort', is);
    await userEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(sorts).toEqual([next]);
  });
});
