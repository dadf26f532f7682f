import { InputError, NotFoundError } from '@backstage/errors';
import {
  JsonRecord,
  MachineSpec,
  RequestForm,
} from '@backlot/plugin-vm-requests-common';
import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from './LedgerContext';

/** What the form of a template is filled with to ask for the same. */
function valuesOf(
  { blueprint: _, source, datacenter, ...spec }: MachineSpec,
  requestedFor: string | undefined,
): JsonRecord {
  const values = { ...spec, place: { source, datacenter }, requestedFor };
  // A form of another sort of machine has no field for what is empty.
  return JSON.parse(
    JSON.stringify(values, (_key, value) =>
      Array.isArray(value) && value.length === 0 ? undefined : value,
    ),
  );
}

/**
 * The form that a machine was requested with, to request another like it. Who filled it in gets all of
 * it back; others who may see the request get what its spec has, and nothing else that was typed.
 *
 * @param reader - entity ref of who asks
 * @throws InputError where no machine was requested
 * @throws NotFoundError where the scaffolder does not know the form any more
 */
export async function formAgain(
  { store, batches, peers }: Pick<LedgerContext, 'store' | 'batches' | 'peers'>,
  request: StoredRequest,
  reader: string | undefined,
): Promise<RequestForm> {
  const { id, kind, batch, spec, requestedFor } = request;
  if (kind !== 'create') {
    throw new InputError(
      `Request ${id} is an operation on a machine. Ask for it again on the machine's page.`,
    );
  }
  const values = valuesOf(spec, requestedFor);
  if (batch) {
    const { template } = await batches.get(batch.id);
    return { template, values };
  }
  const attempts = await store.listAttempts(id);
  const task = attempts.find(({ purpose }) => purpose === 'prepare')?.task;
  const form = task === undefined ? undefined : await peers.tasks.formOf(task);
  if (!form) {
    throw new NotFoundError(
      `The scaffolder does not know any more with which form request ${id} was made. Choose a template on the Create page.`,
    );
  }
  return {
    template: form.template,
    values: form.user === reader ? form.values : values,
  };
}
