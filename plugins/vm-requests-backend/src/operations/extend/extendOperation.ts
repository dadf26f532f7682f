import { InputError } from '@backstage/errors';
import { PlanlessOperation } from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';
import { dayInWords, endAfter, endOfDay } from '../../endDates/days';

const input = z.strictObject({
  until: z.iso
    .date()
    .describe("Day at whose end the machine ends, in the policy's time zone"),
});

/** Lets a machine end later. Nothing of the machine itself changes. */
export const extendOperation: PlanlessOperation = {
  kind: 'extend',
  needsPlan: false,
  words: {
    title: 'Extend',
    asks: 'asks to extend the machine',
    asksInGit: 'asks to extend this virtual machine of',
    done: 'is extended',
  },
  giveBack: [],
  lifecycle: { meanwhile: 'active', done: 'active', otherwise: 'active' },

  change: {
    description: 'Lets the machine end later.',
    template: 'template:default/vm-extend',
    input,

    refusal: ({ fqdn, endsAt }) =>
      endsAt === undefined ? `${fqdn} has no end date.` : undefined,

    async resolve(context, given, machine) {
      const { timeZone } = context;
      const { until } = input.parse(given);
      const lease = context.environment(machine.environment)?.lease;
      if (!lease) {
        throw new InputError(
          `Policy gives machines in ${machine.environment} no end date any more, so there is nothing to extend: ${machine.fqdn} stays.`,
        );
      }
      const { atMost } = lease;
      const upTo = lease.extension.upTo ?? lease.duration;
      const inWords = (iso: string) => dayInWords(iso, { timeZone });
      const endsAt = endOfDay(until, { timeZone });
      const before = machine.endsAt ?? '';
      if (endsAt <= before) {
        throw new InputError(
          `${machine.fqdn} ends on ${inWords(
            before,
          )}. Choose a later day; to end it sooner, decommission it.`,
        );
      }
      const [latest] = [
        endAfter(context.now(), { duration: upTo, timeZone }),
        ...(atMost
          ? [
              endAfter(new Date(machine.createdAt), {
                duration: atMost,
                timeZone,
              }),
            ]
          : []),
      ].sort();
      if (endsAt > latest) {
        throw new InputError(
          latest <= before
            ? `${machine.fqdn} cannot be extended: machines in ${
                machine.environment
              } last until ${inWords(latest)} at the most, if made on ${inWords(
                machine.createdAt,
              )}.`
            : `${machine.fqdn} can be extended until ${inWords(
                latest,
              )} at the most now.`,
        );
      }
      return {
        does: [
          `End: ${inWords(before)} to ${inWords(
            endsAt,
          )}, at the end of the day (${timeZone}).`,
        ],
        files: [],
        machine: { endsAt },
        ...(!lease.extension.approval && { approvers: [] }),
      };
    },
  },

  outcome: ({ terms: { change } }) => ({ news: change?.does.join(' ') }),
};
