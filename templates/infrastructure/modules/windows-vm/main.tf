locals {
  # vSphere refuses to reserve more than there is.
  memory_reservation_mib = (
    var.hardware.memory_allocation.reserve_all
    ? var.hardware.memory_mib
    : min(var.hardware.memory_allocation.reservation_mib, var.hardware.memory_mib)
  )
}

# It is replaced with the machine, and not updated: Terraform ends the machine first, which depends on
# it, so a machine that could not be destroyed is still to be replaced by the next plan.
resource "terraform_data" "rebuild" {
  count = var.present ? 1 : 0

  triggers_replace = var.rebuild
}

resource "vsphere_virtual_machine" "this" {
  count = var.present ? 1 : 0

  name             = var.name
  resource_pool_id = var.placement.resource_pool_id
  datastore_id     = var.placement.datastore_id
  folder           = var.placement.folder == "" ? null : var.placement.folder
  annotation       = "Backlot request: ${var.annotation.request}\nOwner: ${var.annotation.owner}\n${var.annotation.purpose}"

  num_cpus             = var.hardware.cpus
  num_cores_per_socket = var.hardware.cores_per_socket
  memory               = var.hardware.memory_mib
  guest_id             = var.hardware.guest_id
  alternate_guest_name = var.hardware.guest_name

  firmware                = var.hardware.firmware
  efi_secure_boot_enabled = var.hardware.secure_boot
  boot_delay              = var.hardware.boot.delay_ms
  boot_retry_enabled      = var.hardware.boot.retry
  boot_retry_delay        = var.hardware.boot.retry_delay_ms

  cpu_hot_add_enabled              = var.hardware.hot_plug.cpu_add
  cpu_hot_remove_enabled           = var.hardware.hot_plug.cpu_remove
  memory_hot_add_enabled           = var.hardware.hot_plug.memory_add
  nested_hv_enabled                = var.hardware.nested_virtualization
  cpu_performance_counters_enabled = var.hardware.performance_counters
  hv_mode                          = var.hardware.hv_mode
  ept_rvi_mode                     = var.hardware.ept_rvi_mode
  latency_sensitivity              = var.hardware.latency_sensitivity
  swap_placement_policy            = var.hardware.swap_placement
  enable_disk_uuid                 = var.hardware.disk_uuid
  enable_logging                   = var.hardware.logging

  cpu_limit          = var.hardware.cpu_allocation.limit_mhz
  cpu_reservation    = var.hardware.cpu_allocation.reservation_mhz
  cpu_share_level    = var.hardware.cpu_allocation.share_level
  cpu_share_count    = var.hardware.cpu_allocation.share_count
  memory_limit       = var.hardware.memory_allocation.limit_mib
  memory_reservation = local.memory_reservation_mib
  memory_share_level = var.hardware.memory_allocation.share_level
  memory_share_count = var.hardware.memory_allocation.share_count

  sync_time_with_host                     = var.hardware.tools.sync_time
  run_tools_scripts_after_power_on        = var.hardware.tools.after_power_on
  run_tools_scripts_after_resume          = var.hardware.tools.after_resume
  run_tools_scripts_before_guest_reboot   = var.hardware.tools.before_reboot
  run_tools_scripts_before_guest_shutdown = var.hardware.tools.before_shutdown
  run_tools_scripts_before_guest_standby  = var.hardware.tools.before_standby

  scsi_type             = var.hardware.scsi.type
  scsi_bus_sharing      = var.hardware.scsi.bus_sharing
  scsi_controller_count = var.hardware.scsi.controllers
  sata_controller_count = var.hardware.sata_controllers

  dynamic "disk" {
    for_each = var.hardware.disks

    content {
      label            = disk.value.label
      controller_type  = disk.value.controller
      unit_number      = disk.value.unit
      size             = disk.value.size_gib
      thin_provisioned = disk.value.thin
      eagerly_scrub    = disk.value.eager_zeroed
      disk_mode        = disk.value.mode
      disk_sharing     = disk.value.sharing
      write_through    = disk.value.write_through
      io_limit         = disk.value.io.limit
      io_reservation   = disk.value.io.reservation
      io_share_level   = disk.value.io.share_level
      io_share_count   = disk.value.io.share_count
    }
  }

  dynamic "network_interface" {
    for_each = var.network.interfaces

    content {
      network_id     = network_interface.value.network_id
      adapter_type   = network_interface.value.adapter_type
      use_static_mac = network_interface.value.static_mac
      mac_address    = network_interface.value.static_mac ? network_interface.value.mac_address : null
    }
  }

  clone {
    template_uuid = var.placement.template_uuid

    customize {
      timeout = var.windows.customization_minutes

      windows_options {
        computer_name  = var.name
        full_name      = var.access.user
        time_zone      = var.windows.time_zone
        admin_password = var.admin_password

        organization_name     = var.windows.organization
        workgroup             = var.windows.domain == null ? var.windows.workgroup : null
        join_domain           = try(var.windows.domain.name, null)
        domain_admin_user     = try(var.windows.domain.user, null)
        domain_admin_password = var.windows.domain == null ? null : var.domain_password

        run_once_command_list = var.windows.run_once
      }
      dynamic "network_interface" {
        for_each = var.network.interfaces

        content {
          ipv4_address = try(network_interface.value.ipv4.address, null)
          ipv4_netmask = try(network_interface.value.ipv4.prefix_length, null)
          ipv6_address = try(network_interface.value.ipv6.address, null)
          ipv6_netmask = try(network_interface.value.ipv6.prefix_length, null)
          # Windows keeps DNS by card.
          dns_server_list = network_interface.key == 0 ? var.network.dns_servers : null
          dns_domain      = network_interface.key == 0 ? var.network.domain : null
        }
      }
      ipv4_gateway    = try(var.network.interfaces[0].ipv4.gateway, null)
      ipv6_gateway    = try(var.network.interfaces[0].ipv6.gateway, null)
      dns_suffix_list = [var.network.domain]
    }
  }

  # Apply ends when the guest is customised. That its address answers is for the inventory to see.
  wait_for_guest_net_timeout = 0
  wait_for_guest_ip_timeout  = 0

  lifecycle {
    replace_triggered_by = [terraform_data.rebuild]

    # Without either, nobody could get in.
    precondition {
      condition = (
        var.windows.domain == null
        ? try(length(var.admin_password), 0) > 0
        : try(length(var.domain_password), 0) > 0
      )
      error_message = (
        var.windows.domain == null
        ? "There is no admin_password. Its value comes from the environment of Atlantis: see the variables of the machine's directory that are sensitive."
        : "There is no domain_password to join ${try(var.windows.domain.name, "a domain")} with. Its value comes from the environment of Atlantis: see the variables of the machine's directory that are sensitive."
      )
    }

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
      # What an appliance's template was told of itself.
      vapp,
      # A template that is built anew gives new machines, not another disk to this one.
      clone,
      # The hypervisor's and its tools' own.
      extra_config,
    ]
  }
}
