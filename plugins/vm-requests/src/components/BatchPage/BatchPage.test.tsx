import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ResponseError } from '@backstage/errors';
import { refusal } from '@backlot/ui-common/testUtils';
import { BatchItem, RequestBatch } from '@backlot/plugin-vm-requests-common';
import { batchOf, plannedItem } from '../../__testUtils__/batches';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { BatchPage } from './BatchPage';

const decide: BatchItem['can'] = ['approve', 'reject'];

function show(batch: RequestBatch, api: Partial<VmRequestsApi> = {}) {
  return renderWithApi(<BatchPage id={batch.id} />, {
    getBatch: async () => batch,
    ...api,
  });
}

const ask = async (label: RegExp, reason?: string) => {
  await userEvent.click(await screen.findByRole('button', { name: label }));
  const dialog = await screen.findByRole('dialog');
  if (reason) {
    await userEvent.type(within(dialog).getByLabelText(/Reason/), reason);
  }
  await userEvent.click(within(dialog).getByRole('button', { name: label }));
};

describe('BatchPage', () => {
  it('shows each of a batch with its state, and leads to its request', async () => {
    await show(
      batchOf([
        plannedItem(1),
        plannedItem(2, { state: 'waiting', request: undefined }),
      ]),
    );
    expect(
      await screen.findByRole('heading', {
        name: 'Create 2: web-01 to web-02',
      }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'web-01' })).toHaveAttribute(
      'href',
      '/vm-requests/request-1',
    );
    expect(
      screen.getByText('1 waits for approval, 1 waits to be planned'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Approve/ })).toBeNull();
  });

  it('says on behalf of whom it is', async () => {
    await show(
      batchOf([plannedItem(1)], { requestedFor: 'group:default/team-search' }),
    );
    expect(await screen.findByText(/on behalf of/)).toHaveTextContent(
      /Requested by .* for .*payments.* on behalf of .*search – Shop/,
    );
  });

  it('has an approver approve all that wait, with the plans that are shown', async () => {
    const decideSeveral = jest.fn(async () => ({
      items: [{ id: 'request-1', decided: true }],
    }));
    await show(
      batchOf([
        plannedItem(1, { can: decide }),
        plannedItem(2, { can: decide }),
        plannedItem(3, { state: 'failed', request: undefined }),
      ]),
      { decideSeveral },
    );
    expect(
      await screen.findByText('4 to add, 0 to change, 0 to destroy'),
    ).toBeInTheDocument();
    expect(screen.getByText('80 GiB')).toBeInTheDocument();

    await ask(/^Approve 2/, 'Fine');

    expect(decideSeveral).toHaveBeenCalledWith({
      decision: 'approve',
      reason: 'Fine',
      requests: [
        { id: 'request-1', digest: 'sha256:1' },
        { id: 'request-2', digest: 'sha256:2' },
      ],
    });
  });

  it('tells an approver that not all are planned yet, and how many are approved now', async () => {
    const planning = plannedItem(3);
    await show(
      batchOf([
        plannedItem(1, { can: decide }),
        plannedItem(2, { can: decide }),
        plannedItem(3, {
          request: { ...planning.request!, state: 'open', wait: undefined },
        }),
        plannedItem(4, { state: 'waiting', request: undefined }),
        plannedItem(5, { state: 'failed', request: undefined }),
      ]),
    );
    expect(
      await screen.findByText('2 of 5 are not planned yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'Approving now approves the 2 that wait for approval. The others need another approval once planned.',
      ),
    ).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Approve 2' }));
    expect(
      await screen.findByRole('dialog', { name: 'Approve 2 of 5 requests?' }),
    ).toBeInTheDocument();
  });

  it('says nothing of plans to come where all are planned', async () => {
    await show(
      batchOf([
        plannedItem(1, { can: decide }),
        plannedItem(2, { state: 'failed', request: undefined }),
      ]),
    );
    expect(
      await screen.findByRole('button', { name: 'Approve 1' }),
    ).toBeInTheDocument();
    expect(screen.queryByText(/not planned yet/)).toBeNull();
  });

  it('has an approver see what the plans do, and the odd ones by name', async () => {
    const adopting = (position: number, doings: string[]) => {
      const item = plannedItem(position, { can: decide });
      return {
        ...item,
        request: {
          ...item.request!,
          plan: { ...item.request!.plan!, doings },
        },
      };
    };
    const usual = [
      'change disk.keep_on_remove of vsphere_virtual_machine',
      'import vsphere_virtual_machine',
    ];
    await show(
      batchOf([
        adopting(1, ['change memory of vsphere_virtual_machine', ...usual]),
        adopting(2, usual),
        adopting(3, usual),
        plannedItem(4),
      ]),
    );
    const list = await screen.findByRole('list', { name: 'What the plans do' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      '2 × change disk.keep_on_remove of vsphere_virtual_machine, import vsphere_virtual_machine',
      '1 × change memory of vsphere_virtual_machine, change disk.keep_on_remove of vsphere_virtual_machine, import vsphere_virtual_machine: web-01',
    ]);
    expect(within(list).getByRole('link', { name: 'web-01' })).toHaveAttribute(
      'href',
      '/vm-requests/request-1',
    );
  });

  it('says what was not approved, and why', async () => {
    await show(batchOf([plannedItem(1, { can: decide })]), {
      decideSeveral: async () => ({
        items: [
          {
            id: 'request-1',
            decided: false,
            why: 'The plan is not the one that you saw.',
          },
        ],
      }),
    });

    await ask(/^Approve 1/);

    expect(await screen.findByRole('alert')).toHaveTextContent(
      /1 not decided on.*web-01: The plan is not the one that you saw\./,
    );
  });

  it('says why it stands still, and has the rest go on', async () => {
    const resumeBatch = jest.fn();
    await show(
      batchOf([plannedItem(1, { isWrong: true }), plannedItem(2)], {
        state: 'stopped',
        inTurn: true,
        message: 'web-01 went wrong, so nothing after it is applied.',
        can: ['resume', 'cancel'],
      }),
      { resumeBatch },
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /The batch stands still.*web-01 went wrong/,
    );

    await ask(/^Go on with the rest/);

    expect(resumeBatch).toHaveBeenCalledWith(batchOf([]).id, {
      reason: undefined,
    });
  });

  it('has one that failed tried again', async () => {
    const retryBatchItem = jest.fn();
    await show(
      batchOf([
        plannedItem(1),
        plannedItem(2, {
          state: 'failed',
          request: undefined,
          isWrong: true,
          message: 'The name web-02 is taken by machine vm-7 of lab.',
          can: ['retry'],
        }),
      ]),
      { retryBatchItem },
    );
    expect(
      await screen.findByText(/is taken by machine vm-7 of lab/),
    ).toBeInTheDocument();

    await ask(/^Try again/);

    expect(retryBatchItem).toHaveBeenCalledWith(batchOf([]).id, 2, {
      reason: undefined,
    });
  });

  it('says that one may not see it', async () => {
    const error = await ResponseError.fromResponse(
      refusal(403, 'NotAllowedError', 'no'),
    );
    await renderWithApi(<BatchPage id="b" />, {
      getBatch: async () => {
        throw error;
      },
    });
    expect(await screen.findByRole('alert')).toBeInTheDocument();
  });
});
