import fc from 'fast-check';
import { resolveHardware, totalDiskGib } from './hardware';
import { policySizeSchema } from './policy';

const environment = {
  sizes: {
    small: { title: 'Small', cpus: 2, memoryMib: 4096, diskGib: 0 },
    large: { title: 'Large', cpus: 8, memoryMib: 16384, diskGib: 160 },
  },
  limits: { cpus: 8, memoryMib: 16384, diskGib: 200 },
};

describe('totalDiskGib', () => {
  it.each([
    ['the disks that were asked for', [80, 20], [], 100],
    ['the template’s for a disk that keeps its size', [0, 20], [40], 60],
    ['a disk that is larger than the template’s', [80, 20], [40], 100],
    ['further disks of the template', [0], [40, 10], 50],
    ['nothing for a template that is not known', [0, 20], [], 20],
  ])('counts %s', (_, disksGib, template, total) => {
    const hardware = { cpus: 2, memoryMib: 4096, disksGib };
    expect(totalDiskGib(hardware, template)).toBe(total);
  });
});

const blueprint = { disks: [] };

describe('resolveHardware', () => {
  it('takes the sizes and further disks of the blueprint', () => {
    const sizes = { one: { title: 'One', cpus: 1, memoryMib: 8, diskGib: 60 } };
    const own = { sizes, disks: [{ sizeGib: 5 }] };

    expect(
      resolveHardware(environment, own, {
        size: 'one',
        extraDisks: [{ sizeGib: 7 }],
      }).hardware,
    ).toEqual({ cpus: 1, memoryMib: 8, disksGib: [60, 5, 7] });
    expect(
      resolveHardware(environment, own, { size: 'small', extraDisks: [] })
        .problems,
    ).toEqual(['There is no size small; the sizes are one, custom.']);
  });

  it('holds the disks of the template against the limit', () => {
    const spec = { size: 'small', extraDisks: [{ sizeGib: 170 }] };

    expect(
      resolveHardware(environment, blueprint, spec, [30]).problems,
    ).toEqual([]);
    expect(resolveHardware(environment, blueprint, spec, [40])).toEqual({
      hardware: { cpus: 2, memoryMib: 4096, disksGib: [0, 170] },
      problems: [
        'Disks: 210 GiB is over the limit of 200 GiB of this environment.',
      ],
    });
  });

  it('allows no more of a larger template', () => {
    const sizes = fc.array(fc.nat({ max: 300 }), { maxLength: 3 });
    fc.assert(
      fc.property(sizes, fc.nat({ max: 300 }), (template, extra) => {
        const spec = {
          size: 'small',
          extraDisks: extra > 0 ? [{ sizeGib: extra }] : [],
        };
        const problems = (own: number[]) =>
          resolveHardware(environment, blueprint, spec, own).problems.length;
        const larger = template.map(size => size + 1);
        expect(problems(larger)).toBeGreaterThanOrEqual(problems(template));
      }),
    );
  });

  it('gives memory in steps of 4 MiB only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16384 }), memoryMib => {
        const { problems } = resolveHardware(environment, blueprint, {
          size: 'custom',
          custom: { cpus: 2, memoryMib, diskGib: 0 },
          extraDisks: [],
        });
        const next = Math.ceil(memoryMib / 4) * 4;
        expect(problems).toEqual(
          memoryMib === next
            ? []
            : [
                `Memory: ${memoryMib} MiB is not a multiple of 4 MiB. The next that can be given is ${next} MiB.`,
              ],
        );
      }),
    );
    expect(
      policySizeSchema.safeParse({ title: 'Odd', cpus: 1, memoryMib: 4097 })
        .error?.issues[0].message,
    ).toBe('Memory is given in steps of 4 MiB');
  });

  it('says which sizes there are', () => {
    expect(
      resolveHardware(environment, blueprint, { size: 'huge', extraDisks: [] })
        .problems,
    ).toEqual(['There is no size huge; the sizes are small, large, custom.']);
  });
});
