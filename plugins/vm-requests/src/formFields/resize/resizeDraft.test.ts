import fc from 'fast-check';
import { webMachine } from '../../__testUtils__/machines';
import {
  changeOf,
  draftOf,
  listProblems,
  offerSizes,
  problemsOf,
  ResizeDraft,
  withDisk,
} from './resizeDraft';

const now = {
  cpus: 2,
  memoryMib: 4096,
  disks: [
    { label: 'disk0', sizeGib: 40 },
    { label: 'data', sizeGib: 100 },
  ],
};
const asIs = draftOf(now, undefined);

const anyHardware = fc.record({
  cpus: fc.integer({ min: 1, max: 64 }),
  memoryMib: fc.integer({ min: 1, max: 4096 }).map(steps => steps * 4),
  disks: fc.uniqueArray(
    fc.record({
      label: fc.constantFrom('disk0', 'disk1', 'data', 'logs'),
      sizeGib: fc.integer({ min: 1, max: 1000 }),
    }),
    { selector: ({ label }) => label, minLength: 1 },
  ),
});

describe('changeOf', () => {
  it('is nothing where nothing is changed', () => {
    expect(changeOf(now, asIs)).toEqual({});
    expect(changeOf(now, draftOf(now, { disks: [], addDisks: [] }))).toEqual(
      {},
    );
  });

  it('names only what changes', () => {
    const draft = withDisk({ ...asIs, cpus: 4 }, 10);

    expect(changeOf(now, draft)).toEqual({
      cpus: 4,
      addDisks: [{ sizeGib: 10 }],
    });
    expect(
      changeOf(now, {
        ...asIs,
        disks: [now.disks[0], { label: 'data', sizeGib: 200 }],
      }),
    ).toEqual({ disks: [{ label: 'data', sizeGib: 200 }] });
  });

  it('leaves out what cannot be asked for', () => {
    const draft: ResizeDraft = {
      cpus: 0,
      memoryMib: 1536,
      disks: [{ label: 'disk0', sizeGib: 20 }, now.disks[1]],
      addDisks: [{ key: 0, sizeGib: Number.NaN }],
    };

    expect(changeOf(now, draft)).toEqual({});
    expect(listProblems(problemsOf(now, draft))).toEqual([
      'CPUs: at least 1.',
      'Memory: enter a whole number.',
      'Disk disk0: at least 40 GiB, because a disk cannot shrink.',
      'New disk: enter a whole number.',
    ]);
  });

  it('has nothing against what a machine has, whatever that is', () => {
    fc.assert(
      fc.property(anyHardware, hardware => {
        const draft = draftOf(hardware, undefined);
        expect(listProblems(problemsOf(hardware, draft))).toEqual([]);
        expect(changeOf(hardware, draft)).toEqual({});
      }),
    );
  });

  it('comes to the same change again from its own draft', () => {
    fc.assert(
      fc.property(
        anyHardware,
        anyHardware,
        fc.array(fc.record({ sizeGib: fc.integer({ min: -1, max: 99 }) })),
        (hardware, other, addDisks) => {
          const change = changeOf(
            hardware,
            draftOf(hardware, { ...other, addDisks }),
          );
          expect(changeOf(hardware, draftOf(hardware, change))).toEqual(change);
        },
      ),
    );
  });
});

describe('withDisk', () => {
  it('gives each disk a key of its own, also after one was removed', () => {
    const two = withDisk(withDisk(asIs, 10), 20);
    const [, second] = two.addDisks;
    const { addDisks } = withDisk({ ...two, addDisks: [second] }, 30);

    expect(new Set(addDisks.map(({ key }) => key)).size).toBe(2);
    expect(addDisks.map(({ sizeGib }) => sizeGib)).toEqual([20, 30]);
  });
});

describe('offerSizes', () => {
  const { sizes, limits } = webMachine;
  const hardware = webMachine.hardware!;

  it('offers the sizes that fit, but not the one that the machine has', () => {
    const offered = offerSizes(hardware, { sizes, limits });

    expect(offered.map(({ label }) => label)).toEqual([
      'Medium – 4 CPUs, 8 GiB memory, 80 GiB disk',
    ]);
    expect(
      changeOf(hardware, offered[0].apply(draftOf(hardware, undefined))),
    ).toEqual({
      cpus: 4,
      memoryMib: 8192,
      disks: [{ label: 'disk0', sizeGib: 80 }],
    });
  });

  it('never makes a disk smaller', () => {
    const large = { ...hardware, disks: [{ label: 'disk0', sizeGib: 160 }] };
    const [medium] = offerSizes(large, { sizes, limits });

    expect(medium.label).toBe('Medium – 4 CPUs, 8 GiB memory');
    expect(
      changeOf(large, medium.apply(draftOf(large, undefined))),
    ).not.toHaveProperty('disks');
  });

  it('offers none that the disks together would be too large for', () => {
    const full = {
      ...hardware,
      disks: [...hardware.disks, { label: 'data', sizeGib: 150 }],
    };

    expect(offerSizes(full, { sizes, limits })).toEqual([]);
  });
});
