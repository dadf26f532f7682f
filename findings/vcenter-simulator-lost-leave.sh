#!/usr/bin/env bash
# govmomi 0.56.0: its vCenter simulator never reports that a machine left where another machine was
# made before the next WaitForUpdatesEx.
#
# Source: github.com/vmware/govmomi v0.56.0, run here; a new object in a container view makes the
# filter forget what it has told (PropertyFilter.update clears refs), and a "leave" of an object that
# the filter does not know any more is dropped (simulator/property_collector.go, WaitForUpdatesEx).
# Date: 2026-11-29
# The guess: a PropertyCollector's update set brings a client to the present state whatever came
# between two calls, as vCenter's documentation of WaitForUpdatesEx promises.
# Why it matters: an inventory that is tested with the simulator keeps machines that are gone until it
# reads everything anew. It shows in a slow run only: whoever waits while things change sees them
# apart.
set -euo pipefail

folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
cat >go.mod <<'MOD'
module leave

go 1.25.0

require github.com/vmware/govmomi v0.56.0
MOD
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"

	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/property"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/view"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/types"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// kinds of the updates of the first machine, after it was destroyed.
func kinds(ctx context.Context, client *vim25.Client, alsoCreate bool) []types.ObjectUpdateKind {
	finder := find.NewFinder(client)
	datacenter, err := finder.DefaultDatacenter(ctx)
	check(err)
	finder.SetDatacenter(datacenter)
	machines, err := finder.VirtualMachineList(ctx, "*")
	check(err)
	first := machines[0]
	pool, err := first.ResourcePool(ctx)
	check(err)

	all, err := view.NewManager(client).CreateContainerView(ctx, client.ServiceContent.RootFolder, []string{"VirtualMachine"}, true)
	check(err)
	collector, err := property.DefaultCollector(client).Create(ctx)
	check(err)
	_, err = collector.CreateFilter(ctx, types.CreateFilter{Spec: types.PropertyFilterSpec{
		ObjectSet: []types.ObjectSpec{{
			Obj: all.Reference(), Skip: types.NewBool(true),
			SelectSet: []types.BaseSelectionSpec{&types.TraversalSpec{Type: "ContainerView", Path: "view"}},
		}},
		PropSet: []types.PropertySpec{{Type: "VirtualMachine", PathSet: []string{"name"}}},
	}})
	check(err)
	version := ""
	wait := func(seconds int32) []types.ObjectUpdate {
		answer, err := methods.WaitForUpdatesEx(ctx, client, &types.WaitForUpdatesEx{
			This: collector.Reference(), Version: version,
			Options: &types.WaitOptions{MaxWaitSeconds: &seconds},
		})
		check(err)
		if answer.Returnval == nil {
			return nil
		}
		version = answer.Returnval.Version
		var updates []types.ObjectUpdate
		for _, filter := range answer.Returnval.FilterSet {
			updates = append(updates, filter.ObjectSet...)
		}
		return updates
	}
	wait(0)

	destroyed, err := first.Destroy(ctx)
	check(err)
	check(destroyed.Wait(ctx))
	if alsoCreate {
		folders, err := datacenter.Folders(ctx)
		check(err)
		created, err := folders.VmFolder.CreateVM(ctx, types.VirtualMachineConfigSpec{
			Name: "another", GuestId: "otherGuest",
			Files: &types.VirtualMachineFileInfo{VmPathName: "[LocalDS_0]"},
		}, pool, nil)
		check(err)
		check(created.Wait(ctx))
	}
	seen := []types.ObjectUpdateKind{}
	for range 3 {
		for _, update := range wait(1) {
			if update.Obj == first.Reference() {
				seen = append(seen, update.Kind)
			}
		}
	}
	return seen
}

func main() {
	for _, alsoCreate := range []bool{false, true} {
		model := simulator.VPX()
		model.Autostart = false
		check(model.Run(func(ctx context.Context, client *vim25.Client) error {
			fmt.Printf("destroyed, another made: %v -> updates of the destroyed: %v\n", alsoCreate, kinds(ctx, client, alsoCreate))
			return nil
		}))
	}
}
GO
go mod tidy >/dev/null 2>&1
seen=$(go run .)
echo "github.com/vmware/govmomi $(go list -m -f '{{.Version}}' github.com/vmware/govmomi)"
echo "$seen"
expected='destroyed, another made: false -> updates of the destroyed: [leave]
destroyed, another made: true -> updates of the destroyed: []'
[ "$seen" = "$expected" ] || {
  echo "changed; it was:"
  echo "$expected"
  exit 1
}
