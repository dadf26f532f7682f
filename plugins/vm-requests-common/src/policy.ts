import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { isError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { z } from 'zod';

/** A duration as it is after reading: by units, each of which may be absent. */
const humanDurationSchema: z.ZodType<HumanDuration, HumanDuration> = z.object({
  years: z.number().optional(),
  months: z.number().optional(),
  weeks: z.number().optional(),
  days: z.number().optional(),
  hours: z.number().optional(),
  minutes: z.number().optional(),
  seconds: z.number().optional(),
  milliseconds: z.number().optional(),
});

/** A duration above zero, in the forms that Backstage's configuration takes. */
const durationSchema = z
  .union([z.string(), z.record(z.string(), z.number())])
  .transform((value, context): HumanDuration => {
    let problem = 'it is not above zero';
    try {
      const duration = readDurationFromConfig(new ConfigReader({ value }), {
        key: 'value',
      });
      if (durationToMilliseconds(duration) > 0) {
        return duration;
      }
    } catch (error) {
      problem = isError(error) ? error.message : String(error);
    }
    context.addIssue(
      `${JSON.stringify(
        value,
      )} is not a duration as 15m, PT15M or { minutes: 15 }: ${problem}`,
    );
    return z.NEVER;
  })
  .pipe(humanDurationSchema);

/**
 * A network that machines of an environment may be on. It names its prefix in NetBox and what a
 * guest needs to know of it; all of it is checked at start.
 *
 * @public
 */
export const policyNetworkSchema = z
  .object({
    name: z.string().describe('Name in the inventory'),
    prefix: z.string().describe('IPv4 prefix in CIDR notation'),
    gateway: z.string(),
    dnsServers: z.array(z.string()).default([]),
    domain: z.string(),
  })
  .describe('A network that machines of an environment may be on');

/**
 * A part of an environment: a datacenter of a source.
 *
 * @public
 */
export const policySiteSchema = z
  .object({
    source: z.string(),
    datacenter: z.string().describe('Name in the inventory'),
    title: z.string().optional(),
    clusters: z
      .array(z.string())
      .min(1)
      .describe('Names of the clusters that are allowed'),
    networks: z.array(policyNetworkSchema).min(1),
    templates: z
      .array(z.string())
      .default(['*'])
      .describe(
        'Names of the templates that are allowed; `*` stands for any text',
      ),
    folder: z
      .string()
      .default('')
      .describe(
        "Path of the folder below the datacenter's machines; empty for the top",
      ),
  })
  .describe('A part of an environment: a datacenter of a source');

/**
 * The step in which memory is given, in MiB: vSphere takes no other amounts.
 *
 * @public
 */
export const MEMORY_STEP_MIB = 4;

/**
 * A named size.
 *
 * @public
 */
export const policySizeSchema = z
  .object({
    title: z.string(),
    cpus: z.number().int().positive(),
    memoryMib: z
      .number()
      .int()
      .positive()
      .multipleOf(MEMORY_STEP_MIB, {
        message: `Memory is given in steps of ${MEMORY_STEP_MIB} MiB`,
      }),
    diskGib: z
      .number()
      .int()
      .nonnegative()
      .default(0)
      .describe("Size of the first disk; 0 means the template's"),
  })
  .describe('A named size');

/**
 * How long a guest has for its report where policy says nothing else.
 *
 * @public
 */
export const guestReportWithin: HumanDuration = { minutes: 15 };

/**
 * One environment of the policy.
 *
 * @public
 */
export const policyEnvironmentSchema = z
  .object({
    title: z.string(),
    approval: z
      .object({
        required: z.boolean().describe('Whether a person decides'),
        approvers: z
          .array(z.string())
          .default([])
          .describe('Entity refs of the groups whose members may decide'),
      })
      .refine(value => !value.required || value.approvers.length > 0, {
        message:
          'approvers must name at least one group where approval is required',
      }),
    sites: z.array(policySiteSchema).min(1),
    sizes: z.record(z.string(), policySizeSchema),
    limits: z.object({
      cpus: z.number().int().positive(),
      memoryMib: z.number().int().positive(),
      diskGib: z.number().int().positive().describe('All disks together'),
      machinesPerOwner: z
        .number()
        .int()
        .positive()
        .optional()
        .describe('Living machines and open requests of one owner'),
    }),
    access: z.object({
      mechanism: z
        .enum(['cloud-init', 'customization'])
        .describe('How the guest is told its user and keys'),
      user: z.string(),
    }),
    guest: z
      .object({
        reportWithin: durationSchema
          .default(guestReportWithin)
          .describe(
            "How long a new machine's guest may take to report its address before people are told",
          ),
      })
      .default({ reportWithin: guestReportWithin }),
  })
  .describe('One environment of the policy');

/**
 * What is allowed, and who decides.
 *
 * @public
 */
export const policySchema = z.object({
  nameScope: z
    .enum(['site', 'domain'])
    .default('site')
    .describe("What a machine's name is unique in"),
  environments: z.record(z.string(), policyEnvironmentSchema),
});

/** @public */
export type PolicyNetwork = z.infer<typeof policyNetworkSchema>;
/** @public */
export type PolicySite = z.infer<typeof policySiteSchema>;
/** @public */
export type PolicySize = z.infer<typeof policySizeSchema>;
/** @public */
export type PolicyEnvironment = z.infer<typeof policyEnvironmentSchema>;
/** @public */
export type Policy = z.infer<typeof policySchema>;

/**
 * The policy as forms are told it.
 *
 * @public
 */
export const offeredPolicySchema = policySchema
  .extend({
    providerVersion: z
      .string()
      .optional()
      .describe(
        "Version of Terraform's provider that new machines are pinned to, e.g. `1.26.0`",
      ),
  })
  .describe('The policy as forms are told it');

/** @public */
export type OfferedPolicy = z.infer<typeof offeredPolicySchema>;
