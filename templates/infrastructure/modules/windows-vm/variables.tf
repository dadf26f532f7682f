variable "name" {
  description = "Name of the machine in vCenter and of the computer: a DNS label that Windows takes as NetBIOS name, too."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$", var.name))
    error_message = "The name must have lower-case letters, digits and hyphens, 15 at most."
  }
}

variable "present" {
  description = "Whether the machine exists. With false the plan is its destroy, and nothing is looked up."
  type        = bool
  default     = true
}

variable "rebuild" {
  description = "How often the machine was made again. Raising it destroys the machine with its disks, and makes it again from `placement.template_uuid`, with all that is asked for now."
  type        = number
  default     = 0
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
  description = "The machine's network cards, in their order, each with a static IPv4 address, a static IPv6 address, or both. `mac_address` is given to the card and finds it in the guest; with `static_mac` false it is the one that vCenter gave a machine which was there before, and stays. The first card has the gateways, the DNS servers and the domain; `network_id` decides, `network` is for readers."
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

  validation {
    condition     = length(var.network.interfaces) > 0
    error_message = "At least one network card is needed."
  }

  validation {
    condition     = alltrue([for each in var.network.interfaces : can(regex("^[a-z][a-z0-9-]{0,14}$", each.name))])
    error_message = "The name of a network card must be 1 to 15 lower-case letters, digits and hyphens, a letter first."
  }

  validation {
    condition     = length(distinct(var.network.interfaces[*].name)) == length(var.network.interfaces)
    error_message = "Each network card needs a name of its own."
  }

  # cloud-init and the provider compare MAC addresses as text; an odd first octet addresses a group.
  validation {
    condition     = alltrue([for each in var.network.interfaces : can(regex("^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$", each.mac_address))])
    error_message = "A MAC address must be six octets in lower case, such as 00:50:56:00:00:01, and no group's address."
  }

  validation {
    condition     = length(distinct(var.network.interfaces[*].mac_address)) == length(var.network.interfaces)
    error_message = "Each network card needs a MAC address of its own."
  }

  validation {
    condition = alltrue([
      for each in slice(var.network.interfaces, min(1, length(var.network.interfaces)), length(var.network.interfaces)) :
      try(each.ipv4.gateway, null) == null && try(each.ipv6.gateway, null) == null
    ])
    error_message = "Only the first network card can have a gateway."
  }

  validation {
    condition     = alltrue([for each in var.network.interfaces : each.ipv4 != null || each.ipv6 != null])
    error_message = "Each network card needs an IPv4 address, an IPv6 address, or both."
  }

  validation {
    condition     = alltrue([for each in var.network.interfaces : each.ipv4 == null || can(cidrnetmask("${each.ipv4.address}/${each.ipv4.prefix_length}"))])
    error_message = "What ipv4 of a network card holds must be an IPv4 address and its prefix length."
  }

  # Only IPv4 has a netmask.
  validation {
    condition = alltrue([
      for each in var.network.interfaces : each.ipv6 == null || (
        can(cidrhost("${each.ipv6.address}/${each.ipv6.prefix_length}", 0)) &&
        !can(cidrnetmask("${each.ipv6.address}/${each.ipv6.prefix_length}"))
      )
    ])
    error_message = "What ipv6 of a network card holds must be an IPv6 address and its prefix length."
  }

  validation {
    condition = alltrue([
      for each in concat(var.network.interfaces[*].ipv4, var.network.interfaces[*].ipv6) : each.gateway != each.address && try(
        cidrhost("${each.gateway}/${each.prefix_length}", 0) == cidrhost("${each.address}/${each.prefix_length}", 0),
        false
      ) if try(each.gateway, null) != null
    ])
    error_message = "A gateway must be another address in the network of its card."
  }
}

variable "access" {
  description = "How the guest is told its name and address, and who signs in: by vSphere's guest customization with Sysprep."
  type = object({
    mechanism = string
    user      = string
  })

  validation {
    condition     = var.access.mechanism == "sysprep"
    error_message = "The mechanism must be sysprep."
  }
}

variable "windows" {
  description = "What Sysprep is told. `time_zone` is Microsoft's index, 85 for UTC; with `domain` the computer joins it by an account of that user, otherwise it is in the workgroup."
  type = object({
    time_zone    = optional(number, 85)
    organization = optional(string, "Managed by Terraform")
    workgroup    = optional(string, "WORKGROUP")
    domain = optional(object({
      name = string
      user = string
    }))
    run_once              = optional(list(string), [])
    customization_minutes = optional(number, 30)
  })
  default = {}
}

variable "admin_password" {
  description = "Password of the local administrator. Read when the machine is made; a change of it changes no machine."
  type        = string
  default     = null
  sensitive   = true
}

variable "domain_password" {
  description = "Password of the user by whom the computer joins the domain. Read when the machine is made."
  type        = string
  default     = null
  sensitive   = true
}

variable "annotation" {
  description = "What the machine's note in vCenter says of its origin."
  type = object({
    request = string
    owner   = string
    purpose = string
  })
}
