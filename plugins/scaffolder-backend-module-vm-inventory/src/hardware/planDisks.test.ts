import { HardwareDisk } from '@backlot/vsphere-templates';
import { exampleDisk } from '@backlot/vsphere-templates/testUtils';
import * as fc from 'fast-check';
import { planDisks, totalBytes } from './planDisks';

const GIB = 1024 ** 3;

function template(...disks: Partial<HardwareDisk>[]) {
  return { name: 'rhel9', hardware: { disks: disks.map(exampleDisk) } };
}

function sized(...sizesGib: number[]) {
  return template(
    ...sizesGib.map((size, unit) => ({ unit, sizeBytes: size * GIB })),
  );
}

describe('planDisks', () => {
  it.each([
    ['the template as it is', {}, [40, 10]],
    ['a grown first disk', { disksGib: [60] }, [60, 10]],
    ['0 as the size of the template', { disksGib: [0, 20] }, [40, 20]],
    ['a further disk', { disksGib: [0, 0, 100] }, [40, 10, 100]],
    ['a total', { diskGib: 80 }, [70, 10]],
  ])('plans %s', (_, asked, sizes) => {
    expect(planDisks(sized(40, 10), asked)).toMatchObject(
      sizes.map((size, index) => ({
        label: `disk${index}`,
        size_gib: size,
        unit: index,
      })),
    );
  });

  it('keeps what each disk of the template is', () => {
    const io = { limit: 500, reservation: 10 };
    const [disk] = planDisks(
      template({
        thin: false,
        eagerZeroed: true,
        mode: 'independent_persistent',
        sharing: 'sharingMultiWriter',
        writeThrough: true,
        io: { ...io, shareLevel: 'custom', shareCount: 700 },
      }),
      {},
    );
    expect(disk).toEqual({
      label: 'disk0',
      controller: 'scsi',
      unit: 0,
      size_gib: 40,
      thin: false,
      eager_zeroed: true,
      mode: 'independent_persistent',
      sharing: 'sharingMultiWriter',
      write_through: true,
      io: { ...io, share_level: 'custom', share_count: 700 },
    });
  });

  it('puts further disks behind the last of the template, on a controller more if need be', () => {
    const units = planDisks(template({}, { unit: 9 }, { bus: 1, unit: 14 }), {
      disksGib: [0, 0, 0, 10, 10],
    }).map(({ unit }) => unit);
    expect(units).toEqual([0, 9, 29, 30, 31]);
  });

  it('puts further disks on the same kind of controller', () => {
    expect(
      planDisks(template({ controller: 'sata' }), { disksGib: [0, 10] }),
    ).toMatchObject([
      { controller: 'sata', unit: 0 },
      { controller: 'sata', unit: 1 },
    ]);
  });

  it('rounds a size that is not whole GiB up', () => {
    expect(planDisks(sized(39.5), {})).toMatchObject([{ size_gib: 40 }]);
  });

  it.each([
    [sized(40), { disksGib: [20] }, /has 40 GiB.*cannot have 20 GiB/],
    [sized(40, 10), { diskGib: 45 }, /has 40 GiB.*cannot have 35 GiB/],
    [sized(40), { disksGib: [0, 0] }, /Disk 2 is not the template's/],
    [template(), {}, /shows no disks/],
    [sized(40), { disksGib: [40], diskGib: 40 }, /either/],
    [
      template({}, { bus: 3, unit: 14 }),
      { disksGib: [0, 0, 10] },
      /Disk 3 has no place/,
    ],
    [
      template({ controller: 'ide', unit: 1 }),
      { disksGib: [0, 10] },
      /Disk 2 has no place behind those of template 'rhel9', which are on IDE/,
    ],
  ])('refuses %#', (from, asked, message) => {
    expect(() => planDisks(from, asked)).toThrow(message);
  });

  it('never plans less than the template has, and a total exactly', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        sizes,
        fc.integer({ min: 0, max: 500 }),
        (first, others, more) => {
          const from = sized(first, ...others);
          const least = [first, ...others].reduce((sum, size) => sum + size);
          const planned = planDisks(from, { diskGib: least + more });

          expect(totalBytes(planned)).toBe((least + more) * GIB);
          planned.forEach(({ size_gib }, index) =>
            expect(size_gib).toBeGreaterThanOrEqual([first, ...others][index]),
          );
        },
      ),
    );
  });

  it('gives every disk a place of its own, the template’s in their order before the new ones', () => {
    const places = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: 5 }), (taken, further) => {
        const from = template(
          ...taken
            .sort((a, b) => a - b)
            .map(place => ({ bus: Math.floor(place / 15), unit: place % 15 })),
        );
        const asked = [...taken.map(() => 0), ...Array(further).fill(10)];
        const units = planDisks(from, { disksGib: asked }).map(
          ({ unit }) => unit,
        );
        expect(units.slice(0, taken.length)).toEqual(taken);
        expect([...units].sort((a, b) => a - b)).toEqual(units);
        expect(new Set(units).size).toBe(units.length);
      }),
    );
  });
});
