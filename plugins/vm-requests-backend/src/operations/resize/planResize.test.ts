import fc from 'fast-check';
import { HardwareVariables } from './hardwareVariables';
import { diskGibOf, planResize, ResizeInput, resizeInput } from './planResize';

const limits = { cpus: 16, memoryMib: 65_536, diskGib: 500 };

function hardware(change: Partial<HardwareVariables> = {}): HardwareVariables {
  return {
    cpus: 2,
    cores_per_socket: 1,
    memory_mib: 4096,
    hot_plug: { cpu_add: true, cpu_remove: false, memory_add: false },
    scsi: { type: 'pvscsi', controllers: 1 },
    sata_controllers: 0,
    disks: [
      { label: 'disk0', controller: 'scsi', unit: 0, size_gib: 40, thin: true },
      { label: 'disk1', controller: 'scsi', unit: 3, size_gib: 10, thin: true },
    ],
    ...change,
  };
}

const plan = (asked: Partial<ResizeInput>, before = hardware()) =>
  planResize(before, resizeInput.parse(asked), limits);

describe('planResize', () => {
  it('changes what is asked for, says so, and leaves the rest', () => {
    expect(
      plan({
        cpus: 4,
        memoryMib: 8192,
        disks: [{ label: 'disk0', sizeGib: 60 }],
        addDisks: [{ sizeGib: 20 }],
      }),
    ).toEqual({
      hardware: {
        ...hardware(),
        cpus: 4,
        memory_mib: 8192,
        disks: [
          { ...hardware().disks[0], size_gib: 60 },
          hardware().disks[1],
          expect.objectContaining({
            label: 'disk2',
            controller: 'scsi',
            unit: 4,
            size_gib: 20,
            thin: true,
          }),
        ],
      },
      does: [
        'CPUs: 2 to 4.',
        'Memory: 4 GiB to 8 GiB.',
        "Disk disk0 grows from 40 GiB to 60 GiB. Its partitions and file systems are the guest's to grow.",
        "A new, empty disk disk2 of 20 GiB is added. Its file system and its mount point are the guest's to make: a guest is told what to mount at its first boot only.",
      ],
      restartsFor: ['memory hot add is off'],
      growsDisks: true,
      growth: { cpus: 2, memoryMib: 4096, diskGib: 40 },
    });
  });

  it.each<
    [
      string,
      Partial<ResizeInput>,
      HardwareVariables['hot_plug'] | undefined,
      string[],
    ]
  >([
    ['more CPUs with hot add', { cpus: 4 }, undefined, []],
    [
      'more CPUs without',
      { cpus: 4 },
      { cpu_add: false, cpu_remove: false, memory_add: false },
      ['CPU hot add is off'],
    ],
    ['fewer CPUs', { cpus: 1 }, undefined, ['CPU hot remove is off']],
    [
      'fewer CPUs with hot remove',
      { cpus: 1 },
      { cpu_add: true, cpu_remove: true, memory_add: true },
      [],
    ],
    [
      'more memory with hot add',
      { memoryMib: 8192 },
      { cpu_add: true, cpu_remove: true, memory_add: true },
      [],
    ],
    ['less memory', { memoryMib: 2048 }, undefined, ['memory is taken away']],
    [
      'a disk that grows',
      { disks: [{ label: 'disk1', sizeGib: 11 }] },
      undefined,
      [],
    ],
    ['a new disk', { addDisks: [{ sizeGib: 1 }] }, undefined, []],
  ])(
    'knows whether the machine restarts for %s',
    (_, asked, hotPlug, reasons) => {
      const before = hardware(hotPlug && { hot_plug: hotPlug });
      expect(plan(asked, before).restartsFor).toEqual(reasons);
    },
  );

  it.each<[string, Partial<ResizeInput>, HardwareVariables, RegExp]>([
    ['nothing', {}, hardware(), /Nothing would change/],
    [
      'what it has',
      { cpus: 2, memoryMib: 4096 },
      hardware(),
      /Nothing would change/,
    ],
    [
      'a smaller disk',
      { disks: [{ label: 'disk0', sizeGib: 39 }] },
      hardware(),
      /disk0 has 40 GiB and cannot shrink to 39 GiB/,
    ],
    [
      'a disk that it does not have',
      { disks: [{ label: 'disk9', sizeGib: 50 }] },
      hardware(),
      /no disk disk9.*disk0, disk1/,
    ],
    [
      'a disk twice',
      {
        disks: [
          { label: 'disk0', sizeGib: 50 },
          { label: 'disk0', sizeGib: 60 },
        ],
      },
      hardware(),
      /named twice/,
    ],
    [
      'too many CPUs',
      { cpus: 17 },
      hardware(),
      /CPUs: 17 is over the limit of 16/,
    ],
    [
      'memory off the step',
      { memoryMib: 4099 },
      hardware(),
      /multiple of 4 MiB/,
    ],
    [
      'too much disk',
      { addDisks: [{ sizeGib: 451 }] },
      hardware(),
      /501 GiB is over the limit of 500 GiB/,
    ],
    [
      'CPUs that do not fill their sockets',
      { cpus: 6 },
      hardware({ cpus: 4, cores_per_socket: 4 }),
      /multiple of 4 CPUs, not for 6/,
    ],
    [
      'a disk where there is no place',
      { addDisks: [{ sizeGib: 1 }] },
      hardware({
        disks: [{ label: 'disk0', controller: 'scsi', unit: 14, size_gib: 40 }],
      }),
      /no place for another disk/,
    ],
    [
      'a disk on a controller that takes no more',
      { addDisks: [{ sizeGib: 1 }] },
      hardware({
        disks: [{ label: 'disk0', controller: 'ide', unit: 0, size_gib: 40 }],
      }),
      /IDE controllers/,
    ],
  ])('refuses %s', (_, asked, before, words) => {
    expect(() => plan(asked, before)).toThrow(words);
  });

  it('lets a machine that has more than policy allows by now change something else', () => {
    const large = hardware({ cpus: 32 });
    expect(plan({ memoryMib: 8192 }, large).hardware.cpus).toBe(32);
    expect(() => plan({ cpus: 33 }, large)).toThrow(/over the limit/);
    expect(plan({ cpus: 8 }, large).hardware.cpus).toBe(8);
  });

  it('never shrinks a disk, never moves one, and gives each new one a label and a place of its own', () => {
    const disks = fc
      .uniqueArray(fc.integer({ min: 0, max: 9 }), {
        minLength: 1,
        maxLength: 5,
      })
      .map(units =>
        units
          .sort((a, b) => a - b)
          .map((unit, index) => ({
            label: `disk${index * 2}`,
            controller: 'scsi',
            unit,
            size_gib: 5 + unit,
          })),
      );
    fc.assert(
      fc.property(
        disks,
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 }),
        fc.integer({ min: 0, max: 20 }),
        (had, added, more) => {
          const before = hardware({ disks: had });
          const { hardware: after, growth } = planResize(
            before,
            resizeInput.parse({
              cpus: 4,
              disks: [{ label: had[0].label, sizeGib: had[0].size_gib + more }],
              addDisks: added.map(sizeGib => ({ sizeGib })),
            }),
            limits,
          );
          had.forEach((disk, index) => {
            const { size_gib, ...kept } = after.disks[index];
            expect(kept).toEqual({
              label: disk.label,
              controller: disk.controller,
              unit: disk.unit,
            });
            expect(size_gib).toBeGreaterThanOrEqual(disk.size_gib);
          });
          const distinct = (values: unknown[]) => new Set(values).size;
          expect(distinct(after.disks.map(disk => disk.label))).toBe(
            had.length + added.length,
          );
          expect(distinct(after.disks.map(disk => disk.unit))).toBe(
            had.length + added.length,
          );
          expect(growth.diskGib).toBe(diskGibOf(after) - diskGibOf(before));
        },
      ),
    );
  });
});
