package main

import (
	"fmt"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// copyMachines gives each machine of the model copies with names and identifiers of their own, spread
// over the hosts of its cluster. Made one by one, ten thousand machines take three minutes.
func copyMachines(model *simulator.Model, copies int) {
	registry := model.Map()
	for _, entity := range registry.All("VirtualMachine") {
		original := entity.(*simulator.VirtualMachine)
		hosts := hostsBeside(registry, original)
		for number := 1; number <= copies; number++ {
			host := hosts[number%len(hosts)]
			addMachine(registry, copyOf(original, fmt.Sprintf("%s_%04d", original.Name, number), host))
		}
	}
}

func hostsBeside(registry *simulator.Registry, machine *simulator.VirtualMachine) []types.ManagedObjectReference {
	host := registry.Get(*machine.Runtime.Host).(*simulator.HostSystem)
	switch parent := registry.Get(*host.Parent).(type) {
	case *simulator.ClusterComputeResource:
		return parent.Host
	case *mo.ComputeResource:
		return parent.Host
	}
	return []types.ManagedObjectReference{host.Self}
}

// What is not set here is the original's, too: nothing that a copy is asked for changes it in place.
func copyOf(original *simulator.VirtualMachine, name string, host types.ManagedObjectReference) *simulator.VirtualMachine {
	machine := *original
	machine.Self = types.ManagedObjectReference{Type: original.Self.Type}
	machine.Name = name
	machine.Runtime.Host = &host

	config := *original.Config
	config.Name = name
	config.Uuid = uuid.NewSHA1(uuid.NameSpaceURL, []byte("bios/"+name)).String()
	config.InstanceUuid = uuid.NewSHA1(uuid.NameSpaceURL, []byte("instance/"+name)).String()
	machine.Config = &config

	guest := *original.Guest
	machine.Guest = &guest
	machine.Summary.Config.Name = name
	machine.Summary.Config.Uuid = config.Uuid
	machine.Summary.Config.InstanceUuid = config.InstanceUuid
	machine.Summary.Runtime.Host = &host
	machine.Summary.Vm = nil
	machine.DataSets = map[string]*simulator.DataSet{}
	return &machine
}

func addMachine(registry *simulator.Registry, machine *simulator.VirtualMachine) {
	folder := registry.Get(*machine.Parent).(*simulator.Folder)
	registry.PutEntity(folder, machine)
	machine.Summary.Vm = &machine.Self
	folder.ChildEntity = append(folder.ChildEntity, machine.Self)
	host := registry.Get(*machine.Runtime.Host).(*simulator.HostSystem)
	host.Vm = append(host.Vm, machine.Self)
	switch pool := registry.Get(*machine.ResourcePool).(type) {
	case *simulator.ResourcePool:
		pool.Vm = append(pool.Vm, machine.Self)
	case *simulator.VirtualApp:
		pool.Vm = append(pool.Vm, machine.Self)
	}
	for _, reference := range machine.Datastore {
		datastore := registry.Get(reference).(*simulator.Datastore)
		datastore.Vm = append(datastore.Vm, machine.Self)
	}
}
