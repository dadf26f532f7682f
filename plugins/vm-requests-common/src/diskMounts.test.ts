import fc from 'fast-check';
import { mountPointProblem, resolveMounts } from './diskMounts';

const cloudInit = { mechanism: 'cloud-init', user: 'acme' };

const resolve = (
  extraDisks: Parameters<typeof resolveMounts>[0]['extraDisks'],
  change: Partial<Parameters<typeof resolveMounts>[1]> = {},
) =>
  resolveMounts(
    { blueprint: 'rhel9-vm', extraDisks },
    { blueprint: { disks: [] }, access: cloudInit, ...change },
  );

describe('mountPointProblem', () => {
  it.each([
    '/data',
    '/srv/data',
    '/home',
    '/opt/app-1.2',
    '/var/lib/pgsql',
    '/var/www',
    '/bootstrap',
  ])('takes %s', mountPoint => {
    expect(mountPointProblem(mountPoint)).toBeUndefined();
  });

  it.each<[string, RegExp]>([
    ['/', /template's own disk/],
    ['', /no mount point/],
    ['data', /no mount point/],
    ['/data/', /no mount point/],
    ['//data', /no mount point/],
    ['/data/../etc', /no mount point/],
    ['/data/.hidden', /no mount point/],
    ['/my data', /no mount point/],
    ["/data';reboot", /no mount point/],
    [`/${'a'.repeat(200)}`, /no mount point/],
    ['/var', /belongs to the guest's system/],
    ['/var/lib', /belongs to the guest's system/],
    ['/var/lib/cloud/data', /belongs to the guest's system/],
    ['/etc', /belongs to the guest's system/],
    ['/usr/local', /belongs to the guest's system/],
    ['/boot/efi', /belongs to the guest's system/],
  ])('refuses %s', (mountPoint, words) => {
    expect(mountPointProblem(mountPoint)).toMatch(words);
  });
});

describe('resolveMounts', () => {
  it('mounts what holds a mount point before what is in it', () => {
    expect(
      resolve([
        { sizeGib: 1, mountPoint: '/data/db/log', fileSystem: 'ext4' },
        { sizeGib: 2 },
        { sizeGib: 3, mountPoint: '/data' },
        { sizeGib: 4, mountPoint: '/data/db' },
      ]),
    ).toEqual({
      mounts: [
        { disk: 3, mountPoint: '/data', fileSystem: 'xfs' },
        { disk: 4, mountPoint: '/data/db', fileSystem: 'xfs' },
        { disk: 1, mountPoint: '/data/db/log', fileSystem: 'ext4' },
      ],
      problems: [],
    });
  });

  it('counts the disks of the blueprint first', () => {
    const blueprint = { disks: [{ sizeGib: 1, mountPoint: '/opt/app' }] };
    expect(
      resolve([{ sizeGib: 1, mountPoint: '/data' }], { blueprint }).mounts,
    ).toMatchObject([
      { disk: 2, mountPoint: '/data' },
      { disk: 1, mountPoint: '/opt/app' },
    ]);
    expect(
      resolve([{ sizeGib: 1, mountPoint: '/opt/app' }], { blueprint }).problems,
    ).toEqual(["Disk 3: /opt/app is another disk's already."]);
  });

  it('leaves disks of the template alone, as far as it knows them', () => {
    const disks = [{ sizeGib: 1, mountPoint: '/data' }];
    expect(resolve(disks, { templateDisks: 1 }).problems).toEqual([]);
    expect(resolve(disks, { templateDisks: 2 }).problems).toEqual([
      expect.stringMatching(/Disk 2 is the template's own, which has 2 disks/),
    ]);
  });

  it('refuses mount points where cloud-init does not run', () => {
    expect(
      resolve([{ sizeGib: 1, mountPoint: '/data' }], {
        access: { mechanism: 'sysprep', user: 'Administrator' },
      }).problems,
    ).toEqual([expect.stringMatching(/mount no disks by themselves/)]);
  });

  it('refuses a file system without a mount point', () => {
    expect(resolve([{ sizeGib: 1, fileSystem: 'xfs' }]).problems).toEqual([
      'Disk 2 has a file system, but no mount point.',
    ]);
  });

  it('never mounts over what it has mounted before', () => {
    const mountPoints = fc.array(
      fc
        .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
        .map(parts => `/data/${parts.join('/')}`),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(mountPoints, all => {
        const { mounts } = resolve(
          all.map(mountPoint => ({ sizeGib: 1, mountPoint })),
        );
        expect(mounts).toHaveLength(all.length);
        mounts.forEach(({ mountPoint }, index) => {
          const before = mounts.slice(0, index);
          expect(
            before.filter(each => each.mountPoint.startsWith(`${mountPoint}/`)),
          ).toEqual([]);
        });
      }),
    );
  });
});
