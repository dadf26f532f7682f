import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { NotFoundError } from '@backstage/errors';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { useLocation } from 'react-router-dom';
import { plannedRequest } from '../../__testUtils__/requests';
import { taskOf } from '../../__testUtils__/tasks';
import { formRouteRef, rootRouteRef } from '../../routes';
import { RequestAgain } from './RequestAgain';

const Address = () => {
  const { pathname, search } = useLocation();
  const values = new URLSearchParams(search).get('formData');
  return <output data-testid="address">{`${pathname} ${values}`}</output>;
};

const ended: VmRequest = {
  ...plannedRequest,
  state: 'done',
  lifecycle: 'active',
  tasks: [
    { id: 'task-1', purpose: 'prepare' },
    { id: 'task-2', purpose: 'apply' },
  ],
};

function show(
  request: VmRequest,
  getTask: (id: string) => Promise<ScaffolderTask> = async () => taskOf(),
) {
  return renderInTestApp(
    <TestApiProvider apis={[[scaffolderApiRef, { getTask }]]}>
      <RequestAgain request={request} />
      <Address />
    </TestApiProvider>,
    {
      mountedRoutes: {
        '/vm-requests': rootRouteRef,
        '/make/templates/:namespace/:templateName': formRouteRef,
      },
    },
  );
}

async function pressed(): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: 'Request again' }));
}

describe('RequestAgain', () => {
  it('fills the form with what was requested, but for the name that its machine has', async () => {
    const getTask = jest.fn(async () => taskOf({ status: 'completed' }));
    await show(ended, getTask);
    await pressed();

    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent(
        '/make/templates/default/rhel9-vm {"environment":"production","place":{"source":"lab","datacenter":"fra1"}}',
      ),
    );
    expect(getTask).toHaveBeenCalledWith('task-1');
  });

  it('keeps a name that is free again', async () => {
    await show({ ...ended, state: 'rejected', lifecycle: 'gone' });
    await pressed();

    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent('"name":"web01"'),
    );
  });

  it('says why the form can not be opened', async () => {
    await show(ended, async () => {
      throw new NotFoundError('No task task-1');
    });
    await pressed();

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The form that this was requested with can’t be opened',
    );
    expect(screen.getByRole('alert')).toHaveTextContent('No task task-1');
  });

  it.each<[string, Partial<VmRequest>]>([
    ['an open request', { state: 'planned' }],
    ['an operation on a machine', { kind: 'resize' }],
    ['a request that no task made', { tasks: [] }],
  ])('is not offered for %s', async (_, change) => {
    await show({ ...ended, ...change });
    expect(screen.queryByRole('button', { name: 'Request again' })).toBeNull();
  });
});
