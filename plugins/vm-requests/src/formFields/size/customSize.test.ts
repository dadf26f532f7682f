import fc from 'fast-check';
import { resolveHardware } from '@backlot/plugin-vm-requests-common';
import { production } from '../../__testUtils__/company';
import {
  customSizeProblems,
  firstCustomSize,
  listProblems,
} from './customSize';

const limits = { cpus: 4, memoryMib: 8192, diskGib: 100 };

describe('customSizeProblems', () => {
  it.each([
    [firstCustomSize, []],
    [{ ...firstCustomSize, cpus: 4, memoryMib: 8192, diskGib: 100 }, []],
    [{ ...firstCustomSize, cpus: 0 }, ['CPUs: at least 1.']],
    [{ ...firstCustomSize, cpus: 1.5 }, ['CPUs: enter a whole number.']],
    [{ ...firstCustomSize, cpus: 5 }, ['CPUs: 5 is over the limit of 4.']],
    [
      { ...firstCustomSize, memoryMib: 9216 },
      ['Memory: 9 GiB is over the limit of 8 GiB.'],
    ],
    [
      { ...firstCustomSize, memoryMib: 4097 },
      ['Memory: enter a whole number.'],
    ],
    [{ ...firstCustomSize, diskGib: -1 }, ['First disk: at least 0 GiB.']],
    [
      { cpus: 9, memoryMib: 0, diskGib: 101 },
      [
        'CPUs: 9 is over the limit of 4.',
        'Memory: at least 1 GiB.',
        'First disk: 101 GiB is over the limit of 100 GiB.',
      ],
    ],
  ])('says of %o: %o', (size, problems) => {
    expect(listProblems(customSizeProblems(size, limits))).toEqual(problems);
  });

  it('lets nothing through that the ledger would refuse', () => {
    const environment = { ...production, limits };
    fc.assert(
      fc.property(
        fc.record({
          cpus: fc.integer({ min: 1, max: 8 }),
          // What the form itself did not write, in steps of 4 MiB or not.
          memoryMib: fc.oneof(
            fc.integer({ min: 1, max: 16 }).map(gib => gib * 1024),
            fc.integer({ min: 1, max: 16 * 1024 }),
          ),
          diskGib: fc.integer({ min: 0, max: 200 }),
        }),
        custom => {
          const { problems } = resolveHardware(
            environment,
            { disks: [] },
            { size: 'custom', custom, extraDisks: [] },
          );
          const ours = listProblems(customSizeProblems(custom, limits));
          // What the form itself did not write it may refuse, too.
          const isOffStep = custom.memoryMib % 1024 !== 0;
          expect(ours.length > 0).toBe(
            problems.length > 0 || (isOffStep && ours.length > 0),
          );
        },
      ),
    );
  });
});
