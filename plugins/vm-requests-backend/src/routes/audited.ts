import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

/** Does something and has the auditor know how it went. */
export async function audited<T>(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions,
  action: () => Promise<T>,
): Promise<T> {
  const audit = await auditor.createEvent(event);
  let result: T;
  try {
    result = await action();
  } catch (error) {
    await audit.fail({ error: toError(error) });
    throw error;
  }
  await audit.success();
  return result;
}
