import { ResponseError } from '@backstage/errors';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { refusal } from '@backlot/ui-common/testUtils';
import { RequestBatchPage } from '@backlot/plugin-vm-requests-common';
import { batchSummary } from '../../__testUtils__/batches';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { BatchesPage } from './BatchesPage';

function show(getBatches: VmRequestsApi['getBatches']) {
  return renderWithApi(<BatchesPage />, { getBatches });
}

const row = (name: RegExp) => screen.findByRole('row', { name });

describe('BatchesPage', () => {
  it('lists batches with their state, and links to each', async () => {
    await show(async () => ({
      items: [
        batchSummary,
        {
          ...batchSummary,
          id: '01JD0000000000000000000008',
          kind: 'upgrade',
          operation: 'Upgrade',
          state: 'stopped',
          inTurn: true,
          owner: undefined,
          environment: undefined,
          purpose: 'Newest module',
          count: 2,
        },
      ],
    }));

    const made = await row(/^Create 3/);
    expect(made).toHaveTextContent(/Shop.*Going on.*production.*team-payments/);
    expect(made).toHaveAttribute(
      'data-href',
      `/vm-requests/batches/${batchSummary.id}`,
    );
    expect(await row(/^Upgrade 2 in turn/)).toHaveTextContent(
      /Newest module.*Stands still.*Several.*Several/,
    );
    expect(
      screen.getByRole('link', { name: '← All requests' }),
    ).toHaveAttribute('href', '/vm-requests');
    expect(screen.queryByRole('button', { name: /Show more/ })).toBeNull();
  });

  it('goes on along the cursor when asked to', async () => {
    const getBatches = jest.fn(
      async ({ cursor }: { cursor?: string } = {}): Promise<RequestBatchPage> =>
        cursor === 'older'
          ? { items: [{ ...batchSummary, id: '01JC', purpose: 'Older' }] }
          : {
              items: Array.from({ length: 50 }, (_, index) => ({
                ...batchSummary,
                id: `01JD${index}`,
                purpose: `Newer ${index}`,
              })),
              nextCursor: 'older',
            },
    );
    await show(getBatches);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more (50 so far)' }),
    );

    expect(await screen.findByText('Older')).toBeInTheDocument();
    expect(screen.getByText('Newer 0')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Show more/ })).toBeNull();
  });

  it('says that there is none', async () => {
    await show(async () => ({ items: [] }));

    expect(
      await screen.findByText(
        'Nobody has asked for several machines at once yet.',
      ),
    ).toBeInTheDocument();
  });

  it('says that one may not see them', async () => {
    const error = await ResponseError.fromResponse(
      refusal(403, 'NotAllowedError', 'no'),
    );
    await show(async () => {
      throw error;
    });

    expect(
      await screen.findByText('You have no permission to see the batches'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('grid')).toBeNull();
  });

  it('says what went wrong, and tries again when asked to', async () => {
    const getBatches = jest
      .fn<Promise<RequestBatchPage>, []>()
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockResolvedValue({ items: [batchSummary] });
    await show(getBatches);
    expect(await screen.findByText(/The database is away/)).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await row(/^Create 3/)).toBeInTheDocument();
    expect(screen.queryByText(/The database is away/)).toBeNull();
  });
});
