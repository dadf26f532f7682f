import {
  ObjectContent,
  objectContentOf,
} from '../propertyCollector/ObjectContent';
import { ElementReader } from '../soap/ElementReader';
import { machineDetailsOf } from './machineDetailsOf';

const asOf = '2026-11-21T12:00:00.000Z';

/** A machine as RetrievePropertiesEx answers it. */
function machine(properties: Record<string, string>): ObjectContent {
  let content: ObjectContent | undefined;
  const reader = new ElementReader(new Set(['objects']), element => {
    content = objectContentOf(element);
  });
  const propSets = Object.entries(properties).map(
    ([name, val]) => `<propSet><name>${name}</name>${val}</propSet>`,
  );
  reader.write(
    Buffer.from(
      `<objects xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><obj type="VirtualMachine">vm-1</obj>${propSets.join(
        '',
      )}</objects>`,
    ),
  );
  reader.close();
  return content!;
}

const string = (text: string) => `<val xsi:type="xsd:string">${text}</val>`;
const dateTime = (text: string) => `<val xsi:type="xsd:dateTime">${text}</val>`;
const devices = (...items: string[]) => ({
  'config.hardware': `<val xsi:type="VirtualHardware">${items.join('')}</val>`,
});
const device = (type: string, key: number, label: string, rest = '') =>
  `<device xsi:type="${type}"><key>${key}</key><deviceInfo xsi:type="Description"><label>${label}</label><summary/></deviceInfo>${rest}</device>`;
const references = (type: string, ...ids: string[]) =>
  `<val xsi:type="ArrayOfManagedObjectReference">${ids
    .map(
      id =>
        `<ManagedObjectReference type="${type}" xsi:type="ManagedObjectReference">${id}</ManagedObjectReference>`,
    )
    .join('')}</val>`;

describe('machineDetailsOf', () => {
  it('says nothing of a machine that vCenter says nothing of', () => {
    expect(
      JSON.parse(JSON.stringify(machineDetailsOf(machine({}), asOf))),
    ).toEqual({ asOf, disks: [], networkCards: [], guest: {}, snapshots: [] });
  });

  it('has each disk, also one of which little is known', () => {
    const { disks } = machineDetailsOf(
      machine(
        devices(
          device('ParaVirtualSCSIController', 1000, 'SCSI controller 0'),
          device(
            'VirtualDisk',
            2000,
            'Hard disk 1',
            '<backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[fast-01] web &amp; co/web.vmdk</fileName><datastore type="Datastore">datastore-1</datastore><thinProvisioned>true</thinProvisioned></backing><controllerKey>1000</controllerKey><capacityInKB>4194304</capacityInKB><capacityInBytes>4294967296</capacityInBytes>',
          ),
          device(
            'VirtualDiskOfTomorrow',
            2001,
            'Hard disk 2',
            '<backing xsi:type="VirtualDiskRawDiskMappingVer1BackingInfo"/><controllerKey>77</controllerKey><capacityInKB>1</capacityInKB>',
          ),
          device('VirtualCdrom', 3000, 'CD/DVD drive 1'),
        ),
      ),
      asOf,
    );
    expect(disks).toEqual([
      {
        label: 'Hard disk 1',
        capacityBytes: 4 * 1024 ** 3,
        datastore: 'datastore-1',
        file: '[fast-01] web & co/web.vmdk',
        thin: true,
        controller: 'SCSI controller 0',
      },
      { label: 'Hard disk 2', capacityBytes: 1024 },
    ]);
  });

  it('has its virtual hardware, and what stands in the way of managing it with Terraform', () => {
    const { hardware, problems } = machineDetailsOf(
      machine({
        ...devices(
          device(
            'ParaVirtualSCSIController',
            1000,
            'SCSI controller 0',
            '<busNumber>0</busNumber><sharedBus>noSharing</sharedBus>',
          ),
          device(
            'VirtualDisk',
            2000,
            'Hard disk 1',
            '<backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[a] b/b-000001.vmdk</fileName><parent xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[a] b/b.vmdk</fileName></parent></backing><controllerKey>1000</controllerKey><unitNumber>0</unitNumber><capacityInKB>4194304</capacityInKB>',
          ),
          device(
            'VirtualCdrom',
            3000,
            'CD/DVD drive 1',
            '<backing xsi:type="VirtualCdromAtapiBackingInfo"><deviceName>/dev/cdrom</deviceName></backing>',
          ),
          device(
            'VirtualCdrom',
            3001,
            'CD/DVD drive 2',
            '<backing xsi:type="VirtualCdromRemoteAtapiBackingInfo"><deviceName/></backing>',
          ),
        ),
        'config.managedBy':
          '<val xsi:type="ManagedByInfo"><extensionKey>com.vmware.vim.eam</extensionKey><type>agent</type></val>',
      }),
      asOf,
    );
    expect(hardware).toMatchObject({
      disks: [{ label: 'Hard disk 1', controller: 'scsi', unit: 0 }],
      linkedDisks: ['Hard disk 1'],
      unknownCdDrives: ['CD/DVD drive 1'],
      managedBy: 'com.vmware.vim.eam',
    });
    expect(problems?.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Hard disk 1 is linked/),
      expect.stringMatching(/^CD\/DVD drive 1 is a drive of the host/),
      expect.stringMatching(/managed by com\.vmware\.vim\.eam/),
    ]);
  });

  it('has each network card with its network and what the guest reports of it', () => {
    const { networkCards } = machineDetailsOf(
      machine({
        ...devices(
          device(
            'VirtualVmxnet3',
            4000,
            'Network adapter 1',
            '<backing xsi:type="VirtualEthernetCardDistributedVirtualPortBackingInfo"><port><portgroupKey>dvportgroup-7</portgroupKey></port></backing><connectable><connected>true</connected></connectable><macAddress>00:50:56:AA:00:01</macAddress>',
          ),
          device(
            'VirtualSriovEthernetCard',
            4001,
            'Network adapter 2',
            '<backing xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>VM Network</deviceName><network type="Network">network-3</network></backing><connectable><connected>false</connected></connectable><macAddress>00:50:56:aa:00:02</macAddress>',
          ),
          device(
            'VirtualCardOfTomorrow',
            4002,
            'Network adapter 3',
            '<backing xsi:type="VirtualEthernetCardOpaqueNetworkBackingInfo"><opaqueNetworkId>x</opaqueNetworkId></backing><macAddress/>',
          ),
        ),
        'guest.net':
          '<val xsi:type="ArrayOfGuestNicInfo">' +
          '<GuestNicInfo><ipAddress>10.0.0.7</ipAddress><ipAddress>fe80::1</ipAddress><macAddress>00:50:56:aa:00:01</macAddress><deviceConfigId>4000</deviceConfigId></GuestNicInfo>' +
          // A card that the guest has by itself, such as a bridge of containers.
          '<GuestNicInfo><ipAddress>172.17.0.1</ipAddress><macAddress>02:42:00:00:00:01</macAddress><deviceConfigId>-1</deviceConfigId></GuestNicInfo></val>',
        network: references('Network', 'network-3', 'dvportgroup-7'),
      }),
      asOf,
    );
    expect(networkCards).toEqual([
      {
        label: 'Network adapter 1',
        adapterType: 'vmxnet3',
        macAddress: '00:50:56:aa:00:01',
        connected: true,
        network: 'dvportgroup-7',
        addresses: ['10.0.0.7', 'fe80::1'],
      },
      {
        label: 'Network adapter 2',
        adapterType: 'sriov',
        macAddress: '00:50:56:aa:00:02',
        connected: false,
        network: 'network-3',
        addresses: [],
      },
      {
        label: 'Network adapter 3',
        adapterType: 'cardoftomorrow',
        addresses: [],
      },
    ]);
  });

  it.each([
    ['guestToolsRunning', '12389', 'guestToolsUnmanaged', 'running', '12.3.5'],
    ['guestToolsExecutingScripts', '11365', 'x', 'running', '11.3.5'],
    ['guestToolsNotRunning', '0', 'guestToolsTooOld', 'not-running', undefined],
    ['guestToolsRunning', '2147483647', 'x', 'running', undefined],
    [
      'guestToolsNotRunning',
      '',
      'guestToolsNotInstalled',
      'not-installed',
      undefined,
    ],
  ])('reads the tools %s %s %s', (running, version, status, state, said) => {
    const { tools } = machineDetailsOf(
      machine({
        'guest.toolsRunningStatus': string(running),
        'guest.toolsVersion': string(version),
        'guest.toolsVersionStatus2': string(status),
      }),
      asOf,
    );
    expect(tools).toMatchObject({ state });
    expect(tools?.version).toBe(said);
  });

  it('prefers what the guest says it is to what it was set up for', () => {
    const config = { 'config.guestFullName': string('Other Linux (64-bit)') };
    expect(machineDetailsOf(machine(config), asOf).guest.fullName).toBe(
      'Other Linux (64-bit)',
    );
    expect(
      machineDetailsOf(
        machine({
          ...config,
          'guest.guestFullName': string('Red Hat Enterprise Linux 9 (64-bit)'),
        }),
        asOf,
      ).guest.fullName,
    ).toBe('Red Hat Enterprise Linux 9 (64-bit)');
  });

  it('takes the beginning of 1970 for a date that vCenter does not know', () => {
    const details = machineDetailsOf(
      machine({
        'config.createDate': dateTime('1970-01-01T00:00:00Z'),
        'runtime.bootTime': dateTime('2026-11-20T08:30:00.123456Z'),
      }),
      asOf,
    );
    expect(details.createdAt).toBeUndefined();
    expect(details.bootedAt).toBe('2026-11-20T08:30:00.123Z');
  });

  it('lists snapshots, each before those on top of it', () => {
    const tree = (name: string, time: string, below = '') =>
      `<rootSnapshotList><name>${name}</name><createTime>${time}</createTime>${below}</rootSnapshotList>`;
    const { snapshots } = machineDetailsOf(
      machine({
        snapshot: `<val xsi:type="VirtualMachineSnapshotInfo">${tree(
          'a%2fb 100%',
          '2026-01-01T00:00:00Z',
          '<childSnapshotList><name>c</name><createTime>2026-01-02T00:00:00Z</createTime></childSnapshotList>',
        )}${tree('d', '2026-01-03T00:00:00Z')}</val>`,
      }),
      asOf,
    );
    expect(snapshots).toEqual([
      { name: 'a/b 100%', createdAt: '2026-01-01T00:00:00.000Z' },
      { name: 'c', createdAt: '2026-01-02T00:00:00.000Z' },
      { name: 'd', createdAt: '2026-01-03T00:00:00.000Z' },
    ]);
  });
});
