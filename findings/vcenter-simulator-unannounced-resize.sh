#!/usr/bin/env bash
# govmomi 0.56.0: its vCenter simulator tells WaitForUpdatesEx of no change of a machine's CPUs and
# memory, though it answers the new ones when it is asked.
#
# Source: github.com/vmware/govmomi v0.56.0, run here; ReconfigVM_Task sets Config and Summary of the
# machine as fields (simulator/virtual_machine.go, VirtualMachine.apply), and only what goes through
# Registry.Update is announced.
# Date: 2026-11-29
# The guess: whoever waits for updates of summary.config is told when a machine is resized, as a vCenter
# does.
# Why it matters: an inventory that follows the simulator shows the sizes that a machine was cloned
# with for ever, so a test of what follows a resize (room, records, "done" once it is seen) waits for
# ever or decides by old sizes.
set -euo pipefail

folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
cat >go.mod <<'MOD'
module resize

go 1.25.0

require github.com/vmware/govmomi v0.56.0
MOD
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"

	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/property"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// told are the names of the properties that somebody who waits is told of.
func told(ctx context.Context, client *vim25.Client, machine *object.VirtualMachine, change func()) []string {
	collector, err := property.DefaultCollector(client).Create(ctx)
	check(err)
	_, err = collector.CreateFilter(ctx, types.CreateFilter{Spec: types.PropertyFilterSpec{
		ObjectSet: []types.ObjectSpec{{Obj: machine.Reference()}},
		PropSet: []types.PropertySpec{{Type: "VirtualMachine", PathSet: []string{
			"name", "summary.config.numCpu", "summary.config.memorySizeMB",
		}}},
	}})
	check(err)
	version := ""
	wait := func(seconds int32) []string {
		answer, err := methods.WaitForUpdatesEx(ctx, client, &types.WaitForUpdatesEx{
			This: collector.Reference(), Version: version,
			Options: &types.WaitOptions{MaxWaitSeconds: &seconds},
		})
		check(err)
		names := []string{}
		if answer.Returnval == nil {
			return names
		}
		version = answer.Returnval.Version
		for _, filter := range answer.Returnval.FilterSet {
			for _, update := range filter.ObjectSet {
				for _, each := range update.ChangeSet {
					names = append(names, each.Name)
				}
			}
		}
		return names
	}
	wait(0)
	change()
	seen := []string{}
	for range 3 {
		seen = append(seen, wait(1)...)
	}
	return seen
}

func main() {
	model := simulator.VPX()
	check(model.Run(func(ctx context.Context, client *vim25.Client) error {
		machines, err := find.NewFinder(client).VirtualMachineList(ctx, "/DC0/vm/*")
		check(err)
		machine := machines[0]
		done := func(task *object.Task, err error) {
			check(err)
			check(task.Wait(ctx))
		}
		renamed := told(ctx, client, machine, func() { done(machine.Rename(ctx, "another")) })
		fmt.Println("renamed, told of:", renamed)
		resized := told(ctx, client, machine, func() {
			done(machine.Reconfigure(ctx, types.VirtualMachineConfigSpec{NumCPUs: 8, MemoryMB: 96}))
		})
		fmt.Println("resized, told of:", resized)
		var read mo.VirtualMachine
		check(machine.Properties(ctx, machine.Reference(), []string{"summary.config"}, &read))
		fmt.Println("asked for:", read.Summary.Config.NumCpu, "CPUs,", read.Summary.Config.MemorySizeMB, "MiB")
		return nil
	}))
}
GO
go mod tidy >/dev/null 2>&1
seen=$(go run .)
echo "github.com/vmware/govmomi $(go list -m -f '{{.Version}}' github.com/vmware/govmomi)"
echo "$seen"
expected='renamed, told of: [name]
resized, told of: []
asked for: 8 CPUs, 96 MiB'
[ "$seen" = "$expected" ] || {
  echo "changed; it was:"
  echo "$expected"
  exit 1
}
