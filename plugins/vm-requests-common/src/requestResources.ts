import { z } from 'zod';

/**
 * Sizes after policy: what the machine gets.
 *
 * @public
 */
export const machineHardwareSchema = z
  .object({
    cpus: z.number(),
    memoryMib: z.number(),
    disksGib: z
      .array(z.number())
      .describe(
        "GiB; the first is the template's disk, 0 keeps the template's size",
      ),
  })
  .describe('Sizes after policy: what the machine gets');

/** @public */
export type MachineHardware = z.infer<typeof machineHardwareSchema>;

const text = z.string().max(255);
const named = z.object({ id: text, name: text });

/**
 * Where the machine goes; ids and names of the inventory.
 *
 * @public
 */
export const requestPlacementSchema = z
  .object({
    source: z.string(),
    datacenter: named,
    cluster: named,
    resourcePool: named,
    datastore: named,
    network: named,
    folder: z.object({ id: z.string(), path: z.string() }).optional(),
    template: named
      .extend({ uuid: z.string() })
      .optional()
      .describe('Absent for a machine that was there before its request'),
    reasons: z.array(named.extend({ fits: z.boolean(), reason: z.string() })),
    ageMs: z.number().optional(),
  })
  .describe('Where the machine goes; ids and names of the inventory');

/** @public */
export type RequestPlacement = z.infer<typeof requestPlacementSchema>;

/**
 * The address that was allocated to a machine, with what its guest needs to know of it.
 *
 * @public
 */
export const requestAddressSchema = z
  .object({
    address: z.string().min(1).max(64).describe('Without the prefix length'),
    prefixLength: z.number().int(),
    gateway: z.string(),
    dnsServers: z.array(z.string()),
    domain: z.string(),
    key: z.string().min(1).describe("The allocation's key in NetBox"),
    url: z.string().optional().describe('Page in NetBox'),
  })
  .describe('The address that was allocated to a machine');

/** @public */
export type RequestAddress = z.infer<typeof requestAddressSchema>;

/**
 * A network card of a machine.
 *
 * @public
 */
export const requestInterfaceSchema = z
  .object({
    name: z.string().describe('As NetBox names it, e.g. `eth0`'),
    macAddress: z
      .string()
      .describe(
        'In lower case, with colons; drawn before the machine is made, and its own for good',
      ),
  })
  .describe('A network card of a machine');

/** @public */
export type RequestInterface = z.infer<typeof requestInterfaceSchema>;

/**
 * The pull request that makes a machine.
 *
 * @public
 */
export const requestPullRequestSchema = z
  .object({
    repository: z.string(),
    number: z.number().int(),
    branch: z.string(),
    url: z.string(),
    commit: z.string().describe('Head commit'),
    merged: z.boolean().optional(),
  })
  .describe('The pull request that makes a machine');

/** @public */
export type RequestPullRequest = z.infer<typeof requestPullRequestSchema>;

/**
 * A rendered file of a pull request.
 *
 * @public
 */
export const requestFileSchema = z
  .object({
    path: z.string().min(1).max(500).describe('From the top of the repository'),
    content: z.string(),
    removed: z
      .literal(true)
      .optional()
      .describe('It is taken away, and its content is empty'),
  })
  .describe('A rendered file of a pull request');

/** @public */
export type RequestFile = z.infer<typeof requestFileSchema>;

/**
 * A machine as the inventory identifies it.
 *
 * @public
 */
export const requestMachineSchema = z
  .object({
    source: z.string(),
    id: z.string().min(1).describe("Managed object reference's value"),
    instanceUuid: z.string().optional(),
  })
  .describe('A machine as the inventory identifies it');

/** @public */
export type RequestMachine = z.infer<typeof requestMachineSchema>;
