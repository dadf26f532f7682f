# What the guest is told at its first boot.
locals {
  fqdn = "${var.name}.${var.network.domain}"

  # Not to `default`, which cloud-init knows from 25.3 on.
  routes = {
    for card in var.network.interfaces : card.name => [
      for route in [
        { to = "0.0.0.0/0", via = try(card.ipv4.gateway, null) },
        { to = "::/0", via = try(card.ipv6.gateway, null) },
      ] : route if route.via != null
    ]
  }

  # A card is found by its MAC address: cloud-init passes over `match.name`, and would take the key
  # for the name of a card. No `set-name`, which renames cards and fails where one is not there yet.
  ethernets = {
    for index, card in var.network.interfaces : card.name => merge(
      {
        match = { macaddress = card.mac_address }
        dhcp4 = false
        # IPv4 first: cloud-init before 24.1 takes the family of a card's routes from its first address.
        addresses = [for family in [card.ipv4, card.ipv6] : "${family.address}/${family.prefix_length}" if family != null]
      },
      length(local.routes[card.name]) == 0 ? {} : { routes = local.routes[card.name] },
      index > 0 ? {} : {
        nameservers = {
          addresses = var.network.dns_servers
          search    = [var.network.domain]
        }
      },
    )
  }

  # cloud-init's VMware data source. JSON is YAML, and quotes everything that a value may hold.
  cloud_init_metadata = jsonencode({
    instance-id    = local.fqdn
    local-hostname = local.fqdn
    network = {
      version   = 2
      ethernets = local.ethernets
    }
  })

  # A disk is found by its place on the controller, which the guest numbers as vSphere does: 7 is the
  # controller's own. Its file system gets a UUID that is known before, for /etc/fstab.
  mounts = [
    for mount in var.mounts : merge(mount, [
      for disk in var.hardware.disks : {
        controller = disk.controller
        unit       = disk.unit
        target     = disk.unit < 7 ? disk.unit : disk.unit + 1
        uuid       = uuidv5("dns", "${disk.label}.${local.fqdn}")
      } if disk.label == mount.disk
    ]...)
  ]

  # Each boot until it has succeeded once, before users are made whose homes may be on such a disk.
  disk_commands = [
    for mount in local.mounts : [
      "cloud-init-per", "instance", "backlot-${mount.disk}",
      "sh", "-c", file("${path.module}/mountDisk.sh"), "mountDisk",
      tostring(try(mount.target, "")), try(mount.uuid, ""), mount.path, mount.file_system,
    ]
  ]

  cloud_init_userdata = join("\n", ["#cloud-config", jsonencode(merge({
    users = [{
      name                = var.access.user
      groups              = var.access.groups
      sudo                = "ALL=(ALL) NOPASSWD:ALL"
      lock_passwd         = true
      ssh_authorized_keys = var.access.ssh_public_keys
    }]
    ssh_pwauth   = false
    disable_root = true
  }, length(local.disk_commands) == 0 ? {} : { bootcmd = local.disk_commands }))])

  first_boot = {
    "cloud-init" = {
      "guestinfo.metadata"          = base64encode(local.cloud_init_metadata)
      "guestinfo.metadata.encoding" = "base64"
      "guestinfo.userdata"          = base64encode(local.cloud_init_userdata)
      "guestinfo.userdata.encoding" = "base64"
    }
    # Guest customization knows no SSH keys: a first-boot unit in the template reads these (README).
    "customization" = {
      "guestinfo.backlot.user"            = var.access.user
      "guestinfo.backlot.ssh-public-keys" = base64encode(join("\n", var.access.ssh_public_keys))
    }
  }
}
