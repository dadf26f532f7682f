import {
  AuditorService,
  AuthService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, ResponseError, toError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { vmRequestTaskSteerPermission } from '@backlot/plugin-vm-requests-common';
import { RequestHandler, Router } from 'express';
import createPromiseRouter from 'express-promise-router';

/** Whether a task has a step that acts on a request. */
function isOfRequest(task: { spec: { steps: { action: string }[] } }): boolean {
  return task.spec.steps.some(({ action }) => action.startsWith('vm-request:'));
}

/**
 * Stands before the scaffolder's own routes and asks for a permission before somebody cancels or
 * retries the task of a request. The scaffolder's permissions can't say this: its tasks are told
 * apart by who started them only, and a retry asks for no permission of its own.
 */
export function createTaskGuard(options: {
  auditor: AuditorService;
  auth: AuthService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  scaffolder: ScaffolderService;
}): Router {
  const { auditor, auth, httpAuth, permissions, scaffolder } = options;
  const router = createPromiseRouter();

  async function findTask(taskId: string) {
    try {
      return await scaffolder.getTask(
        { taskId },
        { credentials: await auth.getOwnServiceCredentials() },
      );
    } catch (error) {
      if (error instanceof ResponseError && error.response.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  const guard =
    (steering: 'cancel' | 'retry'): RequestHandler<{ taskId: string }> =>
    async (req, _res, next) => {
      const { taskId } = req.params;
      const task = await findTask(taskId);
      if (!task || !isOfRequest(task)) {
        next();
        return;
      }
      const [{ result }] = await permissions.authorize(
        [{ permission: vmRequestTaskSteerPermission }],
        { credentials: await httpAuth.credentials(req) },
      );
      if (result !== AuthorizeResult.ALLOW) {
        const refusal = new NotAllowedError(
          `You may not ${steering} the task of a request: permission '${vmRequestTaskSteerPermission.name}' is denied. Open the request's page and ${steering} the request there.`,
        );
        const audit = await auditor.createEvent({
          eventId: 'request-task-steer',
          severityLevel: 'medium',
          request: req,
          meta: { action: steering, task: taskId },
        });
        await audit.fail({ error: toError(refusal) });
        throw refusal;
      }
      next();
    };

  router.post('/v2/tasks/:taskId/cancel', guard('cancel'));
  router.post('/v2/tasks/:taskId/retry', guard('retry'));
  return router;
}
