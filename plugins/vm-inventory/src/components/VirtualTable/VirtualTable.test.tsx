import { render, screen } from '@testing-library/react';
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

function show(options: { total?: number; sort?: string }) {
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
      emptyState="nothing"
    />,
  );
  return { shown, sorts };
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
