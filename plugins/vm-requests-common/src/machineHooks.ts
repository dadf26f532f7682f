import { z } from 'zod';

/**
 * What machine hooks are called for: a machine was made and runs, or it is gone.
 *
 * @public
 */
export const machineHookEventSchema = z
  .enum(['made', 'ended'])
  .describe('What a machine hook is called for');

/** @public */
export type MachineHookEvent = z.infer<typeof machineHookEventSchema>;

/**
 * What a machine hook does, or did, about one machine.
 *
 * @public
 */
export const machineHookCallSchema = z
  .object({
    hook: z.string().describe('Id of the hook, e.g. `dns`'),
    title: z.string().describe('Its name for people, e.g. `DNS`'),
    event: machineHookEventSchema,
    done: z.boolean(),
    message: z.string().describe('What is so, in words'),
    cause: z
      .string()
      .optional()
      .describe(
        'Why it is not done, where a try has failed; only for whoever may test the peers',
      ),
    tries: z.number().int().nonnegative(),
    at: z.iso
      .datetime()
      .optional()
      .describe('When it was done; or when it is tried next'),
  })
  .describe('What a machine hook does, or did, about one machine');

/** @public */
export type MachineHookCall = z.infer<typeof machineHookCallSchema>;
