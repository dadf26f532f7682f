#!/usr/bin/env bash
# Terraform's vSphere provider 1.26.0: another note on a machine that somebody has powered off powers
# it on. So does whatever else is a reconfiguration, whether the machine has to be off for it or not;
# the plan names the note alone.
#
# Source: resourceVSphereVirtualMachineUpdate in vsphere/resource_vsphere_virtual_machine.go: after a
# reconfiguration, "Power back on the VM" asks whether the machine is on, not whether it was. Upstream:
# vmware/terraform-provider-vsphere#1266 tells it of imported machines. Run here on govmomi's simulator
# 0.56.0, which prints what the provider calls.
# Date: 2026-11-28
# The guess: the provider gives a machine its power state back. It powers on only what it powered off
# for the change, and a note needs neither. Power is no argument of the resource, and that the machine
# is off is no difference for the plan.
# Why it matters: machines are off for a reason: a cutover, an incident, a restored copy with the same
# address. A note that a new version of a module words otherwise starts all of them. Who applies has to
# ask vCenter for the power state before, and say so to who approves.
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
	template := must(finder.VirtualMachine(ctx, "DC0_C0_RP0_VM0"))
	check(template.MarkAsTemplate(ctx))
	model.Map().Handler = printCalls

	variables := map[string]string{
		"pool":      must(finder.ResourcePool(ctx, "DC0_C0/Resources")).Reference().Value,
		"datastore": must(finder.Datastore(ctx, "LocalDS_0")).Reference().Value,
		"network":   must(finder.Network(ctx, "DC0_DVPG0")).Reference().Value,
		"template":  uuid(template),
	}
	write := func(note string) {
		fmt.Println("note:", note)
		variables["note"] = note
		check(os.WriteFile("terraform.tfvars.json", must(json.Marshal(variables)), 0o600))
	}
	write("made by Terraform")
	terraform("apply", "-auto-approve")
	machine := must(finder.VirtualMachine(ctx, "web01"))
	fmt.Println("web01 is", must(machine.PowerState(ctx)))

	fmt.Println("somebody powers it off")
	check(must(machine.PowerOff(ctx)).Wait(ctx))
	terraform("plan")
	write("off until the incident is over")
	terraform("apply", "-auto-approve")
	fmt.Println("web01 is", must(machine.PowerState(ctx)))
}

func printCalls(_ *simulator.Context, method *simulator.Method) (mo.Reference, types.BaseMethodFault) {
	switch method.Name {
	case "CloneVM_Task", "ReconfigVM_Task", "PowerOnVM_Task", "PowerOnMultiVM_Task", "PowerOffVM_Task", "ShutdownGuest":
		fmt.Println("  call:", method.Name)
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
variable "template" {}
variable "note" {}

terraform {
  required_providers {
    vsphere = {
      source  = "hashicorp/vsphere"
      version = "= 1.26.0"
    }
  }
}

resource "vsphere_virtual_machine" "this" {
  name             = "web01"
  annotation       = var.note
  resource_pool_id = var.pool
  datastore_id     = var.datastore
  guest_id         = "otherGuest"

  disk {
    label = "disk0"
    size  = 20
  }

  network_interface {
    network_id = var.network
  }

  clone {
    template_uuid = var.template
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
expected='note: made by Terraform
  call: CloneVM_Task
  call: ReconfigVM_Task
  call: PowerOnVM_Task
  apply: Plan: 1 to add, 0 to change, 0 to destroy.
  apply: Apply complete! Resources: 1 added, 0 changed, 0 destroyed.
web01 is poweredOn
somebody powers it off
  call: PowerOffVM_Task
  plan: No changes. Your infrastructure matches the configuration.
note: off until the incident is over
  call: ReconfigVM_Task
  call: PowerOnVM_Task
  apply: Plan: 0 to add, 1 to change, 0 to destroy.
  apply: Apply complete! Resources: 0 added, 1 changed, 0 destroyed.
web01 is poweredOn'
if [ "$seen" != "$expected" ]; then
  echo "The provider behaves differently now; it was: $expected" >&2
  exit 1
fi
