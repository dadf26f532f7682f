import { useEffect, useState } from 'react';
import { errorApiRef, useApi, useRouteRef } from '@backstage/core-plugin-api';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { useLocation, useNavigate } from 'react-router-dom';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import {
  batchRouteRef,
  failedTaskRouteRef,
  requestRouteRef,
  taskRouteRef,
} from '../../routes';
import { followTask, TaskOutcome } from './followTask';

const Redirect = (props: {
  task: string;
  pathname: string;
  /** Whether somebody pressed Create just now. */
  created: boolean;
}) => {
  const { task, pathname, created } = props;
  const requests = useApi(vmRequestsApiRef);
  const scaffolder = useApi(scaffolderApiRef);
  const errorApi = useApi(errorApiRef);
  const requestPath = useRouteRef(requestRouteRef);
  const batchPath = useRouteRef(batchRouteRef);
  const failedTaskPath = useRouteRef(failedTaskRouteRef);
  const taskPath = useRouteRef(taskRouteRef);
  const navigate = useNavigate();
  const isTaskPage = taskPath?.({ taskId: task }).endsWith(pathname) ?? false;

  useEffect(() => {
    if (!isTaskPage) {
      return undefined;
    }
    const abort = new AbortController();
    const pathOf = (outcome: TaskOutcome) => {
      if ('request' in outcome) {
        return requestPath({ id: outcome.request });
      }
      return 'batch' in outcome
        ? batchPath({ id: outcome.batch })
        : failedTaskPath({ taskId: task });
    };
    followTask({ requests, scaffolder }, task, {
      signal: abort.signal,
      ended: created,
    }).then(
      outcome => {
        if (outcome && !abort.signal.aborted) {
          navigate(pathOf(outcome), { replace: true });
        }
      },
      error => {
        // The task's page stays, and says what happened to the task.
        if (!abort.signal.aborted) {
          errorApi.post(error, { hidden: true });
        }
      },
    );
    return () => abort.abort();
  }, [
    batchPath,
    created,
    errorApi,
    failedTaskPath,
    isTaskPage,
    navigate,
    requestPath,
    requests,
    scaffolder,
    task,
  ]);

  return null;
};

/**
 * Leads from the scaffolder's task page to the page of the request or the batch that the task opened, or to why it
 * opened none, once: right after somebody pressed Create, or reloaded the page of a task that still
 * runs. Somebody who comes back to the task's page stays there.
 */
export const CreatedRequestRedirect = () => {
  const { pathname } = useLocation();
  const [paths, setPaths] = useState<{ before?: string; now: string }>({
    now: pathname,
  });
  if (paths.now !== pathname) {
    setPaths({ before: paths.now, now: pathname });
  }
  // The shape of both pages' paths first, whatever they are mounted at: routes cannot be resolved on
  // the sign-in page, which has this element, too.
  const [, task] = /\/tasks\/([^/]+)$/.exec(paths.now) ?? [];
  const created = /\/templates\/[^/]+\/[^/]+$/.test(paths.before ?? '');
  const isWanted = created || paths.before === undefined;
  return task && isWanted ? (
    <Redirect key={task} task={task} pathname={pathname} created={created} />
  ) : null;
};
