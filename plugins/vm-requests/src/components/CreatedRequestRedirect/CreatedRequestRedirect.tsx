import { useEffect, useRef } from 'react';
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
  const api = useApi(vmRequestsApiRef);
  const requestPath = useRouteRef(requestRouteRef);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const before = useRef(pathname);

  useEffect(() => {
    const from = before.current;
    before.current = pathname;
    const task = matchPath('/create/tasks/:taskId', pathname)?.params.taskId;
    if (!task || !matchPath('/create/templates/*', from)) {
      return undefined;
    }
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
  }, [api, navigate, pathname, requestPath]);

  return null;
};
