import {
  mkdir,
  mkdtemp,
  open,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { infrastructureTemplate } from '../locations';
import { runCommand } from '../runCommand';

const script = join(
  infrastructureTemplate,
  'modules',
  'rhel9-vm',
  'mountDisk.sh',
);
const uuid = '8849d61d-6f8b-51ef-ad60-ac7a4e56dcbc';
const mib = 1024 ** 2;

/** A guest whose disks are files, with the file systems' own tools; nothing is mounted. */
class Guest {
  readonly #folder: string;

  static async boot(folder: string): Promise<Guest> {
    const guest = new Guest(await mkdtemp(join(folder, 'guest-')));
    for (const name of ['by-path', 'bin', 'mnt']) {
      await mkdir(guest.#at(name));
    }
    await writeFile(guest.#at('fstab'), 'UUID=root / xfs defaults 0 0\n');
    const stubs = {
      mountpoint: 'exit 1',
      mount: `echo "$1" >>${guest.#at('mounted')}`,
      udevadm: '',
      systemctl: '',
      restorecon: '',
      'mkfs.xfs': `echo "$*" >>${guest.#at('xfs')}`,
    };
    for (const [name, body] of Object.entries(stubs)) {
      await writeFile(guest.#at('bin', name), `#!/bin/sh\n${body}\n`, {
        mode: 0o755,
      });
    }
    return guest;
  }

  private constructor(folder: string) {
    this.#folder = folder;
  }

  #at(...names: string[]): string {
    return join(this.#folder, ...names);
  }

  /** Attaches an empty disk at a target of a controller. */
  async attach(target: number, controller = '0000:03:00.0'): Promise<string> {
    const disk = this.#at('by-path', `pci-${controller}-scsi-0:0:${target}:0`);
    const file = await open(disk, 'w');
    await file.truncate(64 * mib);
    await file.close();
    return disk;
  }

  /** Runs the script as cloud-init does. */
  async run(target: number, path: string, type: string): Promise<string> {
    const text = (await readFile(script, 'utf8'))
      .replaceAll('/dev/disk/by-path', this.#at('by-path'))
      .replaceAll('/etc/fstab', this.#at('fstab'));
    return runCommand(
      'sh',
      ['-c', text, 'mountDisk', String(target), uuid, this.mnt(path), type],
      {
        cwd: this.#folder,
        env: {
          ...process.env,
          PATH: `${this.#at('bin')}:${process.env.PATH}:/usr/sbin:/sbin`,
        },
      },
    );
  }

  mnt(path: string): string {
    return this.#at('mnt', path);
  }

  async read(name: 'fstab' | 'mounted' | 'xfs'): Promise<string[]> {
    const text = await readFile(this.#at(name), 'utf8');
    return text.split('\n').filter(Boolean);
  }
}

describe('mountDisk.sh', () => {
  let folder: string;
  let guest: Guest;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backlot-disks-'));
    guest = await Guest.boot(folder);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const uuidOf = async (disk: string) =>
    (
      await runCommand('blkid', ['-p', '-s', 'UUID', '-o', 'value', disk], {
        env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
      })
    ).trim();

  it('formats an empty disk, and mounts it from then on, however often it runs', async () => {
    const disk = await guest.attach(1);
    await guest.run(1, 'data', 'ext4');
    expect(await uuidOf(disk)).toBe(uuid);
    await writeFile(guest.mnt('data/kept'), 'as it was');
    const before = await readFile(disk);

    await guest.run(1, 'data', 'ext4');

    expect(await guest.read('fstab')).toEqual([
      'UUID=root / xfs defaults 0 0',
      `UUID=${uuid} ${guest.mnt(
        'data',
      )} ext4 defaults,nofail,x-systemd.device-timeout=30s 0 2`,
    ]);
    expect(await guest.read('mounted')).toEqual([
      guest.mnt('data'),
      guest.mnt('data'),
    ]);
    expect((await readFile(disk)).equals(before)).toBe(true);
  });

  it('asks for an XFS with the UUID that fstab names', async () => {
    const disk = await guest.attach(8);
    await guest.run(8, 'data', 'xfs');
    expect(await guest.read('xfs')).toEqual([`-q -m uuid=${uuid} ${disk}`]);
  });

  it('takes the disk at its place, and no partition of it, whichever came first', async () => {
    const [other, wanted] = [await guest.attach(2), await guest.attach(1)];
    await symlink(wanted, `${wanted}-part1`);
    await guest.run(1, 'data', 'ext4');
    expect(await uuidOf(wanted)).toBe(uuid);
    await expect(uuidOf(other)).rejects.toThrow();
  });

  it.each<[string, (disk: string) => Promise<unknown>, RegExp]>([
    [
      'a file system',
      disk => runCommand('/usr/sbin/mkfs.ext4', ['-q', disk]),
      /has data on it, and stays as it is/,
    ],
    [
      'a partition table',
      async disk => {
        const file = await open(disk, 'r+');
        await file.write(Buffer.from([0x55, 0xaa]), 0, 2, 510);
        await file.write(
          Buffer.from([0x83, 0, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0]),
          0,
          12,
          450,
        );
        await file.close();
      },
      /stays as it is/,
    ],
    [
      'data that no tool knows',
      async disk => {
        const file = await open(disk, 'r+');
        await file.write(Buffer.from('raw'), 0, 3, 9 * mib);
        await file.close();
      },
      /is not empty, and stays as it is/,
    ],
  ])('leaves a disk with %s as it is', async (_, write, words) => {
    const disk = await guest.attach(1);
    await write(disk);
    const before = await readFile(disk);
    await expect(guest.run(1, 'data', 'ext4')).rejects.toThrow(words);
    expect((await readFile(disk)).equals(before)).toBe(true);
    expect(await guest.read('fstab')).toHaveLength(1);
  });

  it('says when there is no such disk, and when there are several', async () => {
    await expect(guest.run(1, 'data', 'ext4')).rejects.toThrow(
      /there is no disk at target 1/,
    );
    await guest.attach(1);
    await guest.attach(1, '0000:04:00.0');
    await expect(guest.run(1, 'data', 'ext4')).rejects.toThrow(
      /several SCSI controllers/,
    );
    expect(await guest.read('fstab')).toHaveLength(1);
  });
});
