import { z } from 'zod';

/**
 * A machine that its source has and that no request knows.
 *
 * @public
 */
export const unrequestedMachineSchema = z
  .object({
    source: z.string().describe('Name of the source of the inventory'),
    id: z.string().describe('Id within the source'),
    instanceUuid: z.string().optional(),
    name: z.string(),
    power: z.enum(['on', 'off', 'suspended']).describe('The last known'),
    cpus: z.number().int().optional(),
    memoryMib: z.number().int().optional(),
    guestId: z
      .string()
      .optional()
      .describe('Operating system as its source names it'),
    ipAddress: z.string().optional(),
    cluster: z.string().optional().describe('Name of it'),
    folder: z
      .string()
      .optional()
      .describe("Path of it, below the datacenter's machines"),
  })
  .describe('A machine that its source has and that no request knows');

/** @public */
export type UnrequestedMachine = z.infer<typeof unrequestedMachineSchema>;

/**
 * A page of machines that nobody requested.
 *
 * @public
 */
export const unrequestedMachinePageSchema = z
  .object({
    items: z.array(unrequestedMachineSchema),
    nextCursor: z.string().optional().describe('Absent on the last page'),
    stale: z
      .array(z.string())
      .describe('Names of the sources that are not followed live now'),
  })
  .describe('A page of machines that nobody requested, by their names');

/** @public */
export type UnrequestedMachinePage = z.infer<
  typeof unrequestedMachinePageSchema
>;
