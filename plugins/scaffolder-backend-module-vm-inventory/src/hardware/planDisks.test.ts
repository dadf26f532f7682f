import * as fc from 'fast-check';
import { planDisks, totalBytes } from './planDisks';

const GIB = 1024 ** 3;

function template(...sizesGib: number[]) {
  return {
    name: 'rhel9',
    disks: sizesGib.map((size, index) => ({
      label: `Hard disk ${index + 1}`,
      sizeBytes: size * GIB,
      thin: index === 0,
    })),
  };
}

describe('planDisks', () => {
  it.each([
    ['the template as it is', {}, [40, 10]],
    ['a grown first disk', { disksGib: [60] }, [60, 10]],
    ['0 as the size of the template', { disksGib: [0, 20] }, [40, 20]],
    ['a further disk', { disksGib: [0, 0, 100] }, [40, 10, 100]],
    ['a total', { diskGib: 80 }, [70, 10]],
  ])('plans %s', (_, asked, sizes) => {
    expect(planDisks(template(40, 10), asked)).toEqual(
      sizes.map((size, index) => ({
        label: `disk${index}`,
        size_gib: size,
        thin: index !== 1,
      })),
    );
  });

  it('rounds a size that is not whole GiB up', () => {
    expect(planDisks(template(39.5), {})).toMatchObject([{ size_gib: 40 }]);
  });

  it.each([
    [template(40), { disksGib: [20] }, /has 40 GiB.*cannot have 20 GiB/],
    [template(40, 10), { diskGib: 45 }, /has 40 GiB.*cannot have 35 GiB/],
    [template(40), { disksGib: [0, 0] }, /Disk 2 is not the template's/],
    [template(), {}, /shows no disks/],
    [template(40), { disksGib: [40], diskGib: 40 }, /either/],
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
          const from = template(first, ...others);
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
});
