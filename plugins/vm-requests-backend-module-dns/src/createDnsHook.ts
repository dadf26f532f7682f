import { ConflictError } from '@backstage/errors';
import { MachineHook } from '@backlot/plugin-vm-requests-node';
import { add, isExactly, nameIsFree, remove } from './message/update';
import { Entry, planEntries } from './planEntries';
import { DnsSettings } from './readDnsConfig';
import { UpdateClient } from './server/UpdateClient';

type Names = Pick<UpdateClient, 'update'>;

/**
 * Registers what is free. What an earlier try registered is left as it is. An adopted machine's own
 * records were there before it was adopted, so where they are exactly the right ones they get the mark.
 *
 * @throws ConflictError when the name is somebody else's, or was changed
 */
async function register(
  names: Names,
  { zone, name, records, mark }: Entry,
  options: { ttl: number; signal: AbortSignal; adopted: boolean },
): Promise<void> {
  const added = await names.update(
    {
      zone,
      prerequisites: [nameIsFree(name), nameIsFree(mark.name)],
      changes: [...records, mark].map(record => add(record, options.ttl)),
    },
    options,
  );
  if (added === 'made') {
    return;
  }
  const isThere = await names.update(
    {
      zone,
      prerequisites: [...records, mark].map(isExactly),
      changes: [],
    },
    options,
  );
  if (isThere === 'made') {
    return;
  }
  const marked = options.adopted
    ? await names.update(
        {
          zone,
          prerequisites: [...records.map(isExactly), nameIsFree(mark.name)],
          changes: [add(mark, options.ttl)],
        },
        options,
      )
    : 'unmet';
  if (marked === 'unmet') {
    throw new ConflictError(
      `${name} is registered in the zone ${zone}, and not by Backlot for this machine. It was left as it is; remove it and ${mark.name}, and it will be registered.`,
    );
  }
}

/** Removes what was registered, if it still is; answers whether it was. */
async function unregister(
  names: Names,
  { zone, records, mark }: Entry,
  options: { signal: AbortSignal },
): Promise<boolean> {
  const removed = await names.update(
    {
      zone,
      prerequisites: [isExactly(mark)],
      changes: [...records, mark].map(remove),
    },
    options,
  );
  return removed === 'made';
}

/** Has a name server know machines. */
export function createDnsHook(
  settings: Pick<DnsSettings, 'zones' | 'reverseZones' | 'ttlSeconds'>,
  names: Names,
): MachineHook {
  return {
    id: 'dns',
    title: 'DNS',
    pending: { made: 'is not registered yet', ended: 'is still registered' },

    /** An address leads to a name only once the name is the machine's. */
    async made(machine, { signal, adopted }) {
      const entries = planEntries(machine, settings);
      for (const entry of entries) {
        await register(names, entry, {
          ttl: settings.ttlSeconds,
          signal,
          adopted,
        });
      }
      return entries.length > 0
        ? `Registered: ${entries.map(({ name }) => name).join(', ')}.`
        : `${machine.fqdn} is in none of the zones of vmRequests.dns, so it is not registered.`;
    },

    /** When one cannot be removed, the others are all the same. */
    async ended(machine, { signal }) {
      const entries = planEntries(machine, settings);
      const removals = entries.map(async entry =>
        (await unregister(names, entry, { signal })) ? [entry.name] : [],
      );
      await Promise.allSettled(removals);
      const removed = (await Promise.all(removals)).flat();
      return removed.length > 0
        ? `Registered no more: ${removed.join(', ')}.`
        : `Backlot has nothing registered for ${machine.fqdn}.`;
    },
  };
}
