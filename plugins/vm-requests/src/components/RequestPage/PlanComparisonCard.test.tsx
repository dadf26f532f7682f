import { screen, within } from '@testing-library/react';
import { Plan, VmRequest } from '@backlot/plugin-vm-requests-common';
import { plannedRequest } from '../../__testUtils__/requests';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { PlanComparisonCard } from './PlanComparisonCard';

const approved = plannedRequest.plan!;
const [machine] = approved.changes;

function planned(plan: Plan, by = 'user:default/priya.nair'): VmRequest {
  return {
    ...plannedRequest,
    plan,
    replaced: {
      plan: approved,
      decision: { by, at: plannedRequest.createdAt, approved: true },
    },
  };
}

const replacing: Plan = {
  ...approved,
  digest: `sha256:${'2'.repeat(64)}`,
  summary: { add: 1, change: 0, destroy: 1 },
  changes: [
    {
      ...machine,
      actions: ['delete', 'create'],
      reason: 'replace_because_tainted',
    },
    { ...machine, address: 'dns_a_record_set.this' },
  ],
};

describe('PlanComparisonCard', () => {
  it('shows nothing of a request whose plan took nothing’s place', async () => {
    await renderWithApi(<PlanComparisonCard request={plannedRequest} />, {});
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('shows thing by thing what differs, and loudly what would be destroyed', async () => {
    await renderWithApi(
      <PlanComparisonCard request={planned(replacing)} />,
      {},
    );

    expect(
      screen.getByText('The new plan destroys what exists'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(`${machine.address}, and creates it again`),
    ).toBeInTheDocument();
    const table = screen.getByRole('table', { name: /What each plan does/ });
    const cells = (name: string) =>
      within(within(table).getByRole('row', { name: new RegExp(name) }))
        .getAllByRole('cell')
        .map(({ textContent }) => textContent);
    expect(cells('this\\[0\\]')).toEqual([
      'other',
      'will be created',
      'will be destroyed and created again',
    ]);
    expect(cells('^because')).toEqual([
      '',
      'not in this plan',
      'it was only partly created',
    ]);
    expect(cells('dns_a_record_set')).toEqual([
      'new',
      'not in this plan',
      'will be created',
    ]);
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['Thing', 'Is', 'In the approved plan', 'In the new plan']);
  });

  it('says that the difference is masked where nothing that is shown differs', async () => {
    await renderWithApi(
      <PlanComparisonCard
        request={planned({ ...replacing, changes: approved.changes }, 'policy')}
      />,
      {},
    );
    expect(
      screen.getByRole('table', { name: /in values that are masked/ }),
    ).toBeInTheDocument();
    expect(screen.getByText(/The plan that policy approved/)).toBeVisible();
    expect(screen.queryByText(/destroys what exists/)).toBeNull();
  });

  it('shows both texts where nothing else is known', async () => {
    await renderWithApi(
      <PlanComparisonCard
        request={planned({
          ...replacing,
          exact: false,
          changes: [],
          text: 'Plan: 1 to add, 0 to change, 1 to destroy.',
        })}
      />,
      {},
    );
    expect(
      screen.getByText('Only the texts of these plans can be compared'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Plan: 1 to add, 0 to change, 1 to destroy.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('table')).toBeNull();
  });
});
