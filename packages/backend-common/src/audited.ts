import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';

/**
 * What an event says of itself.
 *
 * @public
 */
export type EventMeta = NonNullable<AuditorServiceCreateEventOptions['meta']>;

/**
 * An event that Backstage's auditor shows by default: what is of severity low goes to debug.
 *
 * @public
 */
export type AuditedEvent = AuditorServiceCreateEventOptions & {
  severityLevel: 'medium' | 'high' | 'critical';
};

/**
 * Does something and has the auditor know how it went. Checks belong inside: who was refused is known,
 * too.
 *
 * @param action - may add to what the event says, once it knows
 * @public
 */
export async function audited<T>(
  auditor: AuditorService,
  event: AuditedEvent,
  action: (meta: EventMeta) => Promise<T>,
): Promise<T> {
  const audit = await auditor.createEvent(event);
  const meta: EventMeta = {};
  let result: T;
  try {
    result = await action(meta);
  } catch (error) {
    await audit.fail({ error: toError(error), meta });
    throw error;
  }
  await audit.success({ meta });
  return result;
}

/**
 * What the auditor is told of a step of a scaffolder task that changes something: for whom, and by
 * which template.
 *
 * @public
 */
export function eventOfTask(
  ctx: {
    task: { id: string };
    user?: { ref?: string };
    templateInfo?: { entityRef: string };
  },
  event: { eventId: string; meta: JsonObject },
): AuditedEvent {
  return {
    eventId: event.eventId,
    severityLevel: 'medium',
    meta: {
      ...event.meta,
      taskId: ctx.task.id,
      ...(ctx.user?.ref ? { user: ctx.user.ref } : {}),
      ...(ctx.templateInfo ? { template: ctx.templateInfo.entityRef } : {}),
    },
  };
}
