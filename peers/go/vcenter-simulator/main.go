// A vCenter simulator on which the Terraform vSphere provider can create, resize and destroy
// virtual machines. It prints one line of JSON, {"url": …}, once it can be used.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"log"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"

	_ "github.com/vmware/govmomi/pbm/simulator"
	"github.com/vmware/govmomi/simulator"
	_ "github.com/vmware/govmomi/vapi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

type options struct {
	listen       string
	username     string
	password     string
	certificates string
	templates    string
	oddTemplates bool
	folders      string
	copies       int
	model        *simulator.Model
}

func main() {
	log.SetFlags(0)
	if err := run(parseOptions()); err != nil {
		log.Fatal(err)
	}
}

func parseOptions() options {
	o := options{model: simulator.VPX()}
	flag.StringVar(&o.listen, "listen", "127.0.0.1:0", "address to serve on")
	flag.StringVar(&o.username, "username", "administrator@vsphere.local", "the user who may do everything")
	flag.StringVar(&o.certificates, "certificates", "", "folder of the certificate authority ca.pem and the server's certificate, made when missing")
	flag.StringVar(&o.templates, "templates", "rhel9-2026.11", "names of the templates in each datacenter, separated by commas; of RHEL 9, or of another operating system by its guest id, as in ubuntu-24.04=ubuntu64Guest")
	flag.BoolVar(&o.oddTemplates, "odd-templates", false, "templates of unusual hardware besides")
	flag.StringVar(&o.folders, "folders", "backlot/development,backlot/production", "paths of folders below each datacenter's vm folder, separated by commas")
	flag.IntVar(&o.model.Datacenter, "dc", 1, "datacenters")
	flag.IntVar(&o.model.Cluster, "cluster", 2, "clusters in each datacenter")
	flag.IntVar(&o.model.ClusterHost, "host", 3, "hosts in each cluster")
	flag.IntVar(&o.model.Host, "standalone-host", 0, "standalone hosts in each datacenter")
	flag.IntVar(&o.model.Machine, "vm", 2, "virtual machines in each resource pool")
	flag.IntVar(&o.copies, "copies", 0, "copies of each virtual machine, which take no time to make")
	flag.IntVar(&o.model.Pool, "pool", 0, "resource pools in each cluster, beside its root")
	flag.IntVar(&o.model.App, "app", 0, "vApps in each cluster")
	flag.IntVar(&o.model.Datastore, "ds", 2, "datastores in each datacenter")
	flag.IntVar(&o.model.Pod, "pod", 0, "datastore clusters in each datacenter")
	flag.IntVar(&o.model.Portgroup, "pg", 2, "distributed port groups in each datacenter")
	flag.IntVar(&o.model.Folder, "folder", 0, "datacenters that are placed in a folder")
	flag.BoolVar(&o.model.Autostart, "autostart", true, "power the virtual machines on")
	flag.Parse()
	// Not a flag: arguments can be read by every user of the computer.
	o.password = os.Getenv("VCENTER_SIMULATOR_PASSWORD")
	return o
}

func run(o options) error {
	interrupted, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	certificate, err := serverCertificate(o.certificates)
	if err != nil {
		return err
	}
	if err := o.model.Create(); err != nil {
		return err
	}
	defer o.model.Remove()
	likeVCenter(o.model)
	copyMachines(o.model, o.copies)

	service := o.model.Service
	service.Listen = &url.URL{Host: o.listen, User: url.UserPassword(o.username, o.password)}
	o.model.Map().SessionManager().ValidLogin = mayLogIn(o.username, o.password)
	service.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	service.RegisterEndpoints = true
	server := service.NewServer()
	defer server.Close()

	if err := furnish(interrupted, o.model, names(o.folders), o.shapes()); err != nil {
		return err
	}
	ready := map[string]string{"url": (&url.URL{Scheme: "https", Host: server.URL.Host}).String()}
	if err := json.NewEncoder(os.Stdout).Encode(ready); err != nil {
		return err
	}
	<-interrupted.Done()
	return nil
}

// shapes are the templates' hardware by name.
func (o options) shapes() map[string]shape {
	shapes := map[string]shape{}
	if o.oddTemplates {
		shapes = oddTemplates()
	}
	for _, template := range names(o.templates) {
		name, guestID, isOther := strings.Cut(template, "=")
		shape := plain()
		if isOther {
			shape.configure = func(spec *types.VirtualMachineConfigSpec) { spec.GuestId = guestID }
		}
		shapes[name] = shape
	}
	return shapes
}

func names(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}
