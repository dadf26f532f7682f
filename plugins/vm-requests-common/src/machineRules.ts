import { z } from 'zod';

/**
 * What the owner of a machine may do to it while it runs, without a request.
 *
 * @public
 */
export const ledgerMachineRulesSchema = z
  .object({
    machine: z.string().describe('Id of the machine in the ledger'),
    owner: z.string().describe('Entity ref'),
    environment: z.string(),
    power: z.boolean().describe('Whether its owner may power it'),
    snapshots: z
      .boolean()
      .describe('Whether its owner may take, revert to and delete snapshots'),
    inApply: z
      .string()
      .optional()
      .describe('Id of the request that is being applied to it now'),
  })
  .describe('What the owner of a machine may do to it while it runs');

/** @public */
export type LedgerMachineRules = z.infer<typeof ledgerMachineRulesSchema>;
