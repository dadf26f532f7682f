import { AuditorService } from '@backstage/backend-plugin-api';
import { ActionContext } from '@backstage/plugin-scaffolder-node';
import { JsonObject } from '@backstage/types';

/**
 * Does something that changes infrastructure, with an auditor event that says for whom and how it ended.
 *
 * @internal
 */
export async function audited<T>(
  auditor: AuditorService,
  ctx: Pick<ActionContext<JsonObject>, 'task' | 'user' | 'templateInfo'>,
  event: { eventId: string; meta: JsonObject },
  work: () => Promise<T>,
): Promise<T> {
  const auditorEvent = await auditor.createEvent({
    eventId: event.eventId,
    severityLevel: 'medium',
    meta: {
      ...event.meta,
      taskId: ctx.task.id,
      ...(ctx.user?.ref ? { user: ctx.user.ref } : {}),
      ...(ctx.templateInfo ? { template: ctx.templateInfo.entityRef } : {}),
    },
  });
  try {
    const result = await work();
    await auditorEvent.success();
    return result;
  } catch (error) {
    await auditorEvent.fail({ error: error as Error });
    throw error;
  }
}
