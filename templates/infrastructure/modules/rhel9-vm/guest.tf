# What the guest is told at its first boot.
locals {
  fqdn = "${var.name}.${var.network.domain}"

  # A card is found by its MAC address: cloud-init passes over `match.name`, and would take the key
  # for the name of a card. No `set-name`, which renames cards and fails where one is not there yet.
  ethernets = {
    for index, card in var.network.interfaces : card.name => merge(
      {
        match     = { macaddress = card.mac_address }
        dhcp4     = false
        addresses = ["${card.ipv4.address}/${card.ipv4.prefix_length}"]
      },
      # Not `default`, which cloud-init knows from 25.3 on.
      card.ipv4.gateway == null ? {} : { routes = [{ to = "0.0.0.0/0", via = card.ipv4.gateway }] },
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

  cloud_init_userdata = join("\n", ["#cloud-config", jsonencode({
    users = [{
      name                = var.access.user
      groups              = var.access.groups
      sudo                = "ALL=(ALL) NOPASSWD:ALL"
      lock_passwd         = true
      ssh_authorized_keys = var.access.ssh_public_keys
    }]
    ssh_pwauth   = false
    disable_root = true
  })])

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
