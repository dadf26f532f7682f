import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import {
  ScaffolderApi,
  ScaffolderTask,
} from '@backstage/plugin-scaffolder-common';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import {
  Alert,
  ButtonLink,
  Container,
  Flex,
  Skeleton,
  Text,
} from '@backstage/ui';
import { LoadState, useDocumentTitle, useLoad } from '@backlot/ui-common';
import { Navigate } from 'react-router-dom';
import { VmRequestsApi, vmRequestsApiRef } from '../../api/VmRequestsApi';
import { formRouteRef, requestRouteRef, taskRouteRef } from '../../routes';
import { failureOfTask, TaskFailure } from './failureOfTask';
import { formPathWith } from '../../formFields/formData';

const NO_WORDS = 'The task says no more; its log may.';

/** Classes of errors that say what is wrong with what was typed. */
const askedWrong = ['InputError', 'ConflictError'];

/** What to do about a failure: a peer that refuses Backlot is nothing that its requester can change. */
function adviceOn(failure: TaskFailure | undefined): string {
  return failure && askedWrong.includes(failure.name)
    ? 'Your values are kept: change what it names, and try again.'
    : 'Your values are kept. If you cannot change this yourself, show this page to your platform team, or try again later.';
}

async function loadTask(
  apis: { requests: VmRequestsApi; scaffolder: ScaffolderApi },
  taskId: string,
  signal: AbortSignal,
) {
  const { requests, scaffolder } = apis;
  const task = await scaffolder.getTask(taskId);
  const { items } = await requests.list({ task: taskId, limit: 1 }, { signal });
  const failure =
    task.status === 'failed'
      ? await failureOfTask(scaffolder, taskId, signal)
      : undefined;
  return { task, request: items.at(0)?.id, failure };
}

/** What ended the task, as a title and the reason. */
function outcomeOf(task: ScaffolderTask, failure: TaskFailure | undefined) {
  switch (task.status) {
    case 'failed':
      return {
        status: 'danger' as const,
        title: 'Nothing was requested',
        description: failure?.message ?? NO_WORDS,
        advice: adviceOn(failure),
      };
    case 'cancelled':
      return {
        status: 'warning' as const,
        title: 'Nothing was requested',
        description: 'The task was cancelled before it opened a request.',
        advice: 'Your values are kept.',
      };
    case 'open':
    case 'processing':
      return {
        status: 'info' as const,
        title: 'The task is still running',
        description: 'It has not opened a request yet.',
      };
    default:
      return {
        status: 'info' as const,
        title: 'This task requested nothing',
        description: 'It ended without opening a request.',
      };
  }
}

/**
 * Why a task opened no request, and the way back into its form with all values. Leads on to the
 * request where the task did open one.
 */
export const FailedTaskPage = ({ taskId }: { taskId: string }) => {
  const requests = useApi(vmRequestsApiRef);
  const scaffolder = useApi(scaffolderApiRef);
  const requestPath = useRouteRef(requestRouteRef);
  const formPath = useRouteRef(formRouteRef);
  const taskPath = useRouteRef(taskRouteRef);
  const loaded = useLoad(
    signal => loadTask({ requests, scaffolder }, taskId, signal),
    [taskId],
  );
  const { value } = loaded;
  useDocumentTitle(
    value && outcomeOf(value.task, value.failure).title,
    'VM requests',
  );
  if (!value || loaded.error) {
    return (
      <Container py="4">
        <LoadState loaded={loaded} what="the task">
          <Skeleton height={120} />
        </LoadState>
      </Container>
    );
  }
  const { task, request, failure } = value;
  if (request) {
    return <Navigate to={requestPath({ id: request })} replace />;
  }
  const template = task.spec.templateInfo?.entityRef;
  const { status, title, description, advice } = outcomeOf(task, failure);
  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        <Alert
          role="alert"
          status={status}
          icon
          title={title}
          description={
            <span style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
              {description}
            </span>
          }
        />
        {advice && <Text>{advice}</Text>}
        <Flex gap="2" style={{ flexWrap: 'wrap' }}>
          {formPath && template && (
            <ButtonLink
              variant="primary"
              href={formPathWith(formPath, template, task.spec.parameters)}
            >
              Change and try again
            </ButtonLink>
          )}
          {taskPath && (
            <ButtonLink variant="secondary" href={taskPath({ taskId })}>
              Show the task’s log
            </ButtonLink>
          )}
        </Flex>
      </Flex>
    </Container>
  );
};
