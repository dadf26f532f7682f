package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/esx"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// likeVCenter mends differences from a vCenter that the Terraform provider or an inventory trips over.
func likeVCenter(model *simulator.Model) {
	registry := model.Map()
	for _, entity := range registry.All("ClusterComputeResource") {
		cluster := entity.(*simulator.ClusterComputeResource)
		reportHardwareVersion(registry, cluster)
		resolveByValue(registry, cluster)
	}
	registry.Handler = func(ctx *simulator.Context, method *simulator.Method) (mo.Reference, types.BaseMethodFault) {
		if fault := refuseWithoutPrivilege(ctx, method); fault != nil {
			return nil, fault
		}
		switch request := method.Body.(type) {
		case *types.ShutdownGuest:
			return nil, refuseWithoutTools(ctx, request)
		case *types.CloneVM_Task:
			placeInItsPool(ctx, request)
		case *types.ReconfigVM_Task:
			repeatInSummary(ctx, request)
		case *types.RetrievePropertiesEx:
			listMachines(ctx, request)
		}
		return nil, nil
	}
}

// A vCenter reports the newest hardware version of its hosts. The simulator reports 0, so that the
// provider tries an upgrade with every update and fails.
func reportHardwareVersion(registry *simulator.Registry, cluster *simulator.ClusterComputeResource) {
	version, err := strconv.Atoi(strings.TrimPrefix(esx.HardwareVersion, "vmx-"))
	if err != nil {
		panic(err)
	}
	browser := registry.Get(*cluster.EnvironmentBrowser).(*simulator.EnvironmentBrowser)
	browser.QueryConfigOptionResponse.Returnval = &types.VirtualMachineConfigOption{
		Version:         esx.HardwareVersion,
		DefaultDevice:   esx.VirtualDevice,
		HardwareOptions: types.VirtualHardwareOption{HwVersion: int32(version)},
	}
}

// A vCenter resolves a reference by its value alone, and the provider asks for a cluster as
// ComputeResource. The simulator looks for type and value.
func resolveByValue(registry *simulator.Registry, cluster *simulator.ClusterComputeResource) {
	alias := *cluster
	alias.Self.Type = "ComputeResource"
	registry.Put(&alias)
}

// A vCenter puts a clone on a host of its resource pool's cluster. The simulator leaves it on the
// template's host, whichever cluster that is in.
func placeInItsPool(ctx *simulator.Context, request *types.CloneVM_Task) {
	if request.Spec.Location.Host != nil || request.Spec.Location.Pool == nil {
		return
	}
	var owner types.ManagedObjectReference
	switch pool := ctx.Map.Get(*request.Spec.Location.Pool).(type) {
	case *simulator.ResourcePool:
		owner = pool.Owner
	case *simulator.VirtualApp:
		owner = pool.Owner
	}
	cluster, ok := ctx.Map.Get(owner).(*simulator.ClusterComputeResource)
	if !ok || len(cluster.Host) == 0 {
		return
	}
	request.Spec.Location.Host = emptiestHost(ctx, cluster.Host)
}

// A vCenter repeats a machine's note, CPUs and memory in its summary, and announces them there. The
// simulator keeps the note in the configuration alone, and announces none.
func repeatInSummary(ctx *simulator.Context, request *types.ReconfigVM_Task) {
	machine, ok := ctx.Map.Get(request.This).(*simulator.VirtualMachine)
	if !ok {
		return
	}
	changes := []types.PropertyChange{}
	if request.Spec.Annotation != "" {
		changes = append(changes, types.PropertyChange{Name: "summary.config.annotation", Val: request.Spec.Annotation})
	}
	if request.Spec.NumCPUs != 0 {
		changes = append(changes, types.PropertyChange{Name: "summary.config.numCpu", Val: request.Spec.NumCPUs})
	}
	if request.Spec.MemoryMB != 0 {
		changes = append(changes, types.PropertyChange{Name: "summary.config.memorySizeMB", Val: int32(request.Spec.MemoryMB)})
	}
	if len(changes) > 0 {
		ctx.Map.AtomicUpdate(ctx, machine, changes)
	}
}

// A vCenter lists the machines in a network. The simulator lists only the networks of a machine, so
// what is asked for by way of a network is found before it is answered.
func listMachines(ctx *simulator.Context, request *types.RetrievePropertiesEx) {
	for _, spec := range request.SpecSet {
		for _, object := range spec.ObjectSet {
			network := ctx.Map.Get(object.Obj)
			switch network.(type) {
			case *mo.Network, *simulator.DistributedVirtualPortgroup:
				if len(object.SelectSet) > 0 {
					ctx.Map.AtomicUpdate(ctx, network, []types.PropertyChange{
						{Name: "vm", Val: machinesIn(ctx, object.Obj)},
					})
				}
			}
		}
	}
}

func machinesIn(ctx *simulator.Context, network types.ManagedObjectReference) []types.ManagedObjectReference {
	machines := []types.ManagedObjectReference{}
	for _, entity := range ctx.Map.All("VirtualMachine") {
		machine, ok := entity.(*simulator.VirtualMachine)
		if ok && slices.Contains(machine.Network, network) {
			machines = append(machines, machine.Self)
		}
	}
	return machines
}

func emptiestHost(ctx *simulator.Context, hosts []types.ManagedObjectReference) *types.ManagedObjectReference {
	best, fewest := hosts[0], -1
	for _, reference := range hosts {
		host, ok := ctx.Map.Get(reference).(*simulator.HostSystem)
		if ok && (fewest < 0 || len(host.Vm) < fewest) {
			best, fewest = reference, len(host.Vm)
		}
	}
	return &best
}
