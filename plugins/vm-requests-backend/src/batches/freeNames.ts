import { ConflictError, InputError } from '@backstage/errors';
import {
  beginningOfNames,
  environmentOf,
  fqdnOf,
  machinesAtOnceOf,
  nameKeyOf,
  NamePatternValues,
  nextNames,
  OfferedNames,
  Policy,
} from '@backlot/plugin-vm-requests-common';
import { findNameHolder } from '../ledger/findNameHolder';
import { LedgerContext } from '../ledger/LedgerContext';

/** How many names are asked for in inventory and NetBox at once, and at the most. */
const atOnce = 8;
const mostAsked = 1_000;

/** Where names of machines are to be free. */
export interface NamedPlace {
  source: string;
  /** Of the network. */
  domain: string;
  /** Of the blueprint. */
  maxLength?: number;
}

/** @throws InputError when policy does not allow as many machines at once */
export function checkCount(
  policy: Pick<Policy, 'environments'>,
  name: string,
  count: number,
): void {
  const environment = environmentOf(policy, name);
  const most = environment && machinesAtOnceOf(environment);
  if (most !== undefined && count > most) {
    throw new InputError(
      `${count} machines are too many for one request: ${most} are allowed at once in ${environment?.title}.`,
    );
  }
}

/** What the names of machines are unique by. */
export function keyOfName(
  { nameScope }: Pick<Policy, 'nameScope'>,
  name: string,
  domain: string,
): string {
  return nameKeyOf(nameScope, { name, fqdn: fqdnOf(name, domain) });
}

/**
 * The names of several machines to come: those with the lowest numbers that nothing has in the ledger,
 * the inventory and NetBox.
 *
 * @throws InputError when the pattern makes no names that machines can have
 * @throws ConflictError when too many of its names are taken
 */
export async function freeNames(
  context: LedgerContext,
  asked: {
    pattern: string;
    values: NamePatternValues;
    count: number;
    place: NamedPlace;
  },
): Promise<string[]> {
  const { pattern, values, count, place } = asked;
  const { policy } = context.settings;
  const keyOf = (name: string) => keyOfName(policy, name, place.domain);
  const inLedger = new Set(
    await context.batches.listNames(
      beginningOfNames(pattern, values).toLowerCase(),
    ),
  );
  const elsewhere = new Set<string>();
  const free = new Set<string>();
  for (;;) {
    const answer = nextNames({
      pattern,
      values,
      count,
      maxLength: place.maxLength,
      isTaken: name => inLedger.has(keyOf(name)) || elsewhere.has(name),
    });
    if ('problem' in answer) {
      throw new InputError(answer.problem);
    }
    const unknown = answer.names.filter(name => !free.has(name));
    if (unknown.length === 0) {
      return answer.names;
    }
    if (elsewhere.size + free.size > mostAsked) {
      throw new ConflictError(
        `More than ${mostAsked} names of the pattern ${pattern} are taken. Choose another pattern.`,
      );
    }
    await Promise.all(
      unknown.slice(0, atOnce).map(async name => {
        const holder = await findNameHolder(context, {
          name,
          fqdn: fqdnOf(name, place.domain),
          nameKey: keyOf(name),
          source: place.source,
        });
        (holder ? elsewhere : free).add(name);
      }),
    );
  }
}

/** What `{env}` of a pattern stands for in an environment. */
export function nameCodeOf(
  policy: Pick<Policy, 'environments'>,
  environment: string,
): string {
  return environmentOf(policy, environment)?.nameCode ?? environment;
}

/** The names that several machines would have now, or why there are none such; nothing is kept. */
export async function offerNames(
  context: LedgerContext,
  asked: {
    pattern: string;
    app: string;
    environment: string;
    count: number;
    place: NamedPlace;
  },
): Promise<OfferedNames> {
  const { pattern, app, environment, count, place } = asked;
  const { policy } = context.settings;
  try {
    checkCount(policy, environment, count);
    const values = { env: nameCodeOf(policy, environment), app };
    return {
      names: await freeNames(context, { pattern, values, count, place }),
    };
  } catch (error) {
    if (error instanceof InputError || error instanceof ConflictError) {
      return { names: [], problem: error.message };
    }
    throw error;
  }
}
