import {
  Company,
  CompanyCluster,
  CompanyDatacenter,
} from '../../company/Company';
import { CompanyMachine, companyMachines } from '../../company/companyMachines';
import { ComputeResource, Datacenter } from '../model/ManagedObject';
import { VCenterModel } from '../model/VCenterModel';
import { seededUuid } from './seededUuid';

const bytesPerGib = 1024 ** 3;

/**
 * Where the machines of a cluster go.
 *
 * @internal
 */
export interface Place {
  hosts: string[];
  /** By team; machines of other teams go to the pool at the root. */
  pools: Map<string, string>;
  rootPool: string;
  /** By name. */
  datastores: Map<string, string>;
  /** By name, those of the datacenter. */
  networks: Map<string, string>;
  /** By team. */
  folders: Map<string, string>;
}

function seedNetworks(
  model: VCenterModel,
  company: Company,
  datacenter: Datacenter,
): Map<string, string> {
  const dvs = model.add.distributedSwitch({
    name: `${datacenter.name}-dvs`,
    parent: datacenter.networkFolder,
    uuid: seededUuid('5010', `${datacenter.name}-dvs`),
  });
  model.add.portgroup({
    name: `${datacenter.name}-dvs-uplinks`,
    parent: datacenter.networkFolder,
    dvs: dvs.ref,
    vlan: 0,
    uplink: true,
  });
  return new Map(
    company.networks
      .filter(network => network.datacenter === datacenter.name)
      .map(network => [
        network.name,
        model.add.portgroup({
          name: network.name,
          parent: datacenter.networkFolder,
          dvs: dvs.ref,
          vlan: network.vlan,
          uplink: false,
        }).ref,
      ]),
  );
}

function seedFolders(
  model: VCenterModel,
  company: Company,
  datacenter: Datacenter,
): Map<string, string> {
  const teams = model.add.folder('teams', datacenter.vmFolder);
  const backlot = model.add.folder('backlot', datacenter.vmFolder);
  model.add.folder('development', backlot.ref);
  model.add.folder('production', backlot.ref);
  return new Map(
    company.teams.map(team => [
      team.name,
      model.add.folder(team.displayName, teams.ref).ref,
    ]),
  );
}

function seedCluster(
  model: VCenterModel,
  datacenter: Datacenter,
  cluster: CompanyCluster,
  networks: Map<string, string>,
): { compute: ComputeResource } & Pick<
  Place,
  'hosts' | 'pools' | 'rootPool' | 'datastores'
> {
  const datastores = new Map(
    cluster.datastores.map(datastore => [
      datastore.name,
      model.add.datastore({
        name: datastore.name,
        parent: datacenter.datastoreFolder,
        kind: datastore.type,
        capacityBytes: datastore.capacityGib * bytesPerGib,
        freeBytes: Math.round(
          datastore.capacityGib * (1 - datastore.used) * bytesPerGib,
        ),
        accessible: true,
        maintenanceMode: 'normal',
      }).ref,
    ]),
  );
  const compute = model.add.cluster({
    name: cluster.name,
    parent: datacenter.hostFolder,
    datastores: [...datastores.values()],
    networks: [...networks.values()],
  });
  const hosts = Array.from(
    { length: cluster.hosts },
    (_, index) =>
      model.add.host({
        name: `${cluster.name}-h${String(index + 1).padStart(
          2,
          '0',
        )}.acme.example`,
        parent: compute.ref,
        cores: cluster.coresPerHost,
        coreMhz: cluster.coreMhz,
        memoryBytes: cluster.memoryGibPerHost * bytesPerGib,
        connectionState: 'connected',
        inMaintenanceMode: false,
      }).ref,
  );
  const pools = new Map<string, string>();
  if (cluster.environment === 'production') {
    const products = model.add.resourcePool('products', compute.resourcePool);
    for (const team of ['payments', 'search']) {
      pools.set(`team-${team}`, model.add.resourcePool(team, products.ref).ref);
    }
  }
  return {
    compute,
    hosts,
    pools,
    rootPool: compute.resourcePool,
    datastores,
  };
}

function seedTemplates(
  model: VCenterModel,
  company: Company,
  datacenter: Datacenter,
  place: Place,
): void {
  const folder = model.add.folder('templates', datacenter.vmFolder);
  for (const template of company.templates.filter(
    candidate => candidate.datacenter === datacenter.name,
  )) {
    const key = `${datacenter.name}/${template.name}`;
    model.add.machine({
      name: template.name,
      parent: folder.ref,
      host: place.hosts[0],
      datastores: [[...place.datastores.values()][0]],
      networks: [[...place.networks.values()][0]],
      powerState: 'poweredOff',
      config: {
        uuid: seededUuid('4210', key),
        instanceUuid: seededUuid('5010', key),
        template: true,
        guestId: template.guestId,
        cpus: 2,
        memoryMib: 4096,
        firmware: 'efi',
        disks: [
          { label: 'Hard disk 1', sizeGib: template.diskGib, thin: true },
        ],
        hardware: template.hardware,
        annotation: 'Built by Packer',
        extraConfig: {},
      },
    });
  }
}

/**
 * Adds one of the company's machines.
 *
 * @internal
 */
export function seedMachine(
  model: VCenterModel,
  machine: CompanyMachine,
  index: number,
  place: Place,
): void {
  const key = `${machine.datacenter}/${machine.name}`;
  model.add.machine({
    name: machine.name,
    parent: place.folders.get(machine.team)!,
    host: place.hosts[index % place.hosts.length],
    resourcePool: place.pools.get(machine.team) ?? place.rootPool,
    datastores: [place.datastores.get(machine.datastore)!],
    networks: [place.networks.get(machine.network)!],
    powerState: machine.poweredOn ? 'poweredOn' : 'poweredOff',
    ownAddress: machine.ipAddress,
    ipAddress: machine.poweredOn ? machine.ipAddress : undefined,
    config: {
      uuid: seededUuid('4210', key),
      instanceUuid: seededUuid('5010', key),
      template: false,
      guestId: machine.guestId,
      cpus: machine.cpus,
      memoryMib: machine.memoryMib,
      firmware: 'efi',
      disks: [{ label: 'Hard disk 1', sizeGib: machine.diskGib, thin: true }],
      annotation: `${machine.purpose}\nOwner: group:default/${machine.team}`,
      extraConfig: {},
    },
  });
}

function seedDatacenter(
  model: VCenterModel,
  company: Company,
  { name, clusters }: CompanyDatacenter,
  root: string,
): [string, Place][] {
  const datacenter = model.add.datacenter(name, root);
  const networks = seedNetworks(model, company, datacenter);
  const folders = seedFolders(model, company, datacenter);
  const places = clusters.map((cluster): [string, Place] => [
    cluster.name,
    {
      networks,
      folders,
      ...seedCluster(model, datacenter, cluster, networks),
    },
  ]);
  seedTemplates(model, company, datacenter, places[0][1]);
  return places;
}

/** Fills an empty vCenter with the company's datacenters, machines and templates. */
export function seedModel(model: VCenterModel, company: Company): void {
  const root = model.add.rootFolder();
  const places = new Map(
    company.datacenters.flatMap(datacenter =>
      seedDatacenter(model, company, datacenter, root.ref),
    ),
  );
  companyMachines(company).forEach((machine, index) =>
    seedMachine(model, machine, index, places.get(machine.cluster)!),
  );
}
