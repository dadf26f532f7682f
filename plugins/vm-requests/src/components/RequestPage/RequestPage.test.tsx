import { ResponseError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { GuestReport, VmRequest } from '@backlot/plugin-vm-requests-common';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { webMachine } from '../../__testUtils__/machines';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { refusal } from '@backlot/ui-common/testUtils';
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
    getMachine: async () => webMachine,
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

  it('says for whom it is, where it lives, and when it is applied, or now on demand', async () => {
    const start = jest.fn(async () => plannedRequest);
    const why =
      'It is applied on 3 December 2026 at 08:00 (Europe/Berlin): its start was put there.';
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api(
        {
          ...plannedRequest,
          state: 'approved',
          requestedFor: 'group:default/team-search',
          stackTitle: 'Platform',
          startAt: '2026-12-03T07:00:00.000Z',
          applyWait: { at: '2026-12-03T07:00:00.000Z', for: 'start', why },
          wait: { for: 'start', since: plannedRequest.updatedAt, why },
          can: ['cancel', 'start'],
        },
        { start },
      ),
    );

    expect(await screen.findByText(why)).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByText(/on behalf of/)).toHaveTextContent(/team-search/);
    expect(screen.getByText(/^3 December 2026, /)).toBeVisible();
    expect(screen.getByText('Stack').nextElementSibling).toHaveTextContent(
      'Platform',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Apply now' }));
    await userEvent.type(await screen.findByLabelText(/Reason/), 'sooner');
    const buttons = screen.getAllByRole('button', { name: 'Apply now' });
    await userEvent.click(buttons[buttons.length - 1]);
    await waitFor(() =>
      expect(start).toHaveBeenCalledWith(plannedRequest.id, {
        reason: 'sooner',
      }),
    );
  });

  it('says what other systems did about the machine', async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api({
        ...plannedRequest,
        hooks: [
          {
            hook: 'dns',
            title: 'DNS',
            event: 'made',
            done: true,
            message: 'Registered: web01.prod.acme.example.',
            tries: 1,
          },
        ],
      }),
    );

    expect(
      await screen.findByText('DNS: Registered: web01.prod.acme.example.'),
    ).toBeVisible();
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

  it.each<[GuestReport['state'], RegExp, number]>([
    ['waiting', /it still has time/, 0],
    ['reported', /has reported 10\.20\.110\.7/, 0],
    ['silent', /look at its console/, 1],
  ])(
    'says of a machine that is done that its guest is %s',
    async (state, words, alarms) => {
      await renderWithApi(
        <RequestPage id={plannedRequest.id} />,
        api({
          ...plannedRequest,
          state: 'done',
          address: {
            address: '10.20.110.7',
            prefixLength: 24,
            gateway: '10.20.110.1',
            dnsServers: [],
            domain: 'prod.acme.example',
            key: 'web01.prod.acme.example/eth0/ipv4',
          },
          interfaces: [{ name: 'eth0', macAddress: '00:50:56:12:34:56' }],
          guest: {
            state,
            at: '2026-11-21T12:00:00.000Z',
            since: '2026-11-21T12:00:00.000Z',
            until: '2026-11-21T12:15:00.000Z',
            addresses: state === 'reported' ? ['10.20.110.7'] : [],
          },
        }),
      );

      expect(await screen.findByText('00:50:56:12:34:56')).toBeInTheDocument();
      expect(screen.getAllByText(words)).toHaveLength(1 + alarms);
      expect(screen.queryAllByRole('alert')).toHaveLength(alarms);
    },
  );

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

  it('lets an approver decide on a request whose changes were requested', async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api({
        ...plannedRequest,
        state: 'changes-requested',
        wait: {
          for: 'requester',
          since: plannedRequest.createdAt,
          why: 'Which shop?',
        },
        message: 'Which shop?',
        can: ['approve', 'reject'],
      }),
    );

    expect(
      await screen.findByRole('button', { name: 'Approve' }),
    ).toBeInTheDocument();
    expect(screen.getByText('Which shop?')).toBeInTheDocument();
  });

  it('lets a person choose what happens to a failed apply, a rollback with a reason', async () => {
    const rollBack = jest.fn(async () => plannedRequest);
    const retry = jest.fn(async () => plannedRequest);
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api(
        {
          ...plannedRequest,
          state: 'applying',
          wait: {
            for: 'person',
            since: plannedRequest.createdAt,
            why: 'Choose.',
          },
          retry: { possible: true },
          message: 'Error: the datastore is full',
          can: ['retry', 'roll-back'],
        },
        { retry, rollBack },
      ),
    );
    expect(await screen.findByText('Choose.')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await screen.findByRole('dialog');
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Retry' }).slice(-1)[0],
    );
    await waitFor(() =>
      expect(retry).toHaveBeenCalledWith(plannedRequest.id, {
        reason: undefined,
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

    await userEvent.click(screen.getByRole('button', { name: 'Roll back' }));
    await screen.findByRole('dialog');
    const confirm = screen
      .getAllByRole('button', { name: 'Roll back' })
      .slice(-1)[0];
    expect(confirm).toBeDisabled();
    await userEvent.type(screen.getByLabelText(/Reason/), 'not wanted');
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(rollBack).toHaveBeenCalledWith(plannedRequest.id, {
        reason: 'not wanted',
      }),
    );
  });

  it('offers no retry that cannot succeed, and says why', async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api({
        ...plannedRequest,
        state: 'applying',
        wait: {
          for: 'person',
          since: plannedRequest.createdAt,
          why: 'Choose.',
        },
        retry: {
          possible: false,
          why: 'The plan is no longer the approved one. Roll it back.',
        },
        can: ['roll-back'],
      }),
    );

    expect(await screen.findByText(/no longer the approved/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Roll back' })).toBeVisible();
  });

  it('offers a new plan of what a failed apply has left', async () => {
    const replan = jest.fn(async () => plannedRequest);
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api(
        {
          ...plannedRequest,
          state: 'applying',
          can: ['replan', 'roll-back'],
        },
        { replan },
      ),
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Plan anew' }),
    );
    await userEvent.type(await screen.findByLabelText(/Reason/), 'moved on');
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Plan anew' }).slice(-1)[0],
    );
    await waitFor(() =>
      expect(replan).toHaveBeenCalledWith(plannedRequest.id, {
        reason: 'moved on',
      }),
    );
  });

  it('says that it is planned anew, while there is nothing to choose', async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api({
        ...plannedRequest,
        state: 'applying',
        retry: { possible: false, why: 'Backlot is planning anew.' },
        can: [],
      }),
    );

    expect(await screen.findByText('Backlot is planning anew.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Plan anew' })).toBeNull();
  });

  it('shows an approver what a new plan does otherwise, and that nothing is given back', async () => {
    const cancel = jest.fn(async () => plannedRequest);
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api(
        {
          ...plannedRequest,
          plan: {
            ...plannedRequest.plan!,
            changes: plannedRequest.plan!.changes.map(change => ({
              ...change,
              actions: ['delete', 'create'],
            })),
          },
          replaced: {
            plan: plannedRequest.plan!,
            decision: {
              by: 'user:default/priya.nair',
              at: plannedRequest.createdAt,
              approved: true,
            },
          },
          mayExist: true,
          can: ['approve', 'reject', 'cancel'],
        },
        { cancel },
      ),
    );

    expect(
      await screen.findByText('What differs from the approved plan'),
    ).toBeVisible();
    expect(screen.getByText(/Read the new plan below/)).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Withdraw the new plan' }),
    );
    expect(await screen.findByText(/nothing is given back/)).toBeVisible();
  });

  it("shows a peer's own words to whoever gets them", async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api({
        ...plannedRequest,
        state: 'undoing',
        wait: {
          for: 'netbox',
          since: plannedRequest.createdAt,
          why: 'NetBox does not answer as it should.',
        },
        cause: 'connect ECONNREFUSED',
      }),
    );

    expect(await screen.findByText('connect ECONNREFUSED')).toBeVisible();
    expect(screen.getAllByText('Waits for NetBox').length).toBeGreaterThan(1);
    expect(screen.queryByText('Giving back')).toBeNull();
  });

  it('keeps what was typed when somebody else decides meanwhile', async () => {
    let current: VmRequest = { ...plannedRequest, can: ['approve', 'reject'] };
    let changed = () => {};
    const { unmount } = await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      {
        ...api(plannedRequest),
        get: async () => current,
        getEvents: async () => {
          changed();
          return { items: [] };
        },
      },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Reject' }),
    );
    await userEvent.type(
      await screen.findByLabelText(/Reason/),
      'The team has three of these already',
    );

    const reloaded = new Promise<void>(resolve => {
      changed = resolve;
    });
    current = {
      ...plannedRequest,
      state: 'approved',
      wait: undefined,
      decision: {
        by: 'user:default/priya.nair',
        at: plannedRequest.updatedAt,
        approved: true,
      },
    };
    await reloaded;

    expect(
      await screen.findByText('The request has changed meanwhile'),
    ).toBeInTheDocument();
    expect(screen.getByLabelText(/Reason/)).toHaveValue(
      'The team has three of these already',
    );
    expect(
      screen.getAllByRole('button', { name: 'Reject', hidden: true }).at(-1),
    ).toBeDisabled();
    unmount();
  });

  it('hands a machine over that is done', async () => {
    await renderWithApi(<RequestPage id={plannedRequest.id} />, {
      ...api({
        ...plannedRequest,
        state: 'done',
        wait: undefined,
        address: {
          address: '10.20.110.7',
          prefixLength: 24,
          gateway: '10.20.110.1',
          dnsServers: [],
          domain: 'prod.acme.example',
          key: 'web01.prod.acme.example/eth0/ipv4',
        },
        access: { user: 'acme', signIn: 'ssh acme@10.20.110.7' },
        machine: { source: 'lab', id: 'vm-42', instanceUuid: '5010' },
      }),
    });

    const command = await screen.findByText('ssh acme@10.20.110.7');
    expect(command).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Copy how to sign in' }),
    ).toBeVisible();
    expect(
      await screen.findByRole('link', { name: 'web01 in the inventory' }),
    ).toHaveAttribute('href', '/machines/lab/vm-42');
    expect(document.title).toMatch(/^web01 \| VM requests \| /);
  });

  it('says what can be asked of a machine that is done, and its size now', async () => {
    const getMachine = jest.fn(async () => webMachine);
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api(
        {
          ...plannedRequest,
          state: 'done',
          wait: undefined,
          lifecycle: 'active',
          machine: { source: 'lab', id: 'vm-42' },
        },
        { getMachine },
      ),
    );

    expect(await screen.findByRole('link', { name: 'Resize' })).toBeVisible();
    expect(screen.getByText('2 CPUs, 4 GiB memory, 40 GiB disk')).toBeVisible();
    expect(getMachine).toHaveBeenCalledWith(
      plannedRequest.machineId,
      expect.anything(),
    );
  });

  it('leads to the machine that a rebuild has made in its place', async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api(
        {
          ...plannedRequest,
          state: 'done',
          wait: undefined,
          lifecycle: 'active',
          machine: { source: 'lab', id: 'vm-42' },
        },
        { getMachine: async () => ({ ...webMachine, providerId: 'vm-43' }) },
      ),
    );

    expect(
      await screen.findByRole('link', { name: 'web01 in the inventory' }),
    ).toHaveAttribute('href', '/machines/lab/vm-43');
  });

  it('says what could not be found out of that machine', async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api(
        {
          ...plannedRequest,
          state: 'done',
          wait: undefined,
          machine: { source: 'lab', id: 'vm-42' },
        },
        {
          getMachine: async () => {
            throw new Error('the network is down');
          },
        },
      ),
    );

    expect(
      await screen.findByText(
        'Could not load what can be asked of the machine',
      ),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'web01 in the inventory' }),
    ).toBeVisible();
  });

  it('says of a machine that is gone that it was decommissioned', async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api({
        ...plannedRequest,
        state: 'done',
        wait: undefined,
        lifecycle: 'gone',
        machine: { source: 'lab', id: 'vm-42' },
      }),
    );
    expect(
      await screen.findByText(
        'web01.prod.acme.example has been decommissioned',
      ),
    ).toBeVisible();
    expect(screen.queryByText(/^ssh /)).toBeNull();
  });

  describe('of an operation', () => {
    const resize: VmRequest = {
      ...plannedRequest,
      id: '01JD0000000000000000000009',
      kind: 'resize',
      operation: 'Resize',
      change: {
        does: ['CPUs: 2 to 4.', 'Memory: 4 GiB to 8 GiB.'],
        interrupts: 'The machine is restarted.',
      },
      lifecycle: 'active',
    };

    it('says above the plan what will happen, and loudly what it interrupts', async () => {
      await renderWithApi(<RequestPage id={resize.id} />, api(resize));

      expect(
        await screen.findByRole('heading', { name: 'Resize web01' }),
      ).toBeVisible();
      expect(document.title).toMatch(/^Resize web01 \| VM requests \| /);
      expect(
        screen.getByRole('heading', { name: 'What will happen' }),
      ).toBeVisible();
      expect(screen.getByText('CPUs: 2 to 4.')).toBeVisible();
      expect(screen.getByText('The machine is restarted.')).toBeVisible();
    });

    it('does not say of one that came to nothing that anything will happen', async () => {
      await renderWithApi(
        <RequestPage id={resize.id} />,
        api({ ...resize, state: 'rejected', wait: undefined }),
      );

      expect(
        await screen.findByRole('heading', { name: 'What was asked for' }),
      ).toBeVisible();
      expect(screen.getByText('CPUs: 2 to 4.')).toBeVisible();
      expect(screen.queryByText('The machine is restarted.')).toBeNull();
    });

    it('says of one that is done what was done, once, and leads to its machine', async () => {
      await renderWithApi(
        <RequestPage id={resize.id} />,
        api(
          {
            ...resize,
            state: 'done',
            wait: undefined,
            message:
              'CPUs: 2 to 4. Memory: 4 GiB to 8 GiB. It was off before, and is off again.',
          },
          {
            getMachine: async () => ({
              ...webMachine,
              hardware: { ...webMachine.hardware!, cpus: 4, memoryMib: 8192 },
            }),
          },
        ),
      );

      expect(
        await screen.findByText('4 CPUs, 8 GiB memory, 40 GiB disk'),
      ).toBeVisible();
      expect(
        screen.getByRole('heading', { name: 'What was done' }),
      ).toBeVisible();
      expect(
        screen.getByText('It was off before, and is off again.'),
      ).toBeVisible();
      expect(screen.getAllByText(/CPUs: 2 to 4/)).toHaveLength(1);
      expect(
        screen.getByRole('link', { name: /what else can be asked of it/ }),
      ).toHaveAttribute('href', `/vm-requests/${webMachine.request}`);
      expect(screen.queryByText(/^ssh /)).toBeNull();
    });

    it('asks nothing of a machine that it ended', async () => {
      const getMachine = jest.fn();
      await renderWithApi(
        <RequestPage id={resize.id} />,
        api(
          {
            ...resize,
            kind: 'decommission',
            operation: 'Decommission',
            change: { does: ['Terraform destroys the machine.'] },
            state: 'done',
            wait: undefined,
            lifecycle: 'gone',
            message: 'Its name is free.',
          },
          { getMachine },
        ),
      );

      expect(
        await screen.findByText('Terraform destroys the machine.'),
      ).toBeVisible();
      expect(screen.getByText('Its name is free.')).toBeVisible();
      expect(getMachine).not.toHaveBeenCalled();
    });
  });

  it('says that there is no such request', async () => {
    const error = await ResponseError.fromResponse(
      refusal(404, 'NotFoundError', 'There is no request x.'),
    );
    await renderWithApi(<RequestPage id="x" />, {
      ...api(plannedRequest),
      get: async () => {
        throw error;
      },
    });

    expect(
      await screen.findByText('Could not find the request x'),
    ).toBeInTheDocument();
  });

  it('keeps what it shows while it cannot be loaded anew', async () => {
    const get = jest
      .fn(async () => plannedRequest)
      .mockResolvedValueOnce({ ...plannedRequest, can: ['cancel'] })
      .mockRejectedValue(new Error('the network is down'));
    await renderWithApi(<RequestPage id={plannedRequest.id} />, {
      ...api(plannedRequest),
      get,
      cancel: async () => plannedRequest,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel request' }),
    );
    await screen.findByRole('dialog');
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Cancel request' }).slice(-1)[0],
    );

    expect(await screen.findByText('the network is down')).toBeInTheDocument();
    expect(
      screen.getByText('1 to add, 0 to change, 0 to destroy'),
    ).toBeInTheDocument();
  });

  it('shows what there is of a log that broke off, and reads it anew', async () => {
    const followLog = jest
      .fn<Promise<void>, Parameters<VmRequestsApi['followLog']>>()
      .mockImplementationOnce(async (_id, _of, { onLines }) => {
        onLines(['Terraform says hello']);
        throw new Error('The plan log broke off.');
      })
      .mockResolvedValue();
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api(plannedRequest, { followLog }),
    );
    expect(
      await screen.findByText('The plan log broke off.'),
    ).toBeInTheDocument();
    expect(screen.getByTestId('log-plan')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('Complete')).toBeInTheDocument();
    expect(screen.queryByText('The plan log broke off.')).toBeNull();
  });

  it('says for screen readers what the colours of the way say', async () => {
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api(plannedRequest),
    );

    const way = await screen.findByRole('list', { name: "The request's way" });
    expect(
      within(way)
        .getAllByRole('listitem')
        .map(stage => stage.firstChild?.textContent),
    ).toEqual([
      'Requested, reached',
      'Planned, now',
      'Approved, not yet',
      'Applying, not yet',
      'Applied, not yet',
      'Done, not yet',
    ]);
  });

  it('says in its history who did what, and leads to the task', async () => {
    const items = [
      { type: 'placed', by: 'task:t-1' },
      { type: 'given-back', by: 'ledger' },
    ].map((event, index) => ({
      ...event,
      id: `${index}`,
      at: plannedRequest.createdAt,
      to: 'open' as const,
    }));
    await renderWithApi(
      <RequestPage id={plannedRequest.id} />,
      api(plannedRequest, { getEvents: async () => ({ items }) }),
    );

    expect(await screen.findByRole('link', { name: 'task' })).toHaveAttribute(
      'href',
      '/tasks/t-1',
    );
    expect(screen.getByText('given back')).toBeInTheDocument();
    expect(screen.getByText(/Backlot/)).toBeInTheDocument();
  });
});
