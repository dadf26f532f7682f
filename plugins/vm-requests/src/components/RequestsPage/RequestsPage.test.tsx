import { ResponseError } from '@backstage/errors';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { refusal } from '@backlot/ui-common/testUtils';
import { VmRequestQuery } from '../../api/VmRequestsApi';
import { summary } from '../../__testUtils__/requests';
import { RequestsPage } from './RequestsPage';

describe('RequestsPage', () => {
  it('lists requests with their state, and links to each', async () => {
    await renderWithApi(<RequestsPage />, {
      list: async () => ({
        items: [summary],
        total: 1,
        byState: { planned: 1 },
        byWait: { approval: 1 },
      }),
    });

    expect(await screen.findByText('web01')).toBeInTheDocument();
    expect(screen.getByText('Waits for approval')).toBeInTheDocument();
    expect(screen.getByText('10.20.110.7')).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /web01/ })).toHaveAttribute(
      'data-href',
      `/vm-requests/${summary.id}`,
    );
    expect(screen.getByText('Waiting for approval (1)')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Batches' })).toHaveAttribute(
      'href',
      '/vm-requests/batches',
    );
  });

  it('says for whom each is, and when what is approved is applied', async () => {
    const at = '2026-12-03T07:00:00.000Z';
    const why = 'It is applied later.';
    await renderWithApi(<RequestsPage />, {
      list: async () => ({
        items: [
          {
            ...summary,
            state: 'approved',
            wait: { for: 'start', since: summary.updatedAt, why },
            applyWait: { at, for: 'start', why },
            requestedFor: 'group:default/team-search',
          },
        ],
        total: 1,
        byState: { approved: 1 },
        byWait: { start: 1 },
      }),
    });

    const row = await screen.findByRole('row', { name: /web01/ });
    expect(row).toHaveTextContent('Approved, not yet applied');
    expect(row).toHaveTextContent(/On 3 December 2026, /);
    expect(row).toHaveTextContent(/for team-search/);
    expect(screen.getByText('In progress (1)')).toBeInTheDocument();
    expect(screen.getByText('Needs attention (0)')).toBeInTheDocument();
  });

  it('asks the server for the states of the chosen filter', async () => {
    const list = jest.fn(async () => ({
      items: [],
      total: 0,
      byState: {},
      byWait: {},
    }));
    await renderWithApi(<RequestsPage />, { list });

    await userEvent.click(await screen.findByText('Done (0)'));

    expect(
      await screen.findByText('No request matches these filters.'),
    ).toBeInTheDocument();
    expect(list).toHaveBeenLastCalledWith(
      expect.objectContaining({ state: ['done'] }),
      expect.anything(),
    );
  });

  it('says that there is nothing yet', async () => {
    await renderWithApi(<RequestsPage />, {
      list: async () => ({ items: [], total: 0, byState: {}, byWait: {} }),
    });

    expect(
      await screen.findByText('Nobody has requested a machine yet.'),
    ).toBeInTheDocument();
  });

  it('says that one may not see them', async () => {
    const error = await ResponseError.fromResponse(
      refusal(403, 'NotAllowedError', 'no'),
    );
    await renderWithApi(<RequestsPage />, {
      list: async () => {
        throw error;
      },
    });

    expect(
      await screen.findByText('You have no permission to see the requests'),
    ).toBeInTheDocument();
  });

  it('says what went wrong and tries again when asked to', async () => {
    const list = jest
      .fn()
      .mockRejectedValueOnce(new Error('the network is down'))
      .mockResolvedValue({
        items: [summary],
        total: 1,
        byState: {},
        byWait: {},
      });
    await renderWithApi(<RequestsPage />, { list });

    expect(await screen.findByText('the network is down')).toBeInTheDocument();
    await userEvent.click(screen.getByText('Try again'));

    expect(await screen.findByText('web01')).toBeInTheDocument();
  });

  it('shows more page by page, along the cursor', async () => {
    const items = Array.from({ length: 60 }, (_, index) => ({
      ...summary,
      id: `request-${index}`,
      name: `web${index}`,
    }));
    const list = jest.fn(
      async ({ cursor, limit = 50 }: VmRequestQuery = {}) => {
        const from = items.findIndex(({ id }) => id === cursor) + 1;
        return {
          items: items.slice(from, from + limit),
          total: 60,
          byState: { planned: 60 },
          byWait: {},
          nextCursor:
            from + limit < 60 ? items[from + limit - 1].id : undefined,
        };
      },
    );
    await renderWithApi(<RequestsPage />, { list });

    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more (25 of 60)' }),
    );

    expect(await screen.findByText('web59')).toBeInTheDocument();
    expect(screen.getByText('web0')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Show more/ })).toBeNull();
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({ cursor: 'request-24', limit: 50 }),
      expect.anything(),
    );
  });

  it('asks for nothing that the backend does not know, whatever the URL says', async () => {
    const list = jest.fn(async () => ({
      items: [],
      total: 0,
      byState: {},
      byWait: {},
    }));
    await renderWithApi(
      <RequestsPage />,
      { list },
      '/?state=constructor&mine=somebody',
    );

    expect(
      await screen.findByText('Nobody has requested a machine yet.'),
    ).toBeInTheDocument();
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({ state: undefined, mine: undefined }),
      expect.anything(),
    );
  });

  const none = async () => ({ items: [], total: 0, byState: {}, byWait: {} });
  const templateOf = (name: string, type: string) => ({
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: { name },
    spec: { type },
  });
  const link = () => screen.findByRole('link', { name: 'Request a machine' });

  it('leads to the form of the one template for machines', async () => {
    await renderWithApi(<RequestsPage />, { list: none }, '/', [
      templateOf('rhel9-vm', 'virtual-machine'),
      templateOf('rhel9-vm-apply', 'internal'),
    ]);

    await waitFor(async () =>
      expect(await link()).toHaveAttribute(
        'href',
        '/make/templates/default/rhel9-vm',
      ),
    );
  });

  it('leads to the templates where there are several for machines, or none', async () => {
    await renderWithApi(<RequestsPage />, { list: none }, '/', [
      templateOf('rhel9-vm', 'virtual-machine'),
      templateOf('debian-vm', 'virtual-machine'),
    ]);

    expect(await link()).toHaveAttribute(
      'href',
      '/make?filters%5Btype%5D=virtual-machine',
    );
  });
});
