package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/property"
	"github.com/vmware/govmomi/session"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/view"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

const gib = int64(1) << 30

// furnish makes folders and templates in each datacenter, as a client of the running server.
func furnish(ctx context.Context, model *simulator.Model, folders []string, templates map[string]shape) error {
	client, err := login(ctx, model)
	if err != nil {
		return err
	}
	defer client.Logout(context.WithoutCancel(ctx))

	finder := find.NewFinder(client.Client)
	for _, entity := range model.Map().All("Datacenter") {
		found, err := finder.ObjectReference(ctx, entity.Reference())
		if err != nil {
			return err
		}
		datacenter := found.(*object.Datacenter)
		below, err := datacenter.Folders(ctx)
		if err != nil {
			return err
		}
		for _, folder := range folders {
			if err := makeFolder(ctx, client.Client, below.VmFolder, folder); err != nil {
				return fmt.Errorf("folder %s in %s: %w", folder, datacenter.Name(), err)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(templates)) {
			if err := makeTemplate(ctx, datacenter, below.VmFolder, name, templates[name]); err != nil {
				return fmt.Errorf("template %s in %s: %w", name, datacenter.Name(), err)
			}
		}
	}
	return nil
}

func login(ctx context.Context, model *simulator.Model) (*govmomi.Client, error) {
	address := *model.Service.Listen
	address.Path = vim25.Path
	user := address.User
	address.User = nil
	transport := soap.NewClient(&address, false)
	authority, err := x509.ParseCertificate(model.Service.TLS.Certificates[0].Certificate[1])
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AddCert(authority)
	transport.DefaultTransport().TLSClientConfig.RootCAs = roots
	vim, err := vim25.NewClient(ctx, transport)
	if err != nil {
		return nil, err
	}
	client := &govmomi.Client{Client: vim, SessionManager: session.NewManager(vim)}
	return client, client.Login(ctx, url.UserPassword(username(user)))
}

func username(user *url.Userinfo) (string, string) {
	password, _ := user.Password()
	return user.Username(), password
}

// makeFolder makes a folder with its parents; what exists already stays.
func makeFolder(ctx context.Context, client *vim25.Client, root *object.Folder, folder string) error {
	parent := root
	for _, name := range strings.Split(folder, "/") {
		next, err := parent.CreateFolder(ctx, name)
		if err != nil {
			found, lookup := object.NewSearchIndex(client).FindChild(ctx, parent, name)
			existing, ok := found.(*object.Folder)
			if lookup != nil || !ok {
				return errors.Join(err, lookup)
			}
			next = existing
		}
		parent = next
	}
	return nil
}

// makeTemplate makes a powered-off machine as RHEL 9's installer leaves it, on hardware of this
// shape, and marks it as a template.
func makeTemplate(ctx context.Context, datacenter *object.Datacenter, folder *object.Folder, name string, shape shape) error {
	pool, err := firstIn(ctx, datacenter, "ResourcePool", "*")
	if err != nil {
		return err
	}
	datastore, err := firstIn(ctx, datacenter, "Datastore", "*")
	if err != nil {
		return err
	}
	home, err := object.NewDatastore(datacenter.Client(), datastore).ObjectName(ctx)
	if err != nil {
		return err
	}
	home = "[" + home + "]"
	group, err := firstIn(ctx, datacenter, "DistributedVirtualPortgroup", "*_DVPG0")
	if err != nil {
		return err
	}
	backing, err := object.NewDistributedVirtualPortgroup(datacenter.Client(), group).EthernetCardBackingInfo(ctx)
	if err != nil {
		return err
	}

	devices, err := shape.storage(datastore, home+" "+name)
	if err != nil {
		return err
	}
	card, err := devices.CreateEthernetCard("vmxnet3", backing)
	if err != nil {
		return err
	}
	changes, err := append(devices, card).ConfigSpec(types.VirtualDeviceConfigSpecOperationAdd)
	if err != nil {
		return err
	}
	yes := types.NewBool(true)
	spec := types.VirtualMachineConfigSpec{
		Name:         name,
		GuestId:      "rhel9_64Guest",
		Firmware:     string(types.GuestOsDescriptorFirmwareTypeEfi),
		NumCPUs:      2,
		MemoryMB:     shape.memoryMB,
		Files:        &types.VirtualMachineFileInfo{VmPathName: home},
		DeviceChange: changes,
		// What vSphere gives by itself, and the simulator leaves out.
		BootOptions:   &types.VirtualMachineBootOptions{BootRetryDelay: 10000},
		SwapPlacement: string(types.VirtualMachineConfigInfoSwapPlacementTypeInherit),
		Flags: &types.VirtualMachineFlagInfo{
			EnableLogging:    yes,
			VirtualExecUsage: string(types.VirtualMachineFlagInfoVirtualExecUsageHvAuto),
			VirtualMmuUsage:  string(types.VirtualMachineFlagInfoVirtualMmuUsageAutomatic),
		},
		Tools: &types.ToolsConfigInfo{
			AfterPowerOn:        yes,
			AfterResume:         yes,
			BeforeGuestShutdown: yes,
			BeforeGuestStandby:  yes,
			ToolsUpgradePolicy:  string(types.UpgradePolicyManual),
		},
	}
	if shape.configure != nil {
		shape.configure(&spec)
	}
	task, err := folder.CreateVM(ctx, spec, object.NewResourcePool(datacenter.Client(), pool), nil)
	if err != nil {
		return err
	}
	info, err := task.WaitForResult(ctx, nil)
	if err != nil {
		return err
	}
	machine := info.Result.(types.ManagedObjectReference)
	return object.NewVirtualMachine(folder.Client(), machine).MarkAsTemplate(ctx)
}

func firstIn(ctx context.Context, datacenter *object.Datacenter, kind, name string) (types.ManagedObjectReference, error) {
	container, err := view.NewManager(datacenter.Client()).CreateContainerView(ctx, datacenter.Reference(), []string{kind}, true)
	if err != nil {
		return types.ManagedObjectReference{}, err
	}
	defer container.Destroy(context.WithoutCancel(ctx))
	found, err := container.Find(ctx, []string{kind}, property.Match{"name": name})
	if err != nil {
		return types.ManagedObjectReference{}, err
	}
	if len(found) == 0 {
		return types.ManagedObjectReference{}, fmt.Errorf("there is no %s named %s", kind, name)
	}
	return found[0], nil
}
