# One machine. Its values are in vm.auto.tfvars.json, its provider's version in versions.tf.json, and
# where its state is kept in backend.tf.

# The vCenter and its credentials are in Atlantis' environment: VSPHERE_SERVER, VSPHERE_USER,
# VSPHERE_PASSWORD.
provider "vsphere" {}

module "vm" {
  source = "{{moduleSource}}"

  name       = var.name
  present    = var.present
  rebuild    = var.rebuild
  placement  = var.placement
  hardware   = var.hardware
  network    = var.network
  mounts     = var.mounts
  access     = var.access
  annotation = var.annotation
}

output "moid" {
  description = "Managed object id, e.g. vm-42; null once the machine is gone."
  value       = module.vm.moid
}

output "uuid" {
  description = "The machine's BIOS UUID; null once the machine is gone."
  value       = module.vm.uuid
}

output "ipv4_address" {
  description = "The machine's static IPv4 address, if any."
  value       = module.vm.ipv4_address
}

output "ipv6_address" {
  description = "The machine's static IPv6 address, if any."
  value       = module.vm.ipv6_address
}
