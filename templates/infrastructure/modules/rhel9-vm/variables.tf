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
  description = "Size and virtual hardware. `guest_id`, `firmware` and `scsi_type` are the template's. Disks in the order of the template's; a further one is new."
  type = object({
    cpus         = number
    memory_mib   = number
    firmware     = string
    guest_id     = string
    scsi_type    = string
    adapter_type = string
    disks = list(object({
      label    = string
      size_gib = number
      thin     = bool
    }))
  })

  validation {
    condition     = length(var.hardware.disks) > 0
    error_message = "At least one disk is needed: the template's."
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
