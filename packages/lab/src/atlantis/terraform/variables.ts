import { z } from 'zod';

/**
 * The variables of the module `rhel9-vm`, as `vm.auto.tfvars.json` holds them.
 *
 * @internal
 */
export const variablesSchema = z.object({
  name: z.string(),
  present: z.boolean().default(true),
  placement: z.object({
    datacenter_id: z.string(),
    datacenter: z.string(),
    cluster_id: z.string(),
    cluster: z.string(),
    resource_pool_id: z.string(),
    datastore_id: z.string(),
    datastore: z.string(),
    network_id: z.string(),
    network: z.string(),
    folder: z.string(),
    template_uuid: z.string(),
    template: z.string(),
  }),
  hardware: z.object({
    cpus: z.number().int(),
    memory_mib: z.number().int(),
    firmware: z.string(),
    guest_id: z.string(),
    scsi_type: z.string(),
    adapter_type: z.string(),
    disks: z.array(
      z.object({
        label: z.string(),
        size_gib: z.number().int(),
        thin: z.boolean(),
      }),
    ),
  }),
  network: z.object({
    ipv4_address: z.string(),
    ipv4_prefix_length: z.number().int(),
    ipv4_gateway: z.string(),
    dns_servers: z.array(z.string()),
    domain: z.string(),
  }),
  access: z.object({
    mechanism: z.string(),
    user: z.string(),
    ssh_public_keys: z.array(z.string()),
  }),
  annotation: z.object({
    request: z.string(),
    owner: z.string(),
    purpose: z.string(),
  }),
});

/**
 * Values of the module's variables.
 *
 * @internal
 */
export type Variables = z.infer<typeof variablesSchema>;

/**
 * The module's own rules for its variables, in its own words.
 *
 * @internal
 */
export const rules: Array<{
  variable: keyof Variables;
  holds: (variables: Variables) => boolean;
  message: string;
}> = [
  {
    variable: 'name',
    holds: ({ name }) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name),
    message:
      'The name must be a DNS label: lower-case letters, digits and hyphens, 63 at most.',
  },
  {
    variable: 'hardware',
    holds: ({ hardware }) => hardware.disks.length > 0,
    message: "At least one disk is needed: the template's.",
  },
  {
    variable: 'access',
    holds: ({ access }) =>
      ['cloud-init', 'customization'].includes(access.mechanism),
    message: 'The mechanism must be cloud-init or customization.',
  },
];
