import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { LogEvent, ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { summary } from '../../__testUtils__/requests';
import { streamOf, taskOf } from '../../__testUtils__/tasks';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { formRouteRef, rootRouteRef, taskRouteRef } from '../../routes';
import { FailedTaskPage } from './FailedTaskPage';

const Path = () => <output data-testid="path">{useLocation().pathname}</output>;

function failedWith(
  message: string,
  name: string = 'ConflictError',
): Partial<LogEvent>[] {
  return [
    {
      type: 'completion',
      body: Object.assign(
        { message: 'Run completed with status: failed' },
        { error: { name, message } },
      ),
    },
  ];
}

function show(options: {
  status?: ScaffolderTask['status'];
  events?: Partial<LogEvent>[];
  requests?: (typeof summary)[];
  getTask?: () => Promise<ScaffolderTask>;
}) {
  const { status, events = [], requests = [] } = options;
  const { getTask = async () => taskOf({ status }) } = options;
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [
          vmRequestsApiRef,
          {
            list: async () => ({
              items: requests,
              total: requests.length,
              byState: {},
              byWait: {},
            }),
          },
        ],
        [scaffolderApiRef, { getTask, ...streamOf(events) }],
      ]}
    >
      <FailedTaskPage taskId="task-1" />
      <Path />
    </TestApiProvider>,
    {
      mountedRoutes: {
        '/vm-requests': rootRouteRef,
        '/make/tasks/:taskId': taskRouteRef,
        '/make/templates/:namespace/:templateName': formRouteRef,
      },
    },
  );
}

describe('FailedTaskPage', () => {
  it('says why no machine was requested, and leads back into the form with all values', async () => {
    await show({ events: failedWith('web01 is taken. Choose another name.') });

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Nothing was requested');
    expect(alert).toHaveTextContent('web01 is taken. Choose another name.');
    expect(
      screen.getByText(
        'Your values are kept: change what it names, and try again.',
      ),
    ).toBeInTheDocument();
    const href = screen
      .getByRole('link', { name: 'Change and try again' })
      .getAttribute('href');
    const url = new URL(href ?? '', 'http://localhost');
    expect(url.pathname).toBe('/make/templates/default/rhel9-vm');
    expect(JSON.parse(url.searchParams.get('formData') ?? '')).toEqual({
      name: 'web01',
      environment: 'production',
      place: { source: 'lab', datacenter: 'fra1' },
    });
    expect(
      screen.getByRole('link', { name: 'Show the task’s log' }),
    ).toHaveAttribute('href', '/make/tasks/task-1');
  });

  it.each([
    ['cancelled', 'The task was cancelled before it opened a request.'],
    ['processing', 'The task is still running'],
    ['completed', 'This task requested nothing'],
    ['failed', 'The task says no more; its log may.'],
  ] as const)('says of a task that is %s: %s', async (status, words) => {
    await show({ status });

    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it('sends somebody to the platform team who cannot change what is wrong', async () => {
    await show({
      events: failedWith('NetBox refused the token.', 'NotAllowedError'),
    });

    expect(
      await screen.findByText(/show this page to your platform team/),
    ).toBeInTheDocument();
  });

  it('leads on to the request where there is one', async () => {
    await show({ requests: [summary] });

    await waitFor(() =>
      expect(screen.getByTestId('path')).toHaveTextContent(
        `/vm-requests/${summary.id}`,
      ),
    );
  });

  it('says why the task cannot be shown, and tries again', async () => {
    const getTask = jest
      .fn(async () => taskOf())
      .mockRejectedValueOnce(new Error('The backend is away.'));
    await show({ getTask, events: failedWith('web01 is taken.') });
    expect(await screen.findByText('The backend is away.')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('web01 is taken.')).toBeInTheDocument();
  });
});
