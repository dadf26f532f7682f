import { Agent, fetch } from 'undici';
import { VCenterSimulator } from '../startVCenterSimulator';

/** A managed object reference. */
export interface Reference {
  type: string;
  value: string;
}

/** Where a machine goes, as the module rhel9-vm takes it. */
export interface Placement {
  datacenter_id: string;
  datacenter: string;
  cluster_id: string;
  cluster: string;
  resource_pool_id: string;
  datastore_id: string;
  datastore: string;
  network_id: string;
  network: string;
  folder: string;
  template_uuid: string;
  template: string;
}

/** A machine, read back. */
export interface SimulatedMachine {
  reference: Reference;
  name: string;
  uuid: string;
  cpus: number;
  memoryMib: number;
  /** Sizes in GiB, in the order of their unit numbers. */
  disks: number[];
  powerState: string;
  ipAddress: string | undefined;
  annotation: string;
  /** The inventory objects that it belongs to. */
  host: string;
  folder: string;
  networks: string[];
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
  'config.extraConfig',
  'config.template',
  'runtime.host',
  'runtime.powerState',
  'guest.ipAddress',
  'network',
];

type Properties = Record<string, string>;

/** The simulator over SOAP, by requests written by hand: a witness that shares no code with what is tested. */
export class SimulatedVCenter {
  readonly #url: string;
  readonly #agent: Agent;
  #cookie = '';

  static async login(simulator: VCenterSimulator): Promise<SimulatedVCenter> {
    const vcenter = new SimulatedVCenter(simulator);
    await vcenter.#call('SessionManager', 'SessionManager', 'Login', [
      `<userName>${simulator.username}</userName>`,
      `<password>${simulator.password}</password>`,
    ]);
    return vcenter;
  }

  private constructor(simulator: VCenterSimulator) {
    this.#url = `${simulator.url}/sdk`;
    this.#agent = new Agent({ connect: { ca: simulator.ca } });
  }

  /** A place in the simulator's last cluster, which is not the template's. */
  async placement(folder: string): Promise<Placement> {
    const [datacenter] = await this.#all('Datacenter', ['name']);
    const cluster = (
      await this.#all('ClusterComputeResource', ['name', 'resourcePool'])
    ).pop()!;
    const [datastore] = await this.#all('Datastore', ['name']);
    const network = (
      await this.#all('DistributedVirtualPortgroup', ['name'])
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
        disks: disksOf(properties['config.hardware.device']),
        powerState: properties['runtime.powerState'],
        ipAddress: properties['guest.ipAddress'],
        annotation: properties['config.annotation'] ?? '',
        host: properties['runtime.host'],
        folder: properties.parent,
        networks: texts(properties.network, 'ManagedObjectReference'),
        extraConfig: extraConfigOf(properties['config.extraConfig']),
      }));
  }

  /** Hosts of a cluster, by the cluster's value. */
  async hostsOf(cluster: string): Promise<string[]> {
    const hosts = await this.#all('HostSystem', ['parent']);
    return hosts
      .filter(({ properties }) => properties.parent === cluster)
      .map(({ reference }) => reference.value);
  }

  /** Moves a machine to another host. */
  async migrate(machine: Reference, host: string): Promise<void> {
    await this.#task(machine, 'RelocateVM_Task', [
      `<spec><host type="HostSystem">${host}</host></spec>`,
      '<priority>defaultPriority</priority>',
    ]);
  }

  /** Moves a machine into the folder of this name. */
  async moveIntoFolder(machine: Reference, folder: string): Promise<void> {
    const target = (await this.#all('Folder', ['name'])).find(
      ({ properties }) => properties.name === folder,
    )!;
    await this.#task(target.reference, 'MoveIntoFolder_Task', [
      `<list type="${machine.type}">${machine.value}</list>`,
    ]);
  }

  async powerOff(machine: Reference): Promise<void> {
    await this.#task(machine, 'PowerOffVM_Task', []);
  }

  async destroy(machine: Reference): Promise<void> {
    await this.#task(machine, 'Destroy_Task', []);
  }

  /** Reconfigures a machine as a backup tool or an administrator would. */
  async reconfigure(machine: Reference, spec: string): Promise<void> {
    await this.#task(machine, 'ReconfigVM_Task', [`<spec>${spec}</spec>`]);
  }

  #machines() {
    return this.#all('VirtualMachine', machineProperties);
  }

  async #task(target: Reference, method: string, body: string[]) {
    const answer = await this.#call(target.type, target.value, method, body);
    const task = /<returnval[^>]*>([^<]+)</.exec(answer)![1];
    for (;;) {
      const [{ properties }] = await this.#retrieve(
        'Task',
        ['info.state', 'info.error'],
        `<objectSet><obj type="Task">${task}</obj></objectSet>`,
      );
      const state = properties['info.state'];
      if (state === 'success') {
        return;
      }
      if (state === 'error') {
        throw new Error(`${method}: ${properties['info.error']}`);
      }
    }
  }

  async #all(type: string, paths: string[]) {
    const view = /<returnval[^>]*>([^<]+)</.exec(
      await this.#call('ViewManager', 'ViewManager', 'CreateContainerView', [
        '<container type="Folder">group-d1</container>',
        `<type>${type}</type><recursive>true</recursive>`,
      ]),
    )![1];
    return this.#retrieve(
      type,
      paths,
      `<objectSet><obj type="ContainerView">${view}</obj><skip>true</skip>
       <selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet></objectSet>`,
    );
  }

  async #retrieve(
    type: string,
    paths: string[],
    objects: string,
  ): Promise<{ reference: Reference; properties: Properties }[]> {
    const answer = await this.#call(
      'PropertyCollector',
      'propertyCollector',
      'RetrieveProperties',
      [
        `<specSet><propSet><type>${type}</type>`,
        ...paths.map(path => `<pathSet>${path}</pathSet>`),
        `</propSet>${objects}</specSet>`,
      ],
    );
    return elements(answer, 'returnval').map(object => {
      const [, kind, value] = /<obj type="([^"]+)"[^>]*>([^<]+)</.exec(object)!;
      return {
        reference: { type: kind, value },
        properties: Object.fromEntries(
          elements(object, 'propSet').map(property => [
            /<name>([^<]+)</.exec(property)![1],
            /<val[^>]*>([^]*)<\/val>/.exec(property)![1],
          ]),
        ),
      };
    });
  }

  async #call(
    type: string,
    value: string,
    method: string,
    body: string[],
  ): Promise<string> {
    const response = await fetch(this.#url, {
      method: 'POST',
      dispatcher: this.#agent,
      headers: {
        'content-type': 'text/xml; charset="utf-8"',
        soapaction: 'urn:vim25/8.0.1.0',
        cookie: this.#cookie,
      },
      body: `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Body>
<${method} xmlns="urn:vim25"><_this type="${type}">${value}</_this>${body.join(
        '',
      )}</${method}></Body></Envelope>`,
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method}: ${text}`);
    }
    this.#cookie ||= response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return text;
  }
}

/** The contents of elements that do not nest in themselves. */
function elements(xml: string, name: string): string[] {
  return [
    ...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^]*?)</${name}>`, 'g')),
  ].map(([, content]) => content);
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

function extraConfigOf(options: string | undefined): Record<string, string> {
  return Object.fromEntries(
    elements(options ?? '', 'OptionValue').map(option => [
      /<key>([^<]*)</.exec(option)![1],
      /<value[^>]*>([^<]*)</.exec(option)?.[1] ?? '',
    ]),
  );
}
