import { useEffect, useState } from 'react';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { matchPath, useLocation, useNavigate } from 'react-router-dom';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { requestRouteRef } from '../../routes';
import { findRequestOfTask } from './findRequestOfTask';

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
  const task = matchPath('/create/tasks/:taskId', paths.now)?.params.taskId;
  const created = matchPath('/create/templates/*', paths.before);
  // Only then: the sign-in page has this element, too, and no routes yet.
  return task && created ? <Redirect task={task} /> : null;
};

const Redirect = ({ task }: { task: string }) => {
  const api = useApi(vmRequestsApiRef);
  const requestPath = useRouteRef(requestRouteRef);
  const navigate = useNavigate();

  useEffect(() => {
    const abort = new AbortController();
    findRequestOfTask(api, task, abort.signal).then(
      id => {
        if (id && !abort.signal.aborted) {
          navigate(requestPath({ id }), { replace: true });
        }
      },
      () => {
        // The task's page stays: it shows what happened.
      },
    );
    return () => abort.abort();
  }, [api, navigate, requestPath, task]);

  return null;
};
