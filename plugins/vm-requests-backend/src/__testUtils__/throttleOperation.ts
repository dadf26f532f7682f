import { ConflictError, InputError } from '@backstage/errors';
import { PlannedOperation } from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';

const input = z.strictObject({
  iops: z
    .number()
    .int()
    .min(16)
    .describe('I/O operations a second that each disk may do'),
});

const variablesSchema = z.looseObject({
  hardware: z.looseObject({
    disks: z.array(
      z.looseObject({
        label: z.string(),
        io: z.looseObject({ limit: z.number() }),
      }),
    ),
  }),
});

/** Limits what the disks of a machine may do in a second. */
export const throttleOperation: PlannedOperation = {
  kind: 'throttle',
  words: {
    title: 'Throttle',
    asks: 'asks to limit the I/O of the machine',
    asksInGit: 'asks to limit the I/O of this virtual machine of',
    done: 'is throttled',
  },
  giveBack: ['pull-request'],
  rollBack: () => 'revert',
  lifecycle: { meanwhile: 'active', done: 'active', otherwise: 'active' },

  change: {
    description: 'Limits what its disks may do in a second.',
    template: 'template:default/vm-throttle',
    input,

    async resolve(_context, given, _machine, { directory, files = [] }) {
      const { iops } = input.parse(given);
      const file = files.find(({ path }) => path.endsWith('.tfvars.json'));
      if (!file) {
        throw new InputError(`${directory} has no variables to change.`);
      }
      const variables = variablesSchema.parse(JSON.parse(file.content));
      const { disks } = variables.hardware;
      const does = disks.map(
        ({ label, io }) => `Disk ${label}: ${io.limit} to ${iops} IOPS.`,
      );
      disks.forEach(disk => {
        disk.io.limit = iops;
      });
      const content = `${JSON.stringify(variables, undefined, 2)}\n`;
      return { does, files: [{ ...file, content }] };
    },
  },

  checkPlan({ summary, changes, complete }, { directory }) {
    const other = changes.find(
      ({ actions, values, replacePaths }) =>
        actions.join() !== 'update' ||
        replacePaths.length > 0 ||
        values.some(({ path }) => path[0] !== 'disk' || path[2] !== 'io_limit'),
    );
    if (other || !complete || summary.add + summary.destroy > 0) {
      throw new InputError(
        `This limits the I/O of disks, but the plan of ${directory} would ${
          other ? `${other.actions.join(' and ')} ${other.address}` : 'do more'
        }.`,
      );
    }
  },

  async settle(context, { id, machine, name, spec }) {
    if (!machine) {
      throw new ConflictError(`Request ${id} does not say which machine.`);
    }
    const seen = await context.lookUntil(
      async () => (await context.inventory.look({ ...machine, name })).machine,
      `The inventory of ${spec.source} does not show ${name}.`,
    );
    return { machine: { ...machine, id: seen.id } };
  },

  outcome: ({ terms }) => ({ news: terms.change?.does.join(' ') }),
};
