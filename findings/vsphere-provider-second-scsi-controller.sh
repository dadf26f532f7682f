#!/usr/bin/env bash
# Terraform's vSphere provider 1.26.0: a clone of a template whose second disk is on a second SCSI
# controller has that disk, and Terraform does not know it. With two `disk` blocks the second becomes
# a third, empty disk. No message, and the next plan says "No changes".
#
# Source: SelectDisks in vsphere/internal/virtualdevice/virtual_machine_disk_subresource.go leaves out
# disks on controllers beyond scsi_controller_count, which is 1 unless it is set; DiskCloneValidateOperation,
# DiskPostCloneOperation and DiskRefreshOperation look at what is left. Run here on govmomi's simulator
# 0.56.0, which prints the disks that the provider has made.
# Date: 2026-11-28
# The guess: the `disk` blocks are the template's disks, in their order. Of a template with two disks
# on one controller, the provider refuses a configuration with one: "not enough disks in configuration".
# A second controller would be refused likewise, or its disk be the second block. (The documentation
# says that the count "also dictates the controllers that are checked", not what becomes of the others.)
# Why it matters: databases have their data on a controller of its own. The clone's data disk is in no
# state and cannot be resized by Terraform, an empty one of the same size is beside it, and neither plan
# nor apply nor a look for drift tells. scsi_controller_count = 2 with unit_number = 15 is what was meant.
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

type disk struct {
	Size int   `json:"size"`
	Unit int32 `json:"unit"`
}

type machine struct {
	Template    string `json:"template"`
	Controllers int    `json:"controllers"`
	Disks       []disk `json:"disks"`
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
	datastore := must(finder.Datastore(ctx, "LocalDS_0")).Reference()
	oneController := must(finder.VirtualMachine(ctx, "DC0_C0_RP0_VM0"))
	addDisk(oneController, datastore, false)
	check(oneController.MarkAsTemplate(ctx))
	fmt.Println("template with one controller:", disks(oneController))
	twoControllers := must(finder.VirtualMachine(ctx, "DC0_C0_RP0_VM1"))
	addDisk(twoControllers, datastore, true)
	check(twoControllers.MarkAsTemplate(ctx))
	fmt.Println("template with two controllers:", disks(twoControllers))
	model.Map().Handler = printDisks

	machines := map[string]machine{}
	variables := map[string]any{
		"pool":      must(finder.ResourcePool(ctx, "DC0_C0/Resources")).Reference().Value,
		"datastore": datastore.Value,
		"network":   must(finder.Network(ctx, "DC0_DVPG0")).Reference().Value,
		"machines":  machines,
	}
	ask := func(name string, template *object.VirtualMachine, controllers int, disks ...disk) {
		machines[name] = machine{uuid(template), controllers, disks}
		check(os.WriteFile("terraform.tfvars.json", must(json.Marshal(variables)), 0o600))
		fmt.Printf("%s: controllers %d, disks %v\n", name, controllers, disks)
	}
	made := func(name string) {
		terraform("apply", "-auto-approve")
		fmt.Println(" ", name, "has", disks(must(finder.VirtualMachine(ctx, name))))
		terraform("plan")
	}
	system, data := disk{Size: 10}, disk{Size: 5, Unit: 1}
	ask("refused", oneController, 1, system)
	terraform("plan")
	delete(machines, "refused")
	ask("one-block", twoControllers, 1, system)
	made("one-block")
	ask("two-blocks", twoControllers, 1, system, data)
	made("two-blocks")
	data.Unit = 15
	ask("as-meant", twoControllers, 2, system, data)
	made("as-meant")
}

// addDisk adds a disk of 5 GiB, behind the one that is there or on a controller of its own.
func addDisk(machine *object.VirtualMachine, datastore types.ManagedObjectReference, ownController bool) {
	devices := must(machine.Device(ctx))
	if ownController {
		check(machine.AddDevice(ctx, must(devices.CreateSCSIController("pvscsi"))))
		devices = must(machine.Device(ctx))
	}
	controllers := devices.SelectByType((*types.VirtualSCSIController)(nil))
	controller := controllers[len(controllers)-1].(types.BaseVirtualController)
	added := devices.CreateDisk(controller, datastore, "")
	added.CapacityInKB = 5 << 20
	check(machine.AddDevice(ctx, added))
}

// disks are the sizes of a machine's disks, by controller and unit.
func disks(machine *object.VirtualMachine) string {
	var result []string
	devices := must(machine.Device(ctx))
	for _, device := range devices.SelectByType((*types.VirtualDisk)(nil)) {
		bus := devices.FindByKey(device.GetVirtualDevice().ControllerKey).(types.BaseVirtualController).GetVirtualController().BusNumber
		result = append(result, fmt.Sprintf("%d:%d %d GiB", bus, *device.GetVirtualDevice().UnitNumber, device.(*types.VirtualDisk).CapacityInBytes>>30))
	}
	return strings.Join(result, ", ")
}

func printDisks(_ *simulator.Context, method *simulator.Method) (mo.Reference, types.BaseMethodFault) {
	if request, ok := method.Body.(*types.ReconfigVM_Task); ok {
		for _, change := range request.Spec.DeviceChange {
			spec := change.GetVirtualDeviceConfigSpec()
			if disk, ok := spec.Device.(*types.VirtualDisk); ok {
				fmt.Println("  the provider sends:", spec.Operation, disk.CapacityInBytes>>30, "GiB, file operation", spec.FileOperation)
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

var summary = regexp.MustCompile(`(?m)^(Plan: |Error: |No changes\.|Apply complete!).*`)

func terraform(arguments ...string) {
	command := exec.Command("terraform", append(arguments, "-no-color", "-input=false")...)
	output, _ := command.CombinedOutput()
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
  type = map(object({
    template    = string
    controllers = number
    disks       = list(object({ size = number, unit = number }))
  }))
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

  scsi_controller_count = each.value.controllers

  dynamic "disk" {
    for_each = each.value.disks

    content {
      label       = "disk${disk.key}"
      size        = disk.value.size
      unit_number = disk.value.unit
    }
  }

  network_interface {
    network_id = var.network
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
expected='template with one controller: 0:0 10 GiB, 0:1 5 GiB
template with two controllers: 0:0 10 GiB, 1:0 5 GiB
refused: controllers 1, disks [{10 0}]
  plan: Error: not enough disks in configuration - you need at least 2 to use this template (current: 1)
one-block: controllers 1, disks [{10 0}]
  apply: Plan: 1 to add, 0 to change, 0 to destroy.
  apply: Apply complete! Resources: 1 added, 0 changed, 0 destroyed.
  one-block has 0:0 10 GiB, 1:0 5 GiB
  plan: No changes. Your infrastructure matches the configuration.
two-blocks: controllers 1, disks [{10 0} {5 1}]
  the provider sends: add 5 GiB, file operation create
  apply: Plan: 1 to add, 0 to change, 0 to destroy.
  apply: Apply complete! Resources: 1 added, 0 changed, 0 destroyed.
  two-blocks has 0:0 10 GiB, 1:0 5 GiB, 0:1 5 GiB
  plan: No changes. Your infrastructure matches the configuration.
as-meant: controllers 2, disks [{10 0} {5 15}]
  apply: Plan: 1 to add, 0 to change, 0 to destroy.
  apply: Apply complete! Resources: 1 added, 0 changed, 0 destroyed.
  as-meant has 0:0 10 GiB, 1:0 5 GiB
  plan: No changes. Your infrastructure matches the configuration.'
if [ "$seen" != "$expected" ]; then
  echo "The provider behaves differently now; it was: $expected" >&2
  exit 1
fi
