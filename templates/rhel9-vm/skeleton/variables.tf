variable "name" {
  description = "Name of the machine in vCenter and of its host."
  type        = string
}

variable "present" {
  description = "Whether the machine exists. With false it is destroyed."
  type        = bool
  default     = true
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
    cpus       = number
    memory_mib = number
    firmware   = string
    guest_id   = string
    scsi_type  = string
    disks = list(object({
      label    = string
      size_gib = number
      thin     = bool
    }))
  })
}

variable "network" {
  description = "The machine's network cards, each with its MAC address and a static IPv4 address."
  type = object({
    domain      = string
    dns_servers = list(string)
    interfaces = list(object({
      name         = string
      network_id   = string
      network      = string
      adapter_type = string
      mac_address  = string
      ipv4 = object({
        address       = string
        prefix_length = number
        gateway       = optional(string)
      })
    }))
  })
}

variable "access" {
  description = "Who can log in, and how the guest learns of it."
  type = object({
    mechanism       = string
    user            = string
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
