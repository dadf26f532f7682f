import { children, textOf, child } from '../soap/SoapElement';
import { VCenterDifferences, VCenterUnderTest } from './VCenterUnderTest';
import { ReadObject, VimSession } from './VimSession';

const paths = [
  'name',
  'runtime.powerState',
  'runtime.bootTime',
  'config.hardware.device',
  'config.version',
  'config.firmware',
  'config.guestFullName',
  'config.annotation',
  'config.createDate',
  'guest.net',
  'guest.toolsRunningStatus',
  'guest.toolsVersion',
  'guest.toolsVersionStatus2',
  'summary.storage',
  'snapshot',
  'datastore',
  'network',
];

/** What a machine is asked for when somebody looks at it alone. */
export function describeDetails(
  target: () => VCenterUnderTest,
  differences: VCenterDifferences,
): void {
  describe('details of a machine', () => {
    let session: VimSession;
    let machine: ReadObject;

    const deviceWith = (element: string) =>
      children(
        machine.properties.get('config.hardware.device'),
        'VirtualDevice',
      ).find(device => child(device, element))!;
    const referred = (path: string) =>
      children(machine.properties.get(path), 'ManagedObjectReference').map(
        ({ text }) => text,
      );

    beforeAll(async () => {
      session = await VimSession.open(target());
      const machines = await session.read(
        VimSession.ofView(await session.view('VirtualMachine'), {
          VirtualMachine: paths,
        }),
      );
      machine = machines.find(
        ({ properties }) =>
          properties.get('runtime.powerState')?.text === 'poweredOn',
      )!;
    });

    afterAll(() => session?.close());

    it('has a disk with its size, its file, and what it is attached to', () => {
      const { properties } = machine;
      expect(properties.get('config.hardware.device')?.xsiType).toBe(
        'ArrayOfVirtualDevice',
      );
      const disk = deviceWith('capacityInKB');
      expect(disk.xsiType).toBe('VirtualDisk');
      expect(Number(textOf(disk, 'capacityInBytes'))).toBe(
        Number(textOf(disk, 'capacityInKB')) * 1024,
      );
      const backing = child(disk, 'backing');
      expect(textOf(backing, 'fileName')).toMatch(/^\[[^\]]+\] .+\.vmdk$/);
      expect(referred('datastore')).toContain(textOf(backing, 'datastore'));
      expect(textOf(backing, 'thinProvisioned')).toMatch(/^(true|false)$/);
      const controller = children(
        properties.get('config.hardware.device'),
        'VirtualDevice',
      ).find(device => textOf(device, 'key') === textOf(disk, 'controllerKey'));
      expect(textOf(child(controller, 'deviceInfo'), 'label')).toBeTruthy();
    });

    it('has a network card with its address and its network', () => {
      const card = deviceWith('macAddress');
      expect(card.xsiType).toMatch(/^Virtual(Vmxnet3|E1000e?)$/);
      expect(textOf(card, 'macAddress')).toMatch(/^([0-9a-f]{2}:){5}..$/);
      expect(textOf(child(card, 'connectable'), 'connected')).toBe('true');
      const port = child(child(card, 'backing'), 'port');
      expect(referred('network')).toContain(textOf(port, 'portgroupKey'));
    });

    it('names the card that each report of the guest is of', () => {
      const net = machine.properties.get('guest.net');
      expect(net?.xsiType).toBe('ArrayOfGuestNicInfo');
      const card = deviceWith('macAddress');
      const [reported] = children(net, 'GuestNicInfo');
      expect(textOf(reported, 'macAddress')).toBe(textOf(card, 'macAddress'));
    });

    it('sums up what its disks take and may take', () => {
      const storage = machine.properties.get('summary.storage');
      expect(storage?.xsiType).toBe('VirtualMachineStorageSummary');
      const sum =
        Number(textOf(storage, 'committed')) +
        Number(textOf(storage, 'uncommitted'));
      expect(sum).toBeGreaterThanOrEqual(
        Number(textOf(deviceWith('capacityInKB'), 'capacityInBytes')),
      );
    });

    it('says what it is, and when it was made', () => {
      const { properties, missing } = machine;
      expect(missing.size).toBe(0);
      expect(properties.get('config.version')?.text).toMatch(/^vmx-\d+$/);
      expect(properties.get('config.firmware')?.text).toMatch(/^(bios|efi)$/);
      expect(properties.get('config.guestFullName')?.text).toBeTruthy();
      const made = properties.get('config.createDate');
      expect(made?.xsiType).toBe('xsd:dateTime');
      expect(Date.parse(made!.text)).toBeLessThanOrEqual(Date.now());
    });

    if (differences.knowsTheGuest) {
      it('says how the guest is', () => {
        const text = (path: string) => machine.properties.get(path)?.text;
        expect(text('guest.toolsRunningStatus')).toBe('guestToolsRunning');
        expect(Number(text('guest.toolsVersion'))).toBeGreaterThan(1024);
        expect(text('guest.toolsVersionStatus2')).toMatch(/^guestTools/);
        const [reported] = children(
          machine.properties.get('guest.net'),
          'GuestNicInfo',
        );
        expect(textOf(reported, 'ipAddress')).toMatch(/^[\d.]+$/);
        expect(
          Date.parse(machine.properties.get('runtime.bootTime')!.text),
        ).toBeGreaterThan(
          Date.parse(machine.properties.get('config.createDate')!.text),
        );
      });
    }
  });
}
