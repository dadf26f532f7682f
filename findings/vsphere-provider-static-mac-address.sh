#!/usr/bin/env bash
# Terraform's vSphere provider 1.26.0: a network card that has a static MAC address keeps it. Another
# `mac_address` is planned, applied and said to be changed, and never sent; so it is with a clone of a
# template whose card has a static MAC address, which gets the template's.
#
# Source: NetworkInterfaceSubresource.Update in
# vsphere/internal/virtualdevice/virtual_machine_network_interface_subresource.go looks at mac_address
# only where use_static_mac changes; NetworkInterfacePostCloneOperation takes the template's card as
# what was before. Upstream: vmware/terraform-provider-vsphere#2549, mended in 2.14.1 (read in its
# changelog, not run). Run here on govmomi's simulator 0.56.0, which prints what the provider sends.
# Date: 2026-11-28
# The guess: with use_static_mac = true, the card has the mac_address of the configuration when apply
# is complete. That is what the documentation says, and what a new card gets.
# Why it matters: whoever matches cards by MAC address (cloud-init, DHCP reservations, an IPAM's
# records) has a guest without a network after an apply without an error, and two clones of one such
# template have one MAC address. Only the next plan tells. 1.26.0 is the newest that can be had as a
# Go module.
set -euo pipefail

folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
mkdir bin simulator

build() { # name, package, version
  mkdir -p "$1"
  printf 'module finding\n\ngo 1.25.0\n\nrequire %s %s\n' "$2" "$3" >"$1/go.mod"
  printf '//go:build tools\n\npackage tools\n\nimport _ "%s"\n' "$2" >"$1/tools.go"
  (cd "$1" && go build -mod=mod -o "$folder/bin/$1" "$2")
}
build provider github.com/hashicorp/terraform-provider-vsphere v1.26.0
command -v terraform >/dev/null || build terraform github.com/hashicorp/terraform v1.5.7
export PATH="$PATH:$folder/bin"

cat >simulator/go.mod <<'MOD'
module simulator

go 1.25.0

require github.com/vmware/govmomi v0.56.0
MOD
cat >simulator/main.go <<'GO'
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/object"
	_ "github.com/vmware/govmomi/pbm/simulator"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/esx"
	_ "github.com/vmware/govmomi/vapi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

type machine struct {
	Template   string `json:"template"`
	MacAddress string `json:"mac_address"`
}

var ctx = context.Background()

func main() {
	// The simulator writes of libraries that the provider does not use.
	log.SetOutput(io.Discard)
	model := simulator.VPX()
	model.Autostart = false
	check(model.Create())
	defer model.Remove()
	likeVCenter(model.Map())
	model.Service.TLS = new(tls.Config)
	model.Service.RegisterEndpoints = true
	server := model.Service.NewServer()
	password, _ := server.URL.User.Password()
	os.Setenv("VSPHERE_SERVER", server.URL.Host)
	os.Setenv("VSPHERE_USER", server.URL.User.Username())
	os.Setenv("VSPHERE_PASSWORD", password)
	os.Setenv("VSPHERE_ALLOW_UNVERIFIED_SSL", "true")
	client := must(govmomi.NewClient(ctx, server.URL, true))
	finder := find.NewFinder(client.Client)
	finder.SetDatacenter(must(finder.Datacenter(ctx, "DC0")))
	generated := must(finder.VirtualMachine(ctx, "DC0_C0_RP0_VM0"))
	static := must(finder.VirtualMachine(ctx, "DC0_C0_RP0_VM1"))
	setStatic(static, "00:50:56:00:00:01")
	check(generated.MarkAsTemplate(ctx))
	check(static.MarkAsTemplate(ctx))
	fmt.Println("template with a static MAC address:", macAddresses(static))
	model.Map().Handler = printCards

	machines := map[string]machine{}
	variables := map[string]any{
		"pool":      must(finder.ResourcePool(ctx, "DC0_C0/Resources")).Reference().Value,
		"datastore": must(finder.Datastore(ctx, "LocalDS_0")).Reference().Value,
		"network":   must(finder.Network(ctx, "DC0_DVPG0")).Reference().Value,
		"machines":  machines,
	}
	ask := func(name string, template *object.VirtualMachine, macAddress string) {
		fmt.Println(name, "is to have", macAddress)
		machines[name] = machine{uuid(template), macAddress}
		check(os.WriteFile("terraform.tfvars.json", must(json.Marshal(variables)), 0o600))
		terraform("apply", "-auto-approve")
		fmt.Println(name, "has", macAddresses(must(finder.VirtualMachine(ctx, name))))
		terraform("plan")
	}
	ask("web01", generated, "00:50:56:00:00:11")
	ask("web01", generated, "00:50:56:00:00:22")
	machines["web01"] = machine{uuid(generated), "00:50:56:00:00:11"}
	ask("web02", static, "00:50:56:00:00:33")
}

func setStatic(machine *object.VirtualMachine, macAddress string) {
	devices := must(machine.Device(ctx))
	card := devices.SelectByType((*types.VirtualEthernetCard)(nil))[0]
	settings := card.(types.BaseVirtualEthernetCard).GetVirtualEthernetCard()
	settings.AddressType = string(types.VirtualEthernetCardMacTypeManual)
	settings.MacAddress = macAddress
	check(machine.EditDevice(ctx, card))
}

func macAddresses(machine *object.VirtualMachine) string {
	var result []string
	devices := must(machine.Device(ctx))
	for _, device := range devices.SelectByType((*types.VirtualEthernetCard)(nil)) {
		result = append(result, device.(types.BaseVirtualEthernetCard).GetVirtualEthernetCard().MacAddress)
	}
	return strings.Join(result, ", ")
}

func printCards(_ *simulator.Context, method *simulator.Method) (mo.Reference, types.BaseMethodFault) {
	if request, ok := method.Body.(*types.ReconfigVM_Task); ok {
		for _, change := range request.Spec.DeviceChange {
			spec := change.GetVirtualDeviceConfigSpec()
			if card, ok := spec.Device.(types.BaseVirtualEthernetCard); ok {
				fmt.Println("  the provider sends:", spec.Operation, card.GetVirtualEthernetCard().MacAddress)
			}
		}
	}
	return nil, nil
}

func uuid(machine *object.VirtualMachine) string {
	var properties mo.VirtualMachine
	check(machine.Properties(ctx, machine.Reference(), []string{"config.uuid"}, &properties))
	return properties.Config.Uuid
}

var summary = regexp.MustCompile(`(?m)^(Plan: |No changes\.|Apply complete!).*`)

func terraform(arguments ...string) {
	command := exec.Command("terraform", append(arguments, "-no-color", "-input=false")...)
	output, err := command.CombinedOutput()
	if err != nil {
		check(fmt.Errorf("terraform %s: %w\n%s", arguments[0], err, output))
	}
	for _, line := range summary.FindAllString(string(output), -1) {
		fmt.Printf("  %s: %s\n", arguments[0], line)
	}
}

// likeVCenter reports the hosts' hardware version, which the provider upgrades to otherwise, and
// finds clusters under the type by which the provider asks for them.
func likeVCenter(registry *simulator.Registry) {
	version := must(strconv.Atoi(strings.TrimPrefix(esx.HardwareVersion, "vmx-")))
	for _, entity := range registry.All("ClusterComputeResource") {
		cluster := entity.(*simulator.ClusterComputeResource)
		browser := registry.Get(*cluster.EnvironmentBrowser).(*simulator.EnvironmentBrowser)
		browser.QueryConfigOptionResponse.Returnval = &types.VirtualMachineConfigOption{
			Version:         esx.HardwareVersion,
			DefaultDevice:   esx.VirtualDevice,
			HardwareOptions: types.VirtualHardwareOption{HwVersion: int32(version)},
		}
		twin := *cluster
		twin.Self.Type = "ComputeResource"
		registry.Put(&twin)
	}
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
GO
(cd simulator && go build -mod=mod -o "$folder/bin/simulator" .)

mirror=registry.terraform.io/hashicorp/vsphere/1.26.0/$(go env GOOS)_$(go env GOARCH)
mkdir -p "mirror/$mirror" run
ln -s "$folder/bin/provider" "mirror/$mirror/terraform-provider-vsphere_v1.26.0_x5"
cat >cli.tfrc <<RC
provider_installation {
  filesystem_mirror {
    path = "$folder/mirror"
  }
}
RC
export TF_CLI_CONFIG_FILE=$folder/cli.tfrc CHECKPOINT_DISABLE=1
cd run
cat >main.tf <<'TF'
variable "pool" {}
variable "datastore" {}
variable "network" {}
variable "machines" {
  type = map(object({ template = string, mac_address = string }))
}

terraform {
  required_providers {
    vsphere = {
      source  = "hashicorp/vsphere"
      version = "= 1.26.0"
    }
  }
}

resource "vsphere_virtual_machine" "this" {
  for_each = var.machines

  name             = each.key
  resource_pool_id = var.pool
  datastore_id     = var.datastore
  guest_id         = "otherGuest"

  disk {
    label = "disk0"
    size  = 20
  }

  network_interface {
    network_id     = var.network
    adapter_type   = "e1000"
    use_static_mac = true
    mac_address    = each.value.mac_address
  }

  clone {
    template_uuid = each.value.template
  }

  wait_for_guest_net_timeout = 0

  lifecycle {
    # The simulator does not keep it.
    ignore_changes = [swap_placement_policy]
  }
}
TF
terraform init -no-color >/dev/null
terraform version
seen=$(TMPDIR=$folder simulator)
echo "$seen"
expected='template with a static MAC address: 00:50:56:00:00:01
web01 is to have 00:50:56:00:00:11
  the provider sends: edit 00:50:56:00:00:11
  apply: Plan: 1 to add, 0 to change, 0 to destroy.
  apply: Apply complete! Resources: 1 added, 0 changed, 0 destroyed.
web01 has 00:50:56:00:00:11
  plan: No changes. Your infrastructure matches the configuration.
web01 is to have 00:50:56:00:00:22
  the provider sends: edit 00:50:56:00:00:11
  apply: Plan: 0 to add, 1 to change, 0 to destroy.
  apply: Apply complete! Resources: 0 added, 1 changed, 0 destroyed.
web01 has 00:50:56:00:00:11
  plan: Plan: 0 to add, 1 to change, 0 to destroy.
web02 is to have 00:50:56:00:00:33
  the provider sends: edit 00:50:56:00:00:01
  apply: Plan: 1 to add, 0 to change, 0 to destroy.
  apply: Apply complete! Resources: 1 added, 0 changed, 0 destroyed.
web02 has 00:50:56:00:00:01
  plan: Plan: 0 to add, 1 to change, 0 to destroy.'
if [ "$seen" != "$expected" ]; then
  echo "The provider behaves differently now; it was: $expected" >&2
  exit 1
fi
