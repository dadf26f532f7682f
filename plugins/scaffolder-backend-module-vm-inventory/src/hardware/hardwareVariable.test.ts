import {
  coresPerSocketFor,
  hardwareVariable,
} from '@backlot/vsphere-templates';
import { exampleHardware } from '@backlot/vsphere-templates/testUtils';
import * as fc from 'fast-check';
import { planDisks } from './planDisks';

function variable(
  changes: Parameters<typeof exampleHardware>[0],
  providerVersion = '1.26.0',
  disksGib?: number[],
) {
  const hardware = exampleHardware(changes);
  const disks = planDisks({ name: 'rhel9', hardware }, { disksGib });
  return hardwareVariable(
    hardware,
    { cpus: 4, memoryMib: 8192, disks },
    providerVersion,
  );
}

describe('hardwareVariable', () => {
  it('has what was asked for, and otherwise what the template has', () => {
    expect(
      variable({ secureBoot: true, diskUuid: true, coresPerSocket: 2 }),
    ).toMatchObject({
      cpus: 4,
      cores_per_socket: 2,
      memory_mib: 8192,
      secure_boot: true,
      disk_uuid: true,
      nested_virtualization: false,
      cpu_allocation: {
        limit_mhz: -1,
        reservation_mhz: 0,
        share_level: 'normal',
      },
      scsi: { type: 'pvscsi', bus_sharing: 'noSharing', controllers: 1 },
      sata_controllers: 0,
    });
  });

  it('leaves the cores per socket to vSphere where the provider can', () => {
    const automatic = { coresPerSocketAutomatic: true, coresPerSocket: 1 };
    expect(variable(automatic).cores_per_socket).toBe(1);
    expect(variable(automatic, '2.16.1').cores_per_socket).toBe(0);
  });

  it('says the time to be synchronized as the provider understands it', () => {
    const { tools } = exampleHardware();
    const atStart = { ...tools, syncTimeAllowed: true, syncTime: false };
    expect(variable({ tools: atStart }).tools.sync_time).toBe(false);
    expect(variable({ tools: atStart }, '2.16.1').tools.sync_time).toBe(true);
    const { syncTimeAllowed: _, ...before7 } = { ...tools, syncTime: true };
    expect(variable({ tools: before7 }, '2.16.1').tools.sync_time).toBe(true);
  });

  it('has a controller more for disks beyond those of the template’s', () => {
    expect(
      variable({}, '1.26.0', [0, ...Array(15).fill(10)]).scsi.controllers,
    ).toBe(2);
  });
});

describe('coresPerSocketFor', () => {
  it.each([
    [4, 2, 2],
    [6, 4, 3],
    [2, 4, 2],
    [7, 4, 1],
    [1, 4, 1],
  ])('%d CPUs of a template with %d get %d', (cpus, templates, cores) => {
    expect(coresPerSocketFor(cpus, templates)).toBe(cores);
  });

  it('always fills the sockets, and never has more cores than the template', () => {
    const count = fc.integer({ min: 1, max: 128 });
    fc.assert(
      fc.property(count, count, (cpus, templates) => {
        const cores = coresPerSocketFor(cpus, templates);
        expect(cpus % cores).toBe(0);
        expect(cores).toBeLessThanOrEqual(templates);
      }),
    );
  });
});
