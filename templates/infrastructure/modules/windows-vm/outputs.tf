output "moid" {
  description = "Managed object id, e.g. vm-42; null once the machine is gone."
  value       = one(vsphere_virtual_machine.this[*].moid)
}

output "uuid" {
  description = "The machine's BIOS UUID, by which the provider knows it; null once the machine is gone."
  value       = one(vsphere_virtual_machine.this[*].uuid)
}

output "ipv4_address" {
  description = "The address that the machine's first network card was given; null once it is gone."
  value       = var.present ? var.network.interfaces[0].ipv4.address : null
}
