import { z } from 'zod';

/**
 * The variables of the module `rhel9-vm`, as `vm.auto.tfvars.json` holds them.
 */
export const variablesSchema = z.object({
  name: z.string(),
  present: z.boolean().default(true),
  placement: z.object({
    datacenter_id: z.string(),
    resource_pool_id: z.string(),
    datastore_id: z.string(),
    network_id: z.string(),
    folder: z.string().default(''),
    template_uuid: z.string(),
  }),
  hardware: z.object({
    cpus: z.number().int(),
    memory_mib: z.number().int(),
    firmware: z.enum(['bios', 'efi']),
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
    mechanism: z.enum(['cloud-init', 'customization']),
    user: z.string(),
    ssh_public_keys: z.array(z.string()),
  }),
  annotation: z.object({
    request: z.string(),
    owner: z.string(),
    purpose: z.string(),
  }),
});

/** Values of the module's variables. */
export type Variables = z.infer<typeof variablesSchema>;
