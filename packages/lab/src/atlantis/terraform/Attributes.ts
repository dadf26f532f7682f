import { JsonValue } from '@backstage/types';

/**
 * Address of the machine that the starter's modules manage.
 *
 * @internal
 */
export const MACHINE_ADDRESS = 'module.vm.vsphere_virtual_machine.this[0]';

/**
 * Attributes of a resource, as the provider names them.
 *
 * @internal
 */
export type Attributes = Record<string, JsonValue>;

/**
 * Attributes that are nested blocks in the configuration language.
 *
 * @internal
 */
export const BLOCKS: ReadonlySet<string> = new Set([
  'clone',
  'customize',
  'disk',
  'linux_options',
  'network_interface',
  'windows_options',
]);

/**
 * What the module tells Terraform to leave as it is once the machine exists.
 *
 * @internal
 */
export const IGNORED: ReadonlySet<string> = new Set([
  'annotation',
  'clone',
  'datastore_id',
  'ept_rvi_mode',
  'extra_config',
  'folder',
  'hv_mode',
  'resource_pool_id',
  'swap_placement_policy',
]);

/**
 * What the provider learns by applying.
 *
 * @internal
 */
export const COMPUTED: readonly string[] = [
  'default_ip_address',
  'guest_ip_addresses',
  'host_system_id',
  'id',
  'moid',
  'power_state',
  'reboot_required',
  'uuid',
  'vmx_path',
];
