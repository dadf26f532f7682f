import { elements, Reference, SimulatorSession } from '../SimulatorSession';
import { VCenterSimulator } from '../startVCenterSimulator';

/** Where a machine goes, as the module rhel9-vm takes it. */
export interface Placement {
  datacenter_id: string;
  datacenter: string;
  cluster_id: string;
  cluster: string;
  resource_pool_id: string;
  datastore_id: string;
  datastore: string;
  folder: string;
  template_uuid: string;
  template: string;
}

/** Where a machine goes, and the network of its first network card. */
export interface Place extends Placement {
  network_id: string;
  network: string;
}

/** A network card of a machine, read back. */
export interface SimulatedNetworkCard {
  macAddress: string;
  /** `manual` for one that was chosen. */
  addressType: string;
}

/** A machine, read back. */
export interface SimulatedMachine {
  reference: Reference;
  name: string;
  uuid: string;
  cpus: number;
  memoryMib: number;
  memoryReservationMib: number;
  /** Sizes in GiB, in the order of their unit numbers. */
  disks: number[];
  powerState: string;
  /** When it was last powered on; undefined while it is off. */
  bootTime: string | undefined;
  ipAddress: string | undefined;
  annotation: string;
  /** The inventory objects that it belongs to. */
  host: string;
  folder: string;
  networks: string[];
  networkCards: SimulatedNetworkCard[];
  extraConfig: Record<string, string>;
}

const machineProperties = [
  'name',
  'parent',
  'config.uuid',
  'config.annotation',
  'config.hardware.numCPU',
  'config.hardware.memoryMB',
  'config.hardware.device',
  'config.memoryAllocation',
  'config.extraConfig',
  'config.template',
  'runtime.host',
  'runtime.powerState',
  'summary.runtime.bootTime',
  'guest.ipAddress',
  'network',
];

/** What the chain's tests look for in the simulator, and do to it. */
export class SimulatedVCenter {
  readonly #session: SimulatorSession;

  static async login(simulator: VCenterSimulator): Promise<SimulatedVCenter> {
    return new SimulatedVCenter(await SimulatorSession.login(simulator));
  }

  private constructor(session: SimulatorSession) {
    this.#session = session;
  }

  /** A place in a cluster, by default the simulator's last, which is not the template's. */
  async placement(folder: string, clusterName?: string): Promise<Place> {
    const [datacenter] = await this.#session.all('Datacenter', ['name']);
    const clusters = await this.#session.all('ClusterComputeResource', [
      'name',
      'resourcePool',
    ]);
    const cluster =
      clusters.find(({ properties }) => properties.name === clusterName) ??
      clusters.pop()!;
    const [datastore] = await this.#session.all('Datastore', ['name']);
    const network = (
      await this.#session.all('DistributedVirtualPortgroup', ['name'])
    ).find(({ properties }) => !properties.name.includes('DVUplinks'))!;
    const template = (await this.#machines()).find(
      ({ properties }) => properties['config.template'] === 'true',
    )!;
    return {
      datacenter_id: datacenter.reference.value,
      datacenter: datacenter.properties.name,
      cluster_id: cluster.reference.value,
      cluster: cluster.properties.name,
      resource_pool_id: cluster.properties.resourcePool,
      datastore_id: datastore.reference.value,
      datastore: datastore.properties.name,
      network_id: network.reference.value,
      network: network.properties.name,
      folder,
      template_uuid: template.properties['config.uuid'],
      template: template.properties.name,
    };
  }

  /** All machines of a name. */
  async machinesNamed(name: string): Promise<SimulatedMachine[]> {
    return (await this.#machines())
      .filter(({ properties }) => properties.name === name)
      .map(({ reference, properties }) => ({
        reference,
        name,
        uuid: properties['config.uuid'],
        cpus: Number(properties['config.hardware.numCPU']),
        memoryMib: Number(properties['config.hardware.memoryMB']),
        memoryReservationMib: Number(
          texts(properties['config.memoryAllocation'], 'reservation')[0] ?? 0,
        ),
        disks: disksOf(properties['config.hardware.device']),
        powerState: properties['runtime.powerState'],
        bootTime: properties['summary.runtime.bootTime'],
        ipAddress: properties['guest.ipAddress'],
        annotation: properties['config.annotation'] ?? '',
        host: properties['runtime.host'],
        folder: properties.parent,
        networks: texts(properties.network, 'ManagedObjectReference'),
        networkCards: networkCardsOf(properties['config.hardware.device']),
        extraConfig: extraConfigOf(properties['config.extraConfig']),
      }));
  }

  /** Folders, templates and machines, each with the reference of what it lies in. */
  async tree(): Promise<string[]> {
    const entities = [
      ...(await this.#session.all('Folder', ['name', 'parent'])),
      ...(await this.#session.all('VirtualMachine', ['name', 'parent'])),
    ];
    return entities
      .map(
        ({ reference, properties: { name, parent } }) =>
          `${parent}/${name} (${reference.value})`,
      )
      .sort();
  }

  /** Paths of all files and folders on the datastores. */
  async datastoreFiles(): Promise<string[]> {
    const datastores = await this.#session.all('Datastore', [
      'name',
      'browser',
    ]);
    const paths: string[] = [];
    for (const { name, browser } of datastores.map(
      ({ properties }) => properties,
    )) {
      const found = await this.#session.task(
        { type: 'HostDatastoreBrowser', value: browser },
        'SearchDatastoreSubFolders_Task',
        [
          `<datastorePath>[${name}]</datastorePath>`,
          '<searchSpec><matchPattern>*</matchPattern></searchSpec>',
        ],
      );
      for (const folder of elements(
        found!,
        'HostDatastoreBrowserSearchResults',
      )) {
        const [folderPath] = elements(folder, 'folderPath');
        paths.push(
          ...elements(folder, 'path').map(path => `${folderPath}/${path}`),
        );
      }
    }
    return paths.sort();
  }

  /** Hosts of a cluster, by the cluster's value. */
  async hostsOf(cluster: string): Promise<string[]> {
    const hosts = await this.#session.all('HostSystem', ['parent']);
    return hosts
      .filter(({ properties }) => properties.parent === cluster)
      .map(({ reference }) => reference.value);
  }

  /** Moves a machine to another host. */
  async migrate(machine: Reference, host: string): Promise<void> {
    await this.#session.task(machine, 'RelocateVM_Task', [
      `<spec><host type="HostSystem">${host}</host></spec>`,
      '<priority>defaultPriority</priority>',
    ]);
  }

  /** Moves a machine into the folder of this name. */
  async moveIntoFolder(machine: Reference, folder: string): Promise<void> {
    const target = (await this.#session.all('Folder', ['name'])).find(
      ({ properties }) => properties.name === folder,
    )!;
    await this.#session.task(target.reference, 'MoveIntoFolder_Task', [
      `<list type="${machine.type}">${machine.value}</list>`,
    ]);
  }

  /** Makes a machine from a template as a person does in vCenter, and switches it on. */
  async cloneByHand(
    name: string,
    { template_uuid, datastore_id, resource_pool_id }: Placement,
    folder: string,
  ): Promise<Reference> {
    const template = (await this.#machines()).find(
      ({ properties }) => properties['config.uuid'] === template_uuid,
    )!;
    const target = (await this.#session.all('Folder', ['name'])).find(
      ({ properties }) => properties.name === folder,
    )!;
    const value = await this.#session.task(template.reference, 'CloneVM_Task', [
      `<folder type="Folder">${target.reference.value}</folder>`,
      `<name>${name}</name>`,
      `<spec><location><datastore type="Datastore">${datastore_id}</datastore><pool type="ResourcePool">${resource_pool_id}</pool></location><template>false</template><powerOn>true</powerOn></spec>`,
    ]);
    const machine = { type: 'VirtualMachine', value: value! };
    await this.#drawMacAddress(machine);
    return machine;
  }

  /** Gives a clone's card a MAC address of its own, as vCenter does; the simulator leaves the template's. */
  async #drawMacAddress(machine: Reference): Promise<void> {
    const [card] = await this.devicesOf(machine, 'VirtualVmxnet3');
    const number = Number(/\d+$/.exec(machine.value)![0]);
    const octets = [number >> 8, number].map(octet =>
      (octet & 0xff).toString(16).padStart(2, '0'),
    );
    const drawn = card
      // The prefix is declared around what was read.
      .replace(/ [\w-]*:type=/g, ' xsi:type=')
      .replace(
        /<macAddress>[^<]*</,
        `<macAddress>00:50:56:81:${octets.join(':')}<`,
      );
    await this.reconfigure(
      machine,
      `<deviceChange><operation>edit</operation><device xsi:type="VirtualVmxnet3">${drawn}</device></deviceChange>`,
    );
  }

  /** The devices of a machine of a type, as XML. */
  async devicesOf(machine: Reference, type: string): Promise<string[]> {
    const { 'config.hardware.device': devices } = await this.#session.read(
      machine,
      ['config.hardware.device'],
    );
    return [
      ...devices.matchAll(
        new RegExp(
          `<VirtualDevice [^>]*type="${type}">([^]*?)</VirtualDevice>`,
          'g',
        ),
      ),
    ].map(([, device]) => device);
  }

  /** Key and file of each disk of a machine: what no other disk has. */
  async diskFilesOf(machine: Reference): Promise<[string, string][]> {
    const disks = await this.devicesOf(machine, 'VirtualDisk');
    return disks.map(disk => [
      /<key>(\d+)</.exec(disk)![1],
      /<fileName>([^<]+)</.exec(disk)![1],
    ]);
  }

  /** Adds a thin disk beside the first, as vSphere makes it. */
  async addDisk(machine: Reference, gib: number): Promise<void> {
    const [disk] = await this.devicesOf(machine, 'VirtualDisk');
    const [, controller] = /<controllerKey>(\d+)</.exec(disk)!;
    await this.reconfigure(
      machine,
      `<deviceChange><operation>add</operation><fileOperation>create</fileOperation><device xsi:type="VirtualDisk"><key>-1</key><backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName></fileName><diskMode>persistent</diskMode><writeThrough>false</writeThrough><thinProvisioned>true</thinProvisioned><eagerlyScrub>false</eagerlyScrub><sharing>sharingNone</sharing></backing><controllerKey>${controller}</controllerKey><unitNumber>1</unitNumber><capacityInKB>${
        gib * 1024 ** 2
      }</capacityInKB><storageIOAllocation><limit>-1</limit><shares><shares>1000</shares><level>normal</level></shares><reservation>0</reservation></storageIOAllocation></device></deviceChange>`,
    );
  }

  /** Takes the CD drive away from a machine. */
  async removeCdDrive(machine: Reference): Promise<void> {
    const [drive] = await this.devicesOf(machine, 'VirtualCdrom');
    const [, key] = /<key>(\d+)</.exec(drive)!;
    await this.reconfigure(
      machine,
      `<deviceChange><operation>remove</operation><device xsi:type="VirtualCdrom"><key>${key}</key></device></deviceChange>`,
    );
  }

  async powerOff(machine: Reference): Promise<void> {
    await this.#session.task(machine, 'PowerOffVM_Task', []);
  }

  async destroy(machine: Reference): Promise<void> {
    await this.#session.task(machine, 'Destroy_Task', []);
  }

  /** Reconfigures a machine as a backup tool or an administrator would. */
  async reconfigure(machine: Reference, spec: string): Promise<void> {
    await this.#session.task(machine, 'ReconfigVM_Task', [
      `<spec>${spec}</spec>`,
    ]);
  }

  #machines() {
    return this.#session.all('VirtualMachine', machineProperties);
  }
}

function texts(xml: string | undefined, name: string): string[] {
  return elements(xml ?? '', name);
}

function disksOf(devices: string): number[] {
  const number = (disk: string, name: string) =>
    Number(new RegExp(`<${name}>(\\d+)<`).exec(disk)![1]);
  return [
    ...devices.matchAll(
      /<VirtualDevice [^>]*type="VirtualDisk">([^]*?)<\/VirtualDevice>/g,
    ),
  ]
    .map(([, disk]) => disk)
    .sort((a, b) => number(a, 'unitNumber') - number(b, 'unitNumber'))
    .map(disk => number(disk, 'capacityInKB') / (1024 * 1024));
}

function networkCardsOf(devices: string): SimulatedNetworkCard[] {
  return texts(devices, 'macAddress').map((macAddress, index) => ({
    macAddress,
    addressType: texts(devices, 'addressType')[index],
  }));
}

function extraConfigOf(options: string | undefined): Record<string, string> {
  return Object.fromEntries(
    elements(options ?? '', 'OptionValue').map(option => [
      /<key>([^<]*)</.exec(option)![1],
      /<value[^>]*>([^<]*)</.exec(option)?.[1] ?? '',
    ]),
  );
}
