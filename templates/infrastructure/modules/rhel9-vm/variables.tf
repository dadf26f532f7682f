variable "name" {
  description = "Name of the machine in vCenter and of the host: a DNS label."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.name))
    error_message = "The name must be a DNS label: lower-case letters, digits and hyphens, 63 at most."
  }
}

variable "present" {
  description = "Whether the machine exists. With false the plan is its one destroy, and nothing is looked up."
  type        = bool
  default     = true
}

variable "placement" {
  description = "Where the machine is created. The ids decide; the names beside them are for readers. `folder` is a path below the datacenter's vm folder, empty for that folder itself."
  type = object({
    datacenter_id    = string
    datacenter       = string
    cluster_id       = string
    cluster          = string
    resource_pool_id = string
    datastore_id     = string
    datastore        = string
    network_id       = string
    network          = string
    folder           = string
    template_uuid    = string
    template         = string
  })
}

variable "hardware" {
  description = "Size and virtual hardware. What was not asked for is the template's, so that a clone is what its template is. Units are the provider's: a disk's is 15 times the number of its SCSI controller, plus its place there."
  type = object({
    cpus             = number
    cores_per_socket = number
    memory_mib       = number
    guest_id         = string
    guest_name       = string
    firmware         = string
    secure_boot      = bool
    boot = object({
      delay_ms       = number
      retry          = bool
      retry_delay_ms = number
    })
    hot_plug = object({
      cpu_add    = bool
      cpu_remove = bool
      memory_add = bool
    })
    nested_virtualization = bool
    performance_counters  = bool
    hv_mode               = string
    ept_rvi_mode          = string
    latency_sensitivity   = string
    swap_placement        = string
    disk_uuid             = bool
    logging               = bool
    cpu_allocation = object({
      limit_mhz       = number
      reservation_mhz = number
      share_level     = string
      share_count     = optional(number)
    })
    memory_allocation = object({
      limit_mib       = number
      reservation_mib = number
      reserve_all     = bool
      share_level     = string
      share_count     = optional(number)
    })
    tools = object({
      sync_time       = bool
      after_power_on  = bool
      after_resume    = bool
      before_reboot   = bool
      before_shutdown = bool
      before_standby  = bool
    })
    scsi = object({
      type        = string
      bus_sharing = string
      controllers = number
    })
    sata_controllers = number
    adapter_type     = optional(string, "vmxnet3")
    disks = list(object({
      label         = string
      controller    = string
      unit          = number
      size_gib      = number
      thin          = bool
      eager_zeroed  = bool
      mode          = string
      sharing       = string
      write_through = bool
      io = object({
        limit       = number
        reservation = number
        share_level = string
        share_count = optional(number)
      })
    }))
  })

  validation {
    condition     = length(var.hardware.disks) > 0
    error_message = "At least one disk is needed: the template's."
  }

  validation {
    condition     = var.hardware.memory_mib % 4 == 0
    error_message = "vSphere gives memory in steps of 4 MiB."
  }

  validation {
    # 0 leaves the number to vSphere.
    condition     = var.hardware.cores_per_socket == 0 || try(var.hardware.cpus % var.hardware.cores_per_socket == 0, false)
    error_message = "The CPUs must fill their sockets: cpus must be a multiple of cores_per_socket."
  }
}

variable "network" {
  description = "The static IPv4 address of the machine's one interface."
  type = object({
    ipv4_address       = string
    ipv4_prefix_length = number
    ipv4_gateway       = string
    dns_servers        = list(string)
    domain             = string
  })
}

variable "access" {
  description = "Who can log in, and how the guest learns of it and of its address: by cloud-init from guestinfo, or by vSphere's guest customization."
  type = object({
    mechanism       = string
    user            = string
    ssh_public_keys = list(string)
  })

  validation {
    condition     = contains(["cloud-init", "customization"], var.access.mechanism)
    error_message = "The mechanism must be cloud-init or customization."
  }
}

variable "annotation" {
  description = "What the machine's note in vCenter says of its origin."
  type = object({
    request = string
    owner   = string
    purpose = string
  })
}
