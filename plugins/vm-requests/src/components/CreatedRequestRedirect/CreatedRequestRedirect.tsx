import { useEffect, useState } from 'react';
import { errorApiRef, useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useLocation, useNavigate } from 'react-router-dom';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { requestRouteRef, taskRouteRef } from '../../routes';
import { findRequestOfTask } from './findRequestOfTask';

const Redirect = (props: { task: string; pathname: string }) => {
  const { task, pathname } = props;
  const api = useApi(vmRequestsApiRef);
  const errorApi = useApi(errorApiRef);
  const requestPath = useRouteRef(requestRouteRef);
  const taskPath = useRouteRef(taskRouteRef);
  const navigate = useNavigate();
  const isTaskPage = taskPath?.({ taskId: task }).endsWith(pathname) ?? false;

  useEffect(() => {
    if (!isTaskPage) {
      return undefined;
    }
    const abort = new AbortController();
    findRequestOfTask(api, task, abort.signal).then(
      id => {
        if (id && !abort.signal.aborted) {
          navigate(requestPath({ id }), { replace: true });
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
  }, [api, errorApi, isTaskPage, navigate, requestPath, task]);

  return null;
};

/**
 * Leads from the scaffolder's task page to the page of the request that the task opened, once, right
 * after somebody pressed Create. Somebody who comes back to the task's page stays there.
 */
export const CreatedRequestRedirect = () => {
  const { pathname } = useLocation();
  const [paths, setPaths] = useState({ before: pathname, now: pathname });
  if (paths.now !== pathname) {
    setPaths({ before: paths.now, now: pathname });
  }
  // The shape of both pages' paths first, whatever they are mounted at: routes cannot be resolved on
  // the sign-in page, which has this element, too.
  const [, task] = /\/tasks\/([^/]+)$/.exec(paths.now) ?? [];
  const created = /\/templates\/[^/]+\/[^/]+$/.test(paths.before);
  return task && created ? <Redirect task={task} pathname={pathname} /> : null;
};
