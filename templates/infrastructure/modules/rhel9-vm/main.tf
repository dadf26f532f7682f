resource "vsphere_virtual_machine" "this" {
  count = var.present ? 1 : 0

  name             = var.name
  resource_pool_id = var.placement.resource_pool_id
  datastore_id     = var.placement.datastore_id
  folder           = var.placement.folder == "" ? null : var.placement.folder
  annotation       = "Backlot request: ${var.annotation.request}\nOwner: ${var.annotation.owner}\n${var.annotation.purpose}"

  num_cpus  = var.hardware.cpus
  memory    = var.hardware.memory_mib
  guest_id  = var.hardware.guest_id
  firmware  = var.hardware.firmware
  scsi_type = var.hardware.scsi_type

  dynamic "disk" {
    for_each = var.hardware.disks

    content {
      label            = disk.value.label
      unit_number      = disk.key
      size             = disk.value.size_gib
      thin_provisioned = disk.value.thin
    }
  }

  dynamic "network_interface" {
    for_each = var.network.interfaces

    content {
      network_id     = network_interface.value.network_id
      adapter_type   = network_interface.value.adapter_type
      use_static_mac = true
      mac_address    = network_interface.value.mac_address
    }
  }

  clone {
    template_uuid = var.placement.template_uuid

    dynamic "customize" {
      for_each = var.access.mechanism == "customization" ? [var.network] : []

      content {
        linux_options {
          host_name = var.name
          domain    = customize.value.domain
        }
        dynamic "network_interface" {
          for_each = customize.value.interfaces

          content {
            ipv4_address = network_interface.value.ipv4.address
            ipv4_netmask = network_interface.value.ipv4.prefix_length
          }
        }
        ipv4_gateway    = customize.value.interfaces[0].ipv4.gateway
        dns_server_list = customize.value.dns_servers
        dns_suffix_list = [customize.value.domain]
      }
    }
  }

  extra_config = local.first_boot[var.access.mechanism]

  # Apply ends when the machine is powered on. That its address answers is for the inventory to see.
  wait_for_guest_net_timeout = 0
  wait_for_guest_ip_timeout  = 0

  lifecycle {
    # The provider leaves a card's static MAC address as it is, be it the template's or this machine's.
    postcondition {
      condition     = lower(join(" ", self.network_interface[*].mac_address)) == join(" ", var.network.interfaces[*].mac_address)
      error_message = "A network card has another MAC address than was asked for, so its guest has no network there. A template's card must have a generated MAC address, not a static one; that of a machine's card can't be changed."
    }

    ignore_changes = [
      # Moved by vMotion, storage vMotion or a person.
      resource_pool_id,
      host_system_id,
      datastore_id,
      datastore_cluster_id,
      storage_policy_id,
      folder,
      # Written by backup and monitoring tools.
      annotation,
      custom_attributes,
      tags,
      # Set by operations on the running machine.
      cdrom,
      swap_placement_policy,
      ept_rvi_mode,
      hv_mode,
      # A template that is built anew gives new machines, not another disk to this one.
      clone,
      # Read at the first boot only; a change would restart the machine for nothing.
      extra_config,
    ]
  }
}
