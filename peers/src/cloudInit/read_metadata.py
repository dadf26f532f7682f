"""Prints the network configuration that cloud-init's VMware data source finds in guestinfo.metadata."""

import json
import sys

from cloudinit.sources import DataSourceVMware as vmware

text = vmware.decode("metadata", "base64", open(sys.argv[1]).read())
metadata = vmware.process_metadata(vmware.load_json_or_yaml(text))
json.dump(metadata["network"]["config"], sys.stdout)
