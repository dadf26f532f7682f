terraform {
  required_version = ">= 1.5"

  required_providers {
    vsphere = {
      source  = "vmware/vsphere"
      version = ">= 1.26.0, < 3.0.0"
    }
  }
}
