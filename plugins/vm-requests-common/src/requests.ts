import { z } from 'zod';
import { batchRefSchema } from './batches';
import { DEFAULT_BLUEPRINT } from './blueprint';
import { diskMountSchema } from './diskMounts';
import { applyWaitSchema } from './changeTimes';
import { guestReportSchema } from './guestReport';
import { machineHookCallSchema } from './machineHooks';
import { machineLifecycleSchema } from './machines';
import { operationChangeSchema, operationKindSchema } from './operations';
import { jsonRecordSchema, planSchema } from './plan';
import { MOST_NETWORK_CARDS } from './policy';
import { MOST_EXTRA_DISKS, requestedDiskSchema } from './requestedDisk';
import {
  machineHardwareSchema,
  requestAddressSchema,
  requestFileSchema,
  requestInterfaceSchema,
  requestMachineSchema,
  requestPlacementSchema,
  requestPullRequestSchema,
} from './requestResources';
import { requestStateSchema } from './states';
import { requestWaitSchema, waitsForSchema } from './waits';

/**
 * What a person asks for: the values of the form.
 *
 * @public
 */
export const machineSpecSchema = z
  .object({
    name: z.string().describe('DNS label'),
    environment: z.string(),
    blueprint: z
      .string()
      .default(DEFAULT_BLUEPRINT)
      .describe('Name of what machines of its sort are made of'),
    stack: z
      .string()
      .optional()
      .describe(
        "Name of the stack that it is to live in; absent: the environment's first",
      ),
    size: z.string().describe('Name of a size in the policy, or `custom`'),
    custom: z
      .object({
        cpus: z.number().int().positive(),
        memoryMib: z.number().int().positive(),
        diskGib: z.number().int().nonnegative().default(0),
      })
      .optional()
      .describe('Only with size `custom`'),
    source: z
      .string()
      .describe("Name of the source in the inventory's configuration"),
    datacenter: z
      .string()
      .describe(
        'Name in the inventory, as policy names it; so are cluster, network and template',
      ),
    cluster: z
      .string()
      .optional()
      .describe('Absent: placement chooses among those that policy allows'),
    network: z.string().describe('Of the first network card'),
    extraCards: z
      .array(z.object({ network: z.string() }))
      .max(MOST_NETWORK_CARDS - 1)
      .optional()
      .describe('Network cards beyond the first, each in a network of its own'),
    template: z.string(),
    extraDisks: z
      .array(requestedDiskSchema)
      .max(MOST_EXTRA_DISKS)
      .default([])
      .describe('Beyond the first disk'),
    sshPublicKeys: z
      .array(z.string())
      .max(20)
      .default([])
      .describe(
        'OpenSSH public keys, one line each; none where the blueprint asks for none',
      ),
    owner: z.string().describe('Entity ref of a user or group'),
    purpose: z.string().max(500),
  })
  .describe('What a person asks for: the values of the form');

/** @public */
export type MachineSpec = z.infer<typeof machineSpecSchema>;

/**
 * What was decided on a request.
 *
 * @public
 */
export const requestDecisionSchema = z
  .object({
    by: z.string().describe('User entity ref, or `policy`'),
    at: z.iso.datetime(),
    approved: z.boolean(),
    reason: z.string().optional(),
    digest: z
      .string()
      .optional()
      .describe('Digest of the plan that the decision was about'),
  })
  .describe('What was decided on a request');

/** @public */
export type RequestDecision = z.infer<typeof requestDecisionSchema>;

/**
 * The plan that was approved before a newer one took its place.
 *
 * @public
 */
export const replacedPlanSchema = z
  .object({
    plan: planSchema,
    decision: requestDecisionSchema,
  })
  .describe('The plan that was approved before a newer one took its place');

/** @public */
export type ReplacedPlan = z.infer<typeof replacedPlanSchema>;

/**
 * What is still to be given back, and what already was.
 *
 * @public
 */
export const giveBackStepSchema = z
  .object({
    what: z.enum([
      'pull-request',
      'apply-check',
      'reservation',
      'address',
      'machine-record',
    ]),
    done: z.boolean(),
    at: z.iso.datetime().optional(),
    detail: z.string().optional().describe('In words, while it is not done'),
  })
  .describe('What is still to be given back, or already was');

/** @public */
export type GiveBackStep = z.infer<typeof giveBackStepSchema>;

/**
 * Whether trying a request again can succeed.
 *
 * @public
 */
export const retryProspectSchema = z
  .object({
    possible: z.boolean(),
    why: z
      .string()
      .optional()
      .describe(
        'In words, when it is not; the API refuses a retry with the same',
      ),
  })
  .describe('Whether trying a request again can succeed');

/** @public */
export type RetryProspect = z.infer<typeof retryProspectSchema>;

/**
 * What a person may do with a request.
 *
 * @public
 */
export const requestAbilitySchema = z.enum([
  'approve',
  'reject',
  'cancel',
  'start',
  'retry',
  'replan',
  'roll-back',
]);

/** @public */
export type RequestAbility = z.infer<typeof requestAbilitySchema>;

/**
 * A request as the API answers it.
 *
 * @public
 */
export const vmRequestSchema = z
  .object({
    id: z.string().describe('Sortable by time'),
    kind: operationKindSchema,
    operation: z
      .string()
      .describe("The operation's name for people, e.g. `Resize`"),
    change: operationChangeSchema
      .optional()
      .describe('Absent for a new machine'),
    state: requestStateSchema,
    endsAs: requestStateSchema
      .optional()
      .describe(
        'Where it ends once everything is given back; only with state `undoing`',
      ),
    wait: requestWaitSchema
      .optional()
      .describe(
        'Whom or what it waits for; absent while it goes on by itself, or has ended',
      ),
    mayExist: z
      .boolean()
      .describe(
        'Whether something of it may be applied, so that nothing is given back by itself: an apply was begun, and no plan since has shown that it did nothing',
      ),
    needsPlan: z
      .boolean()
      .describe(
        'Whether Terraform plans and applies it; otherwise it changes only what the ledger keeps of the machine',
      ),
    retry: retryProspectSchema
      .optional()
      .describe('Only while it waits for a person, or is planned anew'),
    message: z
      .string()
      .optional()
      .describe('In words, why it failed, or what an approver wrote'),
    cause: z
      .string()
      .optional()
      .describe(
        'The words of a peer behind `wait` or `message`; only for whoever may test the peers',
      ),
    name: z.string(),
    fqdn: z.string(),
    environment: z.string(),
    stack: z.string().describe('Name of the stack that the machine lives in'),
    stackTitle: z
      .string()
      .optional()
      .describe('Absent where it has none, or configuration has no such stack'),
    owner: z.string(),
    requestedBy: z.string().describe('Who sent it'),
    requestedFor: z
      .string()
      .optional()
      .describe(
        'Entity ref of the user or group that it is made for, where that is not who sent it',
      ),
    startAt: z.iso
      .datetime()
      .optional()
      .describe('Before this it is not applied; absent: as soon as it may be'),
    applyWait: applyWaitSchema
      .optional()
      .describe('Only while it is approved and waits for a time'),
    purpose: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    spec: machineSpecSchema.extend({
      sshPublicKeys: z
        .array(z.string())
        .describe('None of a machine that was adopted'),
    }),
    hardware: machineHardwareSchema,
    blueprintTitle: z
      .string()
      .optional()
      .describe('Absent where the blueprint is withdrawn'),
    access: z
      .object({
        user: z.string(),
        signIn: z
          .string()
          .describe('In words or as a command, e.g. `ssh acme@10.0.0.7`'),
      })
      .describe('How one signs in to the machine'),
    placement: requestPlacementSchema.optional(),
    address: requestAddressSchema.optional(),
    mounts: z
      .array(diskMountSchema)
      .optional()
      .describe('What the guest mounts at its first boot; absent for nothing'),
    interfaces: z
      .array(requestInterfaceSchema)
      .optional()
      .describe(
        'Absent in requests of the first release, which knew no MAC addresses',
      ),
    pullRequest: requestPullRequestSchema.optional(),
    files: z.array(requestFileSchema).optional(),
    plan: planSchema.optional(),
    decision: requestDecisionSchema.optional(),
    replaced: replacedPlanSchema
      .optional()
      .describe(
        'The last plan that was approved and failed to apply, where `plan` is one that was made since; a rejection or a cancellation gives nothing back then if `mayExist`',
      ),
    approvers: z
      .array(z.string())
      .describe('Entity refs of the groups whose members decide'),
    batch: batchRefSchema
      .optional()
      .describe('Absent where it was asked for by itself'),
    machineId: z
      .string()
      .describe('Id in the ledger of the machine that it is about'),
    lifecycle: machineLifecycleSchema.describe('Where that machine stands now'),
    machine: requestMachineSchema.optional(),
    guest: guestReportSchema
      .optional()
      .describe(
        'Only once it is done; absent in requests that the first release completed',
      ),
    giveBack: z.array(giveBackStepSchema).optional(),
    hooks: z
      .array(machineHookCallSchema)
      .optional()
      .describe(
        'What machine hooks do about it; absent where there is nothing',
      ),
    tasks: z
      .array(
        z.object({ id: z.string(), purpose: z.enum(['prepare', 'apply']) }),
      )
      .describe('Scaffolder tasks that worked on it'),
    can: z
      .array(requestAbilitySchema)
      .describe('What the person who asks may do now'),
  })
  .describe('A request for a virtual machine');

/** @public */
export type VmRequest = z.infer<typeof vmRequestSchema>;

/**
 * A request in a list.
 *
 * @public
 */
export const vmRequestSummarySchema = vmRequestSchema
  .pick({
    id: true,
    kind: true,
    operation: true,
    state: true,
    wait: true,
    message: true,
    name: true,
    fqdn: true,
    environment: true,
    owner: true,
    requestedBy: true,
    requestedFor: true,
    applyWait: true,
    createdAt: true,
    updatedAt: true,
    batch: true,
  })
  .extend({
    address: z.string().optional(),
    cluster: z.string().optional(),
    guest: guestReportSchema.optional(),
  })
  .describe('A request in a list');

/** @public */
export type VmRequestSummary = z.infer<typeof vmRequestSummarySchema>;

const count = z.number().int().nonnegative();

/**
 * A page of a list of requests.
 *
 * @public
 */
export const vmRequestPageSchema = z
  .object({
    items: z.array(vmRequestSummarySchema),
    total: count,
    nextCursor: z.string().optional().describe('Absent on the last page'),
    byState: z
      .partialRecord(requestStateSchema, count)
      .describe('How many there are by state, whatever the filter on state'),
    byWait: z
      .partialRecord(waitsForSchema, count)
      .describe(
        'How many wait for what, whatever the filters on state and wait',
      ),
    atLeast: z
      .boolean()
      .optional()
      .describe(
        'Whether there may be more than the numbers say, because a search finds more than are counted; such a page may also be shorter than asked for, or empty, and still have a next one',
      ),
  })
  .describe('A page of a list of requests');

/** @public */
export type VmRequestPage = z.infer<typeof vmRequestPageSchema>;

/**
 * One entry of a request's history; never changed once written.
 *
 * @public
 */
export const requestEventSchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    by: z
      .string()
      .describe('User entity ref, `policy`, `ledger` or `task:<id>`'),
    type: z
      .string()
      .describe(
        'E.g. `opened`, `placed`, `proposed`, `planned`, `approved`, `given-back`',
      ),
    from: requestStateSchema.optional(),
    to: requestStateSchema.optional(),
    reason: z.string().optional(),
    detail: z.record(z.string(), z.unknown()).optional(),
  })
  .describe("One entry of a request's history; never changed once written");

/** @public */
export type RequestEvent = z.infer<typeof requestEventSchema>;

/**
 * Whether a name can be had.
 *
 * @public
 */
export const nameAvailabilitySchema = z
  .object({
    name: z.string(),
    fqdn: z.string(),
    available: z.boolean(),
    reason: z.string().optional().describe('In words, when it is not'),
    takenBy: z
      .object({
        request: z.string().optional(),
        batch: z.string().optional(),
        machine: z.string().optional(),
      })
      .optional()
      .describe('What has it'),
  })
  .describe('Whether a name can be had');

/** @public */
export type NameAvailability = z.infer<typeof nameAvailabilitySchema>;

/**
 * The names that several machines would have now.
 *
 * @public
 */
export const offeredNamesSchema = z
  .object({
    names: z.array(z.string()),
    problem: z
      .string()
      .optional()
      .describe('In words, where there are none such'),
  })
  .describe('The names that several machines would have now');

/** @public */
export type OfferedNames = z.infer<typeof offeredNamesSchema>;

/**
 * What a request would become.
 *
 * @public
 */
export const requestPreviewSchema = z
  .object({
    placement: requestPlacementSchema.optional(),
    address: requestAddressSchema
      .pick({
        address: true,
        prefixLength: true,
        gateway: true,
        others: true,
      })
      .optional(),
    files: z.array(requestFileSchema),
    problems: z
      .array(z.string())
      .describe('In words; empty when the request can be made'),
  })
  .describe('What a request would become');

/** @public */
export type RequestPreview = z.infer<typeof requestPreviewSchema>;

/**
 * The form that a machine was requested with, filled to request another like it.
 *
 * @public
 */
export const requestFormSchema = z
  .object({
    template: z.string().describe('Entity ref of the software template'),
    values: jsonRecordSchema.describe(
      'Of its form: all of them for who filled it in, otherwise those that `spec` of the request has',
    ),
  })
  .describe('The form that a machine was requested with');

/** @public */
export type RequestForm = z.infer<typeof requestFormSchema>;
