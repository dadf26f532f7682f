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
    network: named.describe('Of the first network card'),
    furtherNetworks: z
      .array(named)
      .optional()
      .describe('Those of its further network cards; absent for none'),
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
 * The networks of all network cards of a machine, in their order.
 *
 * @public
 */
export function networksOfPlacement({
  network,
  furtherNetworks = [],
}: Pick<
  RequestPlacement,
  'network' | 'furtherNetworks'
>): RequestPlacement['network'][] {
  return [network, ...furtherNetworks];
}

const allocated = z.object({
  address: z.string().min(1).max(64).describe('Without the prefix length'),
  prefixLength: z.number().int(),
  key: z.string().min(1).describe("The allocation's key in NetBox"),
  url: z.string().optional().describe('Page in NetBox'),
});

/**
 * An address of a machine beside its first: of another family, or of another network card.
 *
 * @public
 */
export const otherAddressSchema = allocated
  .extend({
    interface: z.string().describe('Name of the network card, e.g. `eth1`'),
    network: z.string().describe('Name of the network'),
    gateway: z
      .string()
      .optional()
      .describe('Only of the first network card, which has the default route'),
  })
  .describe('An address of a machine beside its first');

/** @public */
export type OtherAddress = z.infer<typeof otherAddressSchema>;

/**
 * The address that was allocated to a machine, with what its guest needs to know of it. With several,
 * it is the first of the first network card: its IPv4 address where it has one.
 *
 * @public
 */
export const requestAddressSchema = allocated
  .extend({
    gateway: z.string(),
    dnsServers: z.array(z.string()),
    domain: z.string(),
    others: z
      .array(otherAddressSchema)
      .optional()
      .describe('Absent where the machine has one address'),
  })
  .describe('The address that was allocated to a machine');

/** @public */
export type RequestAddress = z.infer<typeof requestAddressSchema>;

/**
 * All addresses of a machine, its first one first.
 *
 * @param address - undefined where none was allocated
 * @public
 */
export function addressesOf(
  address: Pick<RequestAddress, 'address' | 'others'> | undefined,
): string[] {
  return address
    ? [address, ...(address.others ?? [])].map(each => each.address)
    : [];
}

/**
 * The addresses that a machine's name leads to: those of its first network card.
 *
 * @public
 */
export function namedAddressesOf(
  address: Pick<RequestAddress, 'address' | 'others'> | undefined,
): string[] {
  const others = address?.others?.filter(
    ({ gateway }) => gateway !== undefined,
  );
  return addressesOf(address && { ...address, others });
}

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
