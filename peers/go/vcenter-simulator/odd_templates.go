package main

import (
	"fmt"
	"path"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/types"
)

// shape is what a template's hardware is like, beyond that of the RHEL 9 templates.
type shape struct {
	memoryMB int64
	// Kinds of controllers, in the order in which they are made: pvscsi, lsilogic, lsilogic-sas, sata, nvme.
	controllers []string
	disks       []diskShape
	// Changes the configuration that a template has otherwise.
	configure func(*types.VirtualMachineConfigSpec)
}

type diskShape struct {
	// Place in the list of controllers; one past them is the IDE controller of the CD drive.
	controller int
	unit       int32
	bytes      int64
	backing    func(*types.VirtualDiskFlatVer2BackingInfo)
	allocation *types.StorageIOAllocationInfo
}

// storage makes controllers, disks and an empty CD drive, which is on IDE.
func (s shape) storage(datastore types.ManagedObjectReference, home string) (object.VirtualDeviceList, error) {
	var devices object.VirtualDeviceList
	var controllers []types.BaseVirtualController
	// Each device takes a key that the list does not hold yet.
	add := func(device types.BaseVirtualDevice, err error) error {
		if err != nil {
			return err
		}
		devices = append(devices, device)
		controllers = append(controllers, device.(types.BaseVirtualController))
		return nil
	}
	for _, kind := range s.controllers {
		var err error
		switch kind {
		case "sata":
			err = add(devices.CreateSATAController())
		case "nvme":
			err = add(devices.CreateNVMEController())
		default:
			err = add(devices.CreateSCSIController(kind))
		}
		if err != nil {
			return nil, err
		}
	}
	if err := add(devices.CreateIDEController()); err != nil {
		return nil, err
	}
	cdrom, err := devices.CreateCdrom(controllers[len(controllers)-1])
	if err != nil {
		return nil, err
	}
	devices = append(devices, cdrom)
	for i, shape := range s.disks {
		file := path.Join(home, fmt.Sprintf("disk-%d.vmdk", i))
		disk := devices.CreateDisk(controllers[shape.controller], datastore, file)
		disk.UnitNumber = &shape.unit
		disk.CapacityInBytes = shape.bytes
		disk.CapacityInKB = shape.bytes / 1024
		disk.StorageIOAllocation = shape.allocation
		if shape.allocation == nil {
			disk.StorageIOAllocation = unlimited
		}
		backing := disk.Backing.(*types.VirtualDiskFlatVer2BackingInfo)
		backing.Sharing = string(types.VirtualDiskSharingSharingNone)
		shape.backing(backing)
		devices = append(devices, disk)
	}
	return devices, nil
}

func thin(backing *types.VirtualDiskFlatVer2BackingInfo) {
	backing.ThinProvisioned = types.NewBool(true)
}

func lazyThick(backing *types.VirtualDiskFlatVer2BackingInfo) {
	backing.ThinProvisioned = types.NewBool(false)
	backing.EagerlyScrub = types.NewBool(false)
}

func eagerZeroed(backing *types.VirtualDiskFlatVer2BackingInfo) {
	backing.ThinProvisioned = types.NewBool(false)
	backing.EagerlyScrub = types.NewBool(true)
}

// plain is what RHEL 9's installer leaves.
func plain() shape {
	return shape{
		memoryMB:    4096,
		controllers: []string{"pvscsi"},
		disks:       []diskShape{{bytes: 40 * gib, backing: thin}},
	}
}

// oddTemplates are templates whose hardware is not plain, by name. Those of the second half are such
// as no provider version, or not each, can keep. A host of the simulator has 4 GiB less what it needs
// itself, so their memory is small.
func oddTemplates() map[string]shape {
	shapes := map[string]shape{
		"two-controllers": {
			controllers: []string{"pvscsi", "pvscsi"},
			disks: []diskShape{
				{bytes: 40 * gib, backing: thin},
				{unit: 9, bytes: 5 * gib, backing: thin},
				{controller: 1, bytes: 20 * gib, backing: thin},
			},
		},
		"thick": {
			controllers: []string{"lsilogic-sas"},
			disks:       []diskShape{{bytes: 40 * gib, backing: lazyThick}},
		},
		"eager-zeroed": {
			controllers: []string{"pvscsi"},
			disks: []diskShape{
				{bytes: 40*gib + gib/2, backing: eagerZeroed},
				{unit: 1, bytes: 10 * gib, backing: independent, allocation: limited},
			},
		},
		"tuned": {
			controllers: []string{"pvscsi"},
			disks:       []diskShape{{bytes: 40 * gib, backing: thin}},
			configure:   tune,
		},
		"reserved": {
			controllers: []string{"pvscsi"},
			disks:       []diskShape{{bytes: 40 * gib, backing: thin}},
			configure: func(spec *types.VirtualMachineConfigSpec) {
				spec.MemoryReservationLockedToMax = types.NewBool(true)
				spec.MemoryAllocation = &types.ResourceAllocationInfo{Reservation: types.NewInt64(spec.MemoryMB)}
			},
		},
		"sata": {
			controllers: []string{"sata"},
			disks:       []diskShape{{bytes: 40 * gib, backing: thin}},
		},
		"ide": {
			disks: []diskShape{{unit: 1, bytes: 40 * gib, backing: thin}},
		},
		"nvme": {
			controllers: []string{"nvme"},
			disks:       []diskShape{{bytes: 40 * gib, backing: thin}},
		},
		"mixed-controllers": {
			controllers: []string{"pvscsi", "lsilogic-sas"},
			disks: []diskShape{
				{bytes: 40 * gib, backing: thin},
				{controller: 1, bytes: 20 * gib, backing: thin},
			},
		},
	}
	for name, shape := range shapes {
		shape.memoryMB = 1024
		shapes[name] = shape
	}
	return shapes
}

func independent(backing *types.VirtualDiskFlatVer2BackingInfo) {
	lazyThick(backing)
	backing.DiskMode = string(types.VirtualDiskModeIndependent_persistent)
	backing.WriteThrough = types.NewBool(true)
}

// unlimited is what vSphere gives by itself, and the simulator leaves out.
var unlimited = &types.StorageIOAllocationInfo{
	Limit:       types.NewInt64(-1),
	Reservation: types.NewInt32(0),
	Shares:      &types.SharesInfo{Level: types.SharesLevelNormal, Shares: 1000},
}

var limited = &types.StorageIOAllocationInfo{
	Limit:       types.NewInt64(500),
	Reservation: types.NewInt32(10),
	Shares:      &types.SharesInfo{Level: types.SharesLevelCustom, Shares: 700},
}

// tune sets all that the Terraform provider would set otherwise where it is not told.
func tune(spec *types.VirtualMachineConfigSpec) {
	yes, no := types.NewBool(true), types.NewBool(false)
	spec.NumCPUs = 4
	spec.NumCoresPerSocket = types.NewInt32(4)
	spec.CpuHotAddEnabled = yes
	spec.CpuHotRemoveEnabled = yes
	spec.MemoryHotAddEnabled = yes
	spec.NestedHVEnabled = yes
	spec.VPMCEnabled = yes
	spec.SwapPlacement = string(types.VirtualMachineConfigInfoSwapPlacementTypeVmDirectory)
	spec.LatencySensitivity = &types.LatencySensitivity{Level: types.LatencySensitivitySensitivityLevelLow}
	spec.CpuAllocation = &types.ResourceAllocationInfo{
		Limit:       types.NewInt64(8000),
		Reservation: types.NewInt64(500),
		Shares:      &types.SharesInfo{Level: types.SharesLevelHigh, Shares: 16000},
	}
	spec.MemoryAllocation = &types.ResourceAllocationInfo{
		Limit:       types.NewInt64(3072),
		Reservation: types.NewInt64(512),
		Shares:      &types.SharesInfo{Level: types.SharesLevelCustom, Shares: 12345},
	}
	spec.BootOptions = &types.VirtualMachineBootOptions{
		BootDelay:            5000,
		BootRetryEnabled:     yes,
		BootRetryDelay:       20000,
		EfiSecureBootEnabled: yes,
	}
	spec.Flags = &types.VirtualMachineFlagInfo{
		DiskUuidEnabled:  yes,
		EnableLogging:    yes,
		VirtualExecUsage: string(types.VirtualMachineFlagInfoVirtualExecUsageHvOn),
		VirtualMmuUsage:  string(types.VirtualMachineFlagInfoVirtualMmuUsageOn),
		VvtdEnabled:      yes,
	}
	spec.Tools = &types.ToolsConfigInfo{
		SyncTimeWithHost:    yes,
		AfterPowerOn:        no,
		AfterResume:         no,
		BeforeGuestReboot:   yes,
		BeforeGuestShutdown: no,
		BeforeGuestStandby:  no,
		ToolsUpgradePolicy:  string(types.UpgradePolicyUpgradeAtPowerCycle),
	}
	spec.ExtraConfig = []types.BaseOptionValue{
		&types.OptionValue{Key: "disk.EnableUUID", Value: "TRUE"},
		&types.OptionValue{Key: "acme.built-by", Value: "packer"},
	}
}
