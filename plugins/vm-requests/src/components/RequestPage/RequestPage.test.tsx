import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { plannedRequest } from '../../__testUtils__/requests';
import { RequestPage } from './RequestPage';

function api(
  request: VmRequest,
  change: Partial<VmRequestsApi> = {},
): Partial<VmRequestsApi> {
  return {
    get: async () => request,
    getEvents: async () => ({
      items: [
        {
          id: '1',
          at: request.createdAt,
          by: 'user:default/anna.weber',
          type: 'opened',
          to: 'open',
        },
      ],
    }),
    followLog: async (_id, _of, { onLines }) =>
      onLines(['Terraform says hello']),
    ...change,
  };
}

describe('RequestPage', () => {
  it('shows the plan that would be applied and whom it waits for', async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api(plannedRequest),
    );

    expect(
      await screen.findByText('1 to add, 0 to change, 0 to destroy'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('module.vm.vsphere_virtual_machine.this[0]'),
    ).toBeInTheDocument();
    expect(screen.getByText(/waits for the approval of/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  });

  it('approves the very plan that was seen', async () => {
    const approve = jest.fn(async () => plannedRequest);
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api({ ...plannedRequest, can: ['approve', 'reject'] }, { approve }),
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Approve' }),
    );
    await userEvent.type(await screen.findByLabelText(/Reason/), 'fine');
    const buttons = screen.getAllByRole('button', { name: 'Approve' });
    await userEvent.click(buttons[buttons.length - 1]);

    await waitFor(() =>
      expect(approve).toHaveBeenCalledWith(plannedRequest.id, {
        digest: plannedRequest.plan!.digest,
        reason: 'fine',
      }),
    );
  });

  it('rejects only with a reason, and says why it could not', async () => {
    const reject = jest.fn(async () => {
      throw new Error('It was approved meanwhile.');
    });
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api({ ...plannedRequest, can: ['reject'] }, { reject }),
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Reject' }),
    );
    const confirm = () =>
      screen.getAllByRole('button', { name: 'Reject' }).slice(-1)[0];
    await screen.findByLabelText(/Reason/);
    expect(confirm()).toBeDisabled();
    await userEvent.type(screen.getByLabelText(/Reason/), 'too big');
    await userEvent.click(confirm());

    expect(
      await screen.findByText('It was approved meanwhile.'),
    ).toBeInTheDocument();
  });

  it('shows why a request failed, in the words of the peer', async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api({
        ...plannedRequest,
        state: 'failed',
        message: 'Error: Unsupported argument\n  on main.tf line 3',
      }),
    );

    expect(await screen.findByText('Why it ended')).toBeInTheDocument();
    expect(screen.getByText(/Unsupported argument/)).toBeInTheDocument();
  });

  it('says that it warns of a plan that is not bound to its apply', async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api({
        ...plannedRequest,
        plan: { ...plannedRequest.plan!, exact: false },
      }),
    );

    expect(
      await screen.findByText(/does not bind the approval to its plan/),
    ).toBeInTheDocument();
  });
});
