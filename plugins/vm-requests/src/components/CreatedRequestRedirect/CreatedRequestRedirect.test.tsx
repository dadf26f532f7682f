import { errorApiRef } from '@backstage/core-plugin-api';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import {
  MockErrorApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Link, useLocation } from 'react-router-dom';
import { summary } from '../../__testUtils__/requests';
import { taskOf } from '../../__testUtils__/tasks';
import { VmRequestsApi, vmRequestsApiRef } from '../../api/VmRequestsApi';
import { rootRouteRef, taskRouteRef } from '../../routes';
import { CreatedRequestRedirect } from './CreatedRequestRedirect';

const Path = () => <output>{useLocation().pathname}</output>;

const path = () => screen.getByRole('status').textContent;

async function show(
  url: string,
  list: VmRequestsApi['list'],
  status: ScaffolderTask['status'] = 'completed',
) {
  const errorApi = new MockErrorApi({ collect: true });
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [vmRequestsApiRef, { list } as VmRequestsApi],
        [errorApiRef, errorApi],
        [scaffolderApiRef, { getTask: async () => taskOf({ status }) }],
      ]}
    >
      <CreatedRequestRedirect />
      <Path />
      <Link to="/make/templates/default/rhel9-vm">Form</Link>
      <Link to="/make/tasks/task-1">Task</Link>
      <Link to="/else/tasks/task-1">Other task</Link>
    </TestApiProvider>,
    {
      routeEntries: [url],
      mountedRoutes: {
        '/vm-requests': rootRouteRef,
        '/make/tasks/:taskId': taskRouteRef,
      },
    },
  );
  return errorApi;
}

const go = (name: string) =>
  userEvent.click(screen.getByRole('link', { name }));

const opened = async () => ({
  items: [summary],
  total: 1,
  byState: {},
  byWait: {},
});

describe('CreatedRequestRedirect', () => {
  it('leads to the request after Create, wherever the scaffolder is mounted', async () => {
    const list = jest.fn(opened);
    await show('/make/templates/default/rhel9-vm', list);

    await go('Task');

    await waitFor(() => expect(path()).toBe(`/vm-requests/${summary.id}`));
    expect(list).toHaveBeenCalledWith(
      { task: 'task-1', limit: 1 },
      expect.anything(),
    );
  });

  it('lets somebody stay who comes back to the task', async () => {
    const list = jest.fn(opened);
    await show('/make/templates/default/rhel9-vm', list);
    await go('Task');
    await waitFor(() => expect(path()).toBe(`/vm-requests/${summary.id}`));
    list.mockClear();

    await go('Task');

    expect(path()).toBe('/make/tasks/task-1');
    expect(list).not.toHaveBeenCalled();
  });

  it('leads to why there is no request when the task fails before it opens one', async () => {
    await show(
      '/make/templates/default/rhel9-vm',
      async () => ({ items: [], total: 0, byState: {}, byWait: {} }),
      'failed',
    );

    await go('Task');

    await waitFor(() => expect(path()).toBe('/vm-requests/tasks/task-1'));
  });

  it('leads on somebody who reloads the page of a task that still runs', async () => {
    await show('/make/tasks/task-1', opened, 'processing');

    await waitFor(() => expect(path()).toBe(`/vm-requests/${summary.id}`));
  });

  it('lets somebody stay who begins at a task that has ended', async () => {
    const list = jest.fn(opened);
    await show('/make/tasks/task-1', list);

    expect(path()).toBe('/make/tasks/task-1');
    expect(list).not.toHaveBeenCalled();
  });

  it('leaves tasks alone that are not the scaffolder’s', async () => {
    const list = jest.fn(opened);
    await show('/make/templates/default/rhel9-vm', list);

    await go('Other task');

    expect(path()).toBe('/else/tasks/task-1');
    expect(list).not.toHaveBeenCalled();
  });

  it('stays at the task when requests cannot be asked for, and reports why', async () => {
    const errorApi = await show(
      '/make/templates/default/rhel9-vm',
      async () => {
        throw new Error('The backend is away.');
      },
    );

    await go('Task');

    await waitFor(() =>
      expect(errorApi.getErrors()).toEqual([
        {
          error: expect.objectContaining({ message: 'The backend is away.' }),
          context: { hidden: true },
        },
      ]),
    );
    expect(path()).toBe('/make/tasks/task-1');
  });
});
