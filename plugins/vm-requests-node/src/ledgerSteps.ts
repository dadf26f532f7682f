import {
  blueprintOutputsSchema,
  DEFAULT_BLUEPRINT,
  machineAccessSchema,
  machineHardwareSchema,
  jsonRecordSchema,
  machineSpecSchema,
  operationKindSchema,
  planSchema,
  policyNetworkSchema,
  requestAddressSchema,
  requestFileSchema,
  requestInterfaceSchema,
  requestMachineSchema,
  requestPlacementSchema,
  requestPullRequestSchema,
  requestStateSchema,
  severalMachinesSchema,
  startTimeSchema,
} from '@backlot/plugin-vm-requests-common';
import { z } from 'zod';

const request = z.string().min(1).describe('Id of the request');
const task = z.string().min(1).max(255).describe('Id of the scaffolder task');
const url = z.string().describe("The request's page in Backstage");

/**
 * Which attempt at a request a step belongs to. A step of an attempt that was replaced, or of a
 * request that has ended, is refused with a ConflictError.
 *
 * @public
 */
export const attemptRefSchema = z.strictObject({
  request,
  attempt: z
    .string()
    .min(1)
    .describe("The attempt's token, from `open` or `claim`"),
});

/** @public */
export type AttemptRef = z.infer<typeof attemptRefSchema>;

/**
 * What makes a machine, kept with its request: configuration that changes later changes nothing of
 * a machine that is there, because another version of the provider may restart it.
 *
 * @public
 */
export const terraformPinSchema = z
  .object({
    moduleSource: z
      .string()
      .describe(
        "Terraform's source of the machine's module, with its tag: `…?ref=<tag>`",
      ),
    provider: z.object({
      source: z.string().describe('E.g. `vmware/vsphere`'),
      version: z.string().describe('One version, e.g. `1.26.0`'),
    }),
    lockFile: z
      .string()
      .optional()
      .describe(
        'Text of `.terraform.lock.hcl`, which names that version and the hashes of its packages',
      ),
  })
  .describe('What makes a machine, kept with its request');

/** @public */
export type TerraformPin = z.infer<typeof terraformPinSchema>;

const repository = z
  .object({
    name: z.string(),
    baseBranch: z.string(),
    branch: z.string(),
    directory: z.string(),
  })
  .describe("The request's place in the infrastructure repository");

/**
 * Who works for a request: names in the configuration, for the steps that follow.
 *
 * @public
 */
export const requestStackSchema = z
  .object({
    name: z.string().describe('Of the stack that the machine lives in'),
    forge: z.string().describe('Name of its Git forge'),
    atlantis: z.string().describe('Name of its Atlantis'),
    workspace: z.string().describe("Terraform's workspace"),
    backend: z
      .string()
      .optional()
      .describe("Name of what keeps Terraform's state; absent: the default"),
  })
  .describe('Who works for a request: names in the configuration');

/** @public */
export type RequestStack = z.infer<typeof requestStackSchema>;

const openedBlueprintSchema = z
  .object({ name: z.string(), values: jsonRecordSchema })
  .describe('The blueprint, and what its template is given of configuration');

/**
 * What the ledger hands to the steps that follow `open`.
 *
 * @public
 */
export const openedRequestSchema = attemptRefSchema
  .extend({
    fqdn: z.string(),
    hardware: machineHardwareSchema,
    placement: z
      .object({
        source: z.string(),
        datacenter: z.string(),
        clusters: z.array(z.string()),
        network: z.string(),
        furtherNetworks: z.array(z.string()).optional(),
        template: z.string(),
        folder: z.string(),
      })
      .describe('Input of the placement'),
    reservation: z.object({ id: z.string(), ttlSeconds: z.number() }),
    network: policyNetworkSchema.describe(
      'The network that was asked for, as policy has it',
    ),
    interfaces: z
      .array(requestInterfaceSchema)
      .describe(
        "The machine's network cards; in a check, with a MAC address that stands for the drawn one",
      ),
    allocation: z
      .object({
        key: z.string(),
        dnsName: z.string(),
        description: z.string(),
      })
      .describe("That of the machine's first address"),
    allocations: z
      .array(
        z.object({
          key: z.string(),
          interface: z.string().describe('Name of the network card'),
          family: z.enum(['ipv4', 'ipv6']),
          network: z.string(),
          prefix: z.string(),
          gateway: z.string(),
          dnsName: z
            .string()
            .describe(
              "Empty but for the first network card, whose addresses are the name's",
            ),
          description: z.string(),
        }),
      )
      .optional()
      .describe(
        'All addresses, those of the first network card first; absent in requests of an earlier release',
      ),
    mounts: z
      .array(
        z.object({
          disk: z.string().describe('Its label, e.g. `disk1`'),
          path: z.string(),
          file_system: z.string(),
        }),
      )
      .optional()
      .describe('What the guest mounts at its first boot, in that order'),
    repository,
    stack: requestStackSchema,
    terraform: terraformPinSchema,
    blueprint: openedBlueprintSchema,
    access: machineAccessSchema
      .pick({ mechanism: true, user: true })
      .extend({ sshPublicKeys: z.array(z.string()) }),
    annotation: z.object({
      request: z.string(),
      owner: z.string(),
      purpose: z.string(),
    }),
  })
  .describe('What the ledger hands to the steps that follow `open`');

/** @public */
export type OpenedRequest = z.infer<typeof openedRequestSchema>;

/**
 * What the ledger hands to the steps that follow `operate`.
 *
 * @public
 */
export const openedOperationSchema = attemptRefSchema
  .extend({
    fqdn: z.string(),
    repository,
    stack: requestStackSchema,
    files: z
      .array(requestFileSchema)
      .describe("What the machine's directory is to hold"),
  })
  .describe('What the ledger hands to the steps that follow `operate`');

/** @public */
export type OpenedOperation = z.infer<typeof openedOperationSchema>;

/**
 * What the ledger hands to the steps that follow `adopt`.
 *
 * @public
 */
export const openedAdoptionSchema = attemptRefSchema
  .extend({
    fqdn: z.string(),
    repository,
    stack: requestStackSchema,
    terraform: terraformPinSchema,
    blueprint: openedBlueprintSchema,
    variables: jsonRecordSchema.describe(
      "Terraform's variables of the machine as it is",
    ),
  })
  .describe('What the ledger hands to the steps that follow `adopt`');

/** @public */
export type OpenedAdoption = z.infer<typeof openedAdoptionSchema>;

/**
 * What the ledger hands to the steps that follow `claim`.
 *
 * @public
 */
export const claimedRequestSchema = attemptRefSchema
  .extend({
    repository,
    stack: requestStackSchema,
    outputs: blueprintOutputsSchema,
    pullRequest: requestPullRequestSchema
      .optional()
      .describe('Absent where nothing is planned; so is what was approved'),
    approved: planSchema
      .pick({ digest: true, commit: true, exact: true })
      .extend({
        gated: z
          .boolean()
          .describe(
            "Whether Atlantis' workflow is known to ask the gate before it applies",
          ),
      })
      .optional(),
    applied: z
      .boolean()
      .describe(
        'Whether there is nothing to apply, or an earlier attempt did it already, so that only `complete` is left',
      ),
  })
  .describe('What the ledger hands to the steps that follow `claim`');

/** @public */
export type ClaimedRequest = z.infer<typeof claimedRequestSchema>;

const requestedFor = z
  .string()
  .optional()
  .describe(
    'Entity ref of the user or group that it is made for, where that is not who started the task; policy says who may',
  );
const startAt = startTimeSchema.optional();

/**
 * What each step takes and answers.
 *
 * @public
 */
export const ledgerSteps = {
  open: {
    input: z.strictObject({
      spec: machineSpecSchema,
      requestedBy: z
        .string()
        .optional()
        .describe(
          'Entity ref of the signed-in user that started the task; absent where the ledger itself did, for one of a batch',
        ),
      requestedFor,
      startAt,
      task,
    }),
    answer: openedRequestSchema,
  },
  batch: {
    input: z.strictObject({
      spec: machineSpecSchema,
      several: severalMachinesSchema,
      requestedBy: z
        .string()
        .describe('Entity ref of the signed-in user that started the task'),
      requestedFor,
      startAt,
      task,
    }),
    answer: z.object({
      batch: z.string().describe('Id of the batch'),
      names: z.array(z.string()).describe('Of the machines'),
      url: z.string().describe("The batch's page in Backstage"),
    }),
  },
  check: {
    input: z.strictObject({
      spec: machineSpecSchema,
      requestedBy: z.string().describe('Entity ref of the signed-in user'),
      requestedFor,
      startAt,
    }),
    answer: openedRequestSchema
      .omit({ request: true, attempt: true })
      .describe('What `open` would hand out'),
  },
  operate: {
    input: z.strictObject({
      operation: operationKindSchema,
      machine: z
        .string()
        .min(1)
        .max(26)
        .describe('Id of the machine in the ledger'),
      input: jsonRecordSchema.describe('What this kind of operation takes'),
      reason: z.string().trim().min(1).max(500).describe('For the approver'),
      requestedBy: z
        .string()
        .optional()
        .describe(
          'Entity ref of the signed-in user that started the task; absent where the ledger itself did, for one of a batch, or because the time of a machine is over',
        ),
      startAt,
      task,
    }),
    answer: openedOperationSchema,
  },
  adopt: {
    input: z.strictObject({
      source: z.string().min(1),
      machine: z
        .string()
        .min(1)
        .max(255)
        .describe('Id of the machine in its source, or its instance UUID'),
      blueprint: z
        .string()
        .min(1)
        .default(DEFAULT_BLUEPRINT)
        .describe('By which its files are written'),
      stack: z
        .string()
        .optional()
        .describe(
          "Name of the stack that it is to live in; absent: the environment's first",
        ),
      environment: z.string().min(1),
      owner: z.string().min(1).describe('Entity ref of a user or group'),
      address: z
        .ipv4()
        .optional()
        .describe(
          'IPv4 address of its first network card, where its guest reports none',
        ),
      reason: z.string().trim().min(1).max(500).describe('For the approver'),
      requestedBy: z
        .string()
        .optional()
        .describe(
          'Entity ref of the signed-in user that started the task; absent where the ledger itself did, for one of a batch',
        ),
      task,
    }),
    answer: openedAdoptionSchema,
  },
  propose: {
    input: attemptRefSchema.extend({
      files: z
        .array(requestFileSchema)
        .optional()
        .describe(
          'Only of a machine that has no directory yet; placement and address only of a new one',
        ),
      placement: requestPlacementSchema.optional(),
      address: requestAddressSchema.optional(),
    }),
    answer: requestPullRequestSchema,
  },
  submit: {
    input: attemptRefSchema.extend({
      plan: planSchema
        .optional()
        .describe('Absent for an operation that needs none'),
    }),
    answer: z.object({ state: requestStateSchema, url }),
  },
  claim: {
    input: z.strictObject({ request, task }),
    answer: claimedRequestSchema,
  },
  complete: {
    input: attemptRefSchema.extend({
      machine: requestMachineSchema
        .omit({ source: true })
        .optional()
        .describe('Absent: it is found by its note'),
      log: z.string().describe("Apply's own text"),
    }),
    answer: z.object({
      state: requestStateSchema,
      machine: requestMachineSchema,
      url,
    }),
  },
  fail: {
    input: z.strictObject({
      task,
      request: z.string().optional(),
      message: z.string().optional(),
    }),
    answer: z.object({
      state: requestStateSchema
        .optional()
        .describe('Absent where the task holds no request'),
    }),
  },
};

/** @public */
export type LedgerStep = keyof typeof ledgerSteps;

/** @public */
export type LedgerStepInput<S extends LedgerStep> = z.infer<
  (typeof ledgerSteps)[S]['input']
>;

/** @public */
export type LedgerStepAnswer<S extends LedgerStep> = z.infer<
  (typeof ledgerSteps)[S]['answer']
>;
