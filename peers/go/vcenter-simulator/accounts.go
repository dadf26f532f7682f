package main

import (
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// Accounts besides the administrator's, with the same password.
const (
	// May run machines: power and snapshots.
	operator = "backlot-operator@vsphere.local"
	// May read.
	reader = "backlot-reader@vsphere.local"
)

// What it takes to run a machine, by method.
var operatorPrivileges = map[string]string{
	"PowerOnVM_Task":        "VirtualMachine.Interact.PowerOn",
	"PowerOffVM_Task":       "VirtualMachine.Interact.PowerOff",
	"ShutdownGuest":         "VirtualMachine.Interact.PowerOff",
	"SuspendVM_Task":        "VirtualMachine.Interact.Suspend",
	"ResetVM_Task":          "VirtualMachine.Interact.Reset",
	"RebootGuest":           "VirtualMachine.Interact.Reset",
	"CreateSnapshot_Task":   "VirtualMachine.State.CreateSnapshot",
	"RevertToSnapshot_Task": "VirtualMachine.State.RevertToSnapshot",
	"RemoveSnapshot_Task":   "VirtualMachine.State.RemoveSnapshot",
}

// The other methods that change something, as far as tests call them.
var administratorPrivileges = map[string]string{
	"ReconfigVM_Task": "VirtualMachine.Config.Settings",
	"CloneVM_Task":    "VirtualMachine.Provisioning.Clone",
	"Rename_Task":     "VirtualMachine.Config.Rename",
	"Destroy_Task":    "VirtualMachine.Inventory.Delete",
	"CreateFolder":    "Folder.Create",
}

func mayLogIn(username, password string) func(*types.Login) bool {
	return func(request *types.Login) bool {
		switch request.UserName {
		case username, operator, reader:
			return request.Password == password
		}
		return false
	}
}

// A vCenter asks for a privilege. The simulator lets every account do everything.
func refuseWithoutPrivilege(ctx *simulator.Context, method *simulator.Method) types.BaseMethodFault {
	if ctx.Session == nil {
		return nil
	}
	privilege := administratorPrivileges[method.Name]
	switch strings.ToLower(ctx.Session.UserName) {
	case operator:
	case reader:
		if privilege == "" {
			privilege = operatorPrivileges[method.Name]
		}
	default:
		return nil
	}
	if privilege == "" {
		return nil
	}
	return &types.NoPermission{Object: &method.This, PrivilegeId: privilege}
}

// A vCenter cannot tell a guest anything while VMware Tools do not run. The simulator powers the
// machine off.
func refuseWithoutTools(ctx *simulator.Context, request *types.ShutdownGuest) types.BaseMethodFault {
	machine, ok := ctx.Map.Get(request.This).(*simulator.VirtualMachine)
	if !ok || machine.Runtime.PowerState != types.VirtualMachinePowerStatePoweredOn {
		return nil
	}
	if machine.Guest.ToolsRunningStatus == string(types.VirtualMachineToolsRunningStatusGuestToolsRunning) {
		return nil
	}
	return new(types.ToolsUnavailable)
}
