import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';

/**
 * An event that Backstage's auditor shows by default: what is of severity low goes to debug.
 *
 * @internal
 */
export type AuditedEvent = AuditorServiceCreateEventOptions & {
  severityLevel: 'medium' | 'high' | 'critical';
};

/**
 * Does something and has the auditor know how it went. Checks belong inside: who was refused is known,
 * too.
 *
 * @param action - may add to what the event says, once it knows
 * @internal
 */
export async function audited<T>(
  auditor: AuditorService,
  event: AuditedEvent,
  action: (meta: JsonObject) => Promise<T>,
): Promise<T> {
  const audit = await auditor.createEvent(event);
  const meta: JsonObject = {};
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
