import { NotAllowedError } from '@backstage/errors';
import {
  LedgerStepAnswer,
  LedgerStepInput,
} from '@backlot/plugin-vm-requests-node';
import { LedgerContext, pageOfBatch } from '../ledger/LedgerContext';
import {
  checkOwner,
  readAsked,
  resolveRequest,
  withOwnerRef,
} from '../ledger/openRequest';
import { quotaCheck } from '../ledger/quotaCheck';
import { StoredBatch } from '../database/StoredBatch';
import { checkCount, freeNames, keyOfName, nameCodeOf } from './freeNames';

type Input = LedgerStepInput<'batch'>;

async function answer(
  { batches }: LedgerContext,
  { id }: StoredBatch,
): Promise<LedgerStepAnswer<'batch'>> {
  const items = await batches.listItems(id);
  return {
    batch: id,
    names: items.map(({ name }) => name),
    url: pageOfBatch(id),
  };
}

/**
 * Checks how many machines are asked for, and of what sort, and keeps their names; a request is opened
 * for each then, by the template of the task that asks, filled in as it was but for the name. The same
 * task gets the same batch again.
 *
 * @throws ConflictError when a name was taken meanwhile
 * @throws InputError when policy does not allow what is asked, or not so many
 * @throws NotAllowedError when the owner is another's, or its quota does not allow as many
 */
export async function openMachines(
  context: LedgerContext,
  input: Input,
): Promise<LedgerStepAnswer<'batch'>> {
  const { batches, peers, settings } = context;
  const known = await batches.findByTask(input.task);
  if (known) {
    return answer(context, known);
  }
  const form = await peers.tasks.formOf(input.task);
  if (form?.user !== input.requestedBy) {
    throw new NotAllowedError(
      `Task ${input.task} is not one that ${input.requestedBy} started.`,
    );
  }
  const spec = withOwnerRef(input.spec);
  const { count, pattern } = input.several;
  checkCount(settings.policy, spec.environment, count);
  // All but the name is the same for all, and names are checked by the pattern.
  const resolved = await resolveRequest(context, spec);
  const asked = readAsked(context, input);
  await checkOwner(context, spec.owner, asked, resolved);
  const { domain } = resolved.network;
  const names = await freeNames(context, {
    pattern,
    count,
    values: {
      env: nameCodeOf(settings.policy, spec.environment),
      app: spec.name,
    },
    place: {
      source: spec.source,
      domain,
      maxLength: resolved.blueprint.name.maxLength,
    },
  });
  const { several: _, preview, ...values } = form.values;
  const batch = await batches.open(
    {
      id: context.newId(),
      kind: 'create',
      template: form.template,
      requestedBy: input.requestedBy,
      requestedFor: asked.requestedFor,
      owner: spec.owner,
      environment: spec.environment,
      purpose: spec.purpose,
      inTurn: false,
      items: names.map(name => ({
        name,
        nameKey: keyOfName(settings.policy, name, domain),
        values: { ...values, name },
      })),
    },
    {
      task: input.task,
      check: quotaCheck(resolved.environment, spec.owner, count),
    },
  );
  context.changed(batch.id);
  return answer(context, batch);
}
