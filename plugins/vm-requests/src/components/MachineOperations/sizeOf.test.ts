import { sizeOf } from './sizeOf';

describe('sizeOf', () => {
  it('says the sizes of a machine as people do', () => {
    expect(
      sizeOf({
        cpus: 1,
        memoryMib: 4096,
        disks: [
          { label: 'disk0', sizeGib: 40 },
          { label: 'disk1', sizeGib: 10 },
        ],
      }),
    ).toBe('1 CPU, 4 GiB memory, 40 GiB + 10 GiB disk');
  });
});
