import { ResponseError } from '@backstage/errors';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { summary } from '../../__testUtils__/requests';
import { RequestsPage } from './RequestsPage';

describe('RequestsPage', () => {
  it('lists requests with their state, and links to each', async () => {
    await renderWithApi(<RequestsPage />, {
      list: async () => ({
        items: [summary],
        total: 1,
        byState: { planned: 1 },
      }),
    });

    expect(await screen.findByText('web01')).toBeInTheDocument();
    expect(screen.getByText('Waits for approval')).toBeInTheDocument();
    expect(screen.getByText('10.20.110.7')).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /web01/ })).toHaveAttribute(
      'data-href',
      `/vm-requests/${summary.id}`,
    );
    expect(screen.getByText('Waiting (1)')).toBeInTheDocument();
  });

  it('asks the server for the states of the chosen filter', async () => {
    const list = jest.fn(async () => ({ items: [], total: 0, byState: {} }));
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
      list: async () => ({ items: [], total: 0, byState: {} }),
    });

    expect(
      await screen.findByText('Nobody has requested a machine yet.'),
    ).toBeInTheDocument();
  });

  it('says that one may not see them', async () => {
    const error = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: { name: 'NotAllowedError', message: 'no' },
          response: { statusCode: 403 },
        }),
        { status: 403, headers: { 'content-type': 'application/json' } },
      ),
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
      .mockResolvedValue({ items: [summary], total: 1, byState: {} });
    await renderWithApi(<RequestsPage />, { list });

    expect(await screen.findByText('the network is down')).toBeInTheDocument();
    await userEvent.click(screen.getByText('Try again'));

    expect(await screen.findByText('web01')).toBeInTheDocument();
  });
});
