import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { isError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { z } from 'zod';
import { machineAccessSchema } from './access';
import { liesInIpv6 } from './ipv6';
import {
  changeFreezeSchema,
  changeWindowSchema,
  timeZoneSchema,
} from './changeTimes';

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
    prefix: z
      .string()
      .optional()
      .describe('IPv4 prefix in CIDR notation; absent: no IPv4 addresses'),
    gateway: z.string().optional().describe('In `prefix`, and only with it'),
    ipv6: z
      .object({
        // What is no prefix or no address is told once, and compared with nothing.
        prefix: z
          .cidrv6({ abort: true })
          .describe('IPv6 prefix in CIDR notation'),
        gateway: z.ipv6({ abort: true }),
      })
      .refine(({ prefix, gateway }) => liesInIpv6(gateway, prefix), {
        path: ['gateway'],
        error: 'The gateway must be an address of the prefix',
      })
      .optional()
      .describe('Absent: no IPv6 addresses'),
    dnsServers: z.array(z.string()).default([]),
    domain: z.string(),
  })
  .superRefine(({ prefix, gateway, ipv6 }, context) => {
    if ((prefix === undefined) !== (gateway === undefined)) {
      context.addIssue({
        code: 'custom',
        path: [prefix === undefined ? 'prefix' : 'gateway'],
        message: 'prefix and gateway belong together: give both, or neither',
      });
    } else if (prefix === undefined && !ipv6) {
      context.addIssue({
        code: 'custom',
        path: ['prefix'],
        message:
          'A network needs a prefix to allocate from: prefix with gateway for IPv4, ipv6 for IPv6, or both',
      });
    }
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
 * How many network cards vSphere gives a machine at most.
 *
 * @public
 */
export const MOST_NETWORK_CARDS = 10;

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
 * How long machines of an environment last. They end at the end of a day.
 *
 * @public
 */
export const policyLeaseSchema = z
  .object({
    duration: durationSchema.describe(
      'How long a machine lasts from the day that it is made',
    ),
    atMost: durationSchema
      .optional()
      .describe(
        'How long a machine lasts at the most, from the day that it is made; absent: as long as it is extended',
      ),
    extension: z
      .object({
        upTo: durationSchema
          .optional()
          .describe(
            'How far ahead of the day the end can be put; absent: as far as `duration`',
          ),
        approval: z
          .boolean()
          .default(false)
          .describe(
            'Whether those decide on it who approve new machines; otherwise policy approves',
          ),
      })
      .default({ approval: false }),
    warnings: z
      .array(durationSchema)
      .max(10)
      .default([{ days: 14 }, { days: 3 }, { days: 1 }])
      .describe('How long before its end owner and requester are told'),
    grace: durationSchema
      .default({ days: 7 })
      .describe(
        'How long a machine that has ended stays, switched off, before its decommissioning is requested',
      ),
  })
  .describe('How long machines last');

/** @public */
export type PolicyLease = z.infer<typeof policyLeaseSchema>;

/**
 * Who has to agree before a machine gets another owner.
 *
 * - `new-owner`: somebody of the new owner, unless whoever asks belongs to it.
 * - `approvers`: those who approve new machines in the environment.
 * - `nobody`.
 *
 * @public
 */
export const transferAcceptanceSchema = z
  .enum(['new-owner', 'approvers', 'nobody'])
  .default('new-owner')
  .describe('Who has to agree before a machine gets another owner');

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
    blueprints: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Names of those that may be requested; absent: all'),
    stacks: z
      .array(z.string())
      .min(1)
      .optional()
      .describe(
        'Names of the stacks that new machines may live in, the first unless another is chosen; absent: the default one, or the only one',
      ),
    sizes: z
      .record(z.string(), policySizeSchema)
      .default({})
      .describe('Of machines whose blueprint has none of its own'),
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
      machinesAtOnce: z
        .number()
        .int()
        .positive()
        .max(100)
        .optional()
        .describe('How many can be requested with one form; 10 by default'),
      networkCards: z
        .number()
        .int()
        .min(1)
        .max(MOST_NETWORK_CARDS)
        .optional()
        .describe('Of one machine; 1 by default'),
    }),
    nameCode: z
      .string()
      .min(1)
      .max(30)
      .optional()
      .describe(
        "What `{env}` stands for in names of several machines; absent: the environment's name",
      ),
    access: machineAccessSchema
      .optional()
      .describe('Of machines whose blueprint does not say it'),
    operations: z
      .object({
        power: z
          .boolean()
          .optional()
          .describe('Whether owners power their machines; they do by default'),
        snapshots: z
          .boolean()
          .optional()
          .describe(
            'Whether owners take, revert to and delete snapshots of their machines; they do by default',
          ),
      })
      .optional()
      .describe('What owners do to their machines without a request'),
    lease: policyLeaseSchema
      .optional()
      .describe('Absent: machines have no end date'),
    onBehalf: z
      .object({
        by: z
          .array(z.string())
          .min(1)
          .describe(
            'Entity refs of users and groups: they, and members of these, request for anybody',
          ),
      })
      .optional()
      .describe(
        'Who requests machines for others; absent: nobody but for their own groups',
      ),
    windows: z
      .array(changeWindowSchema)
      .min(1)
      .max(50)
      .optional()
      .describe('When something may be applied; absent: at any time'),
    freezes: z
      .array(changeFreezeSchema)
      .max(50)
      .optional()
      .describe('When nothing may be applied, whatever the windows say'),
    transfer: z
      .object({
        acceptedBy: transferAcceptanceSchema,
      })
      .optional()
      .describe('How machines get another owner'),
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
 * How to tell that another tool manages a machine, which is then not adopted.
 *
 * @public
 */
export const managingToolSchema = z
  .object({
    title: z.string().describe('What people call the tool'),
    note: z
      .string()
      .optional()
      .describe(
        "What the machine's note in its source is then; `*` stands for any text",
      ),
    folder: z
      .string()
      .optional()
      .describe(
        "Path of its folder below the datacenter's machines; `*` stands for any text",
      ),
  })
  .refine(({ note, folder }) => note !== undefined || folder !== undefined, {
    message: 'Give a note or a folder by which its machines are told',
  })
  .describe('How to tell that another tool manages a machine');

/** @public */
export type ManagingTool = z.infer<typeof managingToolSchema>;

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
  timeZone: timeZoneSchema
    .default('UTC')
    .describe(
      'Time zone in whose days machines end, and of times without one of their own, e.g. `Europe/Berlin`',
    ),
  start: z
    .object({
      atMost: durationSchema
        .default({ days: 14 })
        .describe('How far ahead a request may put its start'),
    })
    .default({ atMost: { days: 14 } })
    .describe('When requests may ask to be applied'),
  environments: z.record(z.string(), policyEnvironmentSchema),
  adoption: z
    .object({
      managedBy: z
        .array(managingToolSchema)
        .default([])
        .describe('Tools whose machines are not adopted'),
    })
    .optional()
    .describe('Which machines that nobody requested can be adopted'),
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
 * An environment of the policy; undefined where it has none of that name.
 *
 * @public
 */
export function environmentOf(
  { environments }: Pick<Policy, 'environments'>,
  name: string,
): PolicyEnvironment | undefined {
  return Object.hasOwn(environments, name) ? environments[name] : undefined;
}

/**
 * How many network cards machines of an environment have at most.
 *
 * @public
 */
export function networkCardsOf({
  limits,
}: Pick<PolicyEnvironment, 'limits'>): number {
  return limits.networkCards ?? 1;
}

const MACHINES_AT_ONCE = 10;

/**
 * How many machines can be requested with one form in an environment.
 *
 * @public
 */
export function machinesAtOnceOf({
  limits,
}: Pick<PolicyEnvironment, 'limits'>): number {
  return limits.machinesAtOnce ?? MACHINES_AT_ONCE;
}
