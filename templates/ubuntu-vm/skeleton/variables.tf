variable "name" {
  description = "Name of the machine in vCenter and of its host."
  type        = string
}

variable "present" {
  description = "Whether the machine exists. With false it is destroyed."
  type        = bool
  default     = true
}

variable "rebuild" {
  description = "How often the machine was made again. Raising it destroys the machine, and makes it again."
  type        = number
}

variable "placement" {
  description = "Where the machine is created: the ids decide, the names beside them are for readers."
  type = object({
    datacenter_id    = string
    datacenter       = string
    cluster_id       = string
    cluster          = string
    resource_pool_id = string
    datastore_id     = string
    datastore        = string
    folder           = string
    template_uuid    = string
    template         = string
  })
}

variable "hardware" {
  description = "Size and virtual hardware."
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
}

variable "network" {
  description = "The machine's network cards, each with its MAC address and a static address of IPv4, IPv6 or both."
  type = object({
    domain      = string
    dns_servers = list(string)
    interfaces = list(object({
      name         = string
      network_id   = string
      network      = string
      adapter_type = string
      mac_address  = string
      static_mac   = optional(bool, true)
      ipv4 = optional(object({
        address       = string
        prefix_length = number
        gateway       = optional(string)
      }))
      ipv6 = optional(object({
        address       = string
        prefix_length = number
        gateway       = optional(string)
      }))
    }))
  })
}

variable "mounts" {
  description = "Disks that the guest formats and mounts at its first boot, by their labels."
  type = list(object({
    disk        = string
    path        = string
    file_system = string
  }))
  default = []
}

variable "access" {
  description = "Who can log in, and how the guest learns of it."
  type = object({
    mechanism       = string
    user            = string
    groups          = list(string)
    ssh_public_keys = list(string)
  })
}

variable "annotation" {
  description = "What the machine's note in vCenter says of its origin."
  type = object({
    request = string
    owner   = string
    purpose = string
  })
}
