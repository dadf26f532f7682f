output "moid" {
  description = "Managed object id, e.g. vm-42; null once the machine is gone."
  value       = one(vsphere_virtual_machine.this[*].moid)
}

output "uuid" {
  description = "The machine's BIOS UUID, by which the provider knows it; null once the machine is gone."
  value       = one(vsphere_virtual_machine.this[*].uuid)
}

output "ipv4_address" {
  description = "The IPv4 address that the machine's first network card was given; null once it is gone."
  value       = var.present ? try(var.network.interfaces[0].ipv4.address, null) : null
}

output "ipv6_address" {
  description = "The IPv6 address that the machine's first network card was given, if any; null once it is gone."
  value       = var.present ? try(var.network.interfaces[0].ipv6.address, null) : null
}
