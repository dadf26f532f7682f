/**
 * The kinds of records that the lab has, as NetBox names them.
 *
 * @internal
 */
export const objectTypes = [
  'dcim.interface',
  'dcim.macaddress',
  'dcim.site',
  'extras.customfield',
  'extras.tag',
  'ipam.ipaddress',
  'ipam.iprange',
  'ipam.prefix',
  'ipam.vrf',
  'virtualization.cluster',
  'virtualization.virtualdisk',
  'virtualization.virtualmachine',
  'virtualization.vminterface',
] as const;
