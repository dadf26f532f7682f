import { createHash } from 'node:crypto';
import { Variables } from './variables';

/** The module's `mountDisk.sh`. */
export const mountDiskScript = `# Formats an empty disk, and mounts it from now on. Run by cloud-init, with these arguments:
target=$1 uuid=$2 path=$3 type=$4
set -eu

fail() {
  echo "mountDisk: $path is not mounted: $1" >&2
  exit 1
}

command -v udevadm >/dev/null && udevadm settle
# The first SCSI controller; partitions have a name of their own there.
set -- /dev/disk/by-path/*-scsi-0:0:"$target":0
disk=$1
[ -e "$disk" ] || fail "there is no disk at target $target of a SCSI controller"
[ $# -eq 1 ] || fail "several SCSI controllers have a disk at target $target"

if [ "$(blkid -p -s UUID -o value "$disk" || true)" != "$uuid" ]; then
  # Nothing that can be known, and nothing at all where whatever it is begins.
  [ -z "$(wipefs --no-act --noheadings "$disk")" ] || fail "$disk has data on it, and stays as it is"
  cmp -s -n 16777216 "$disk" /dev/zero || fail "$disk is not empty, and stays as it is"
  case $type in
  xfs) mkfs.xfs -q -m uuid="$uuid" "$disk" ;;
  ext4) mkfs.ext4 -q -U "$uuid" "$disk" </dev/null ;;
  esac
fi

mkdir -p "$path"
grep -q "^UUID=$uuid " /etc/fstab ||
  echo "UUID=$uuid $path $type defaults,nofail,x-systemd.device-timeout=30s 0 2" >>/etc/fstab
command -v systemctl >/dev/null && systemctl daemon-reload
mountpoint -q "$path" || mount "$path"
command -v restorecon >/dev/null && restorecon "$path"
exit 0
`;

/** Of those on a SCSI controller; it is the controller's own. */
const ownPlace = 7;

/** RFC 4122's namespace of domain names. */
const dnsNamespace = '6ba7b8109dad11d180b400c04fd430c8';

/** Terraform's `uuidv5("dns", name)`. */
export function uuidOfDnsName(name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(dnsNamespace, 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6] % 16) + 0x50;
  bytes[8] = (bytes[8] % 64) + 0x80;
  return bytes
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/**
 * What cloud-init runs at boot so that disks are mounted.
 *
 * @param fqdn - of the machine
 */
export function diskCommands(variables: Variables, fqdn: string): string[][] {
  const { hardware, mounts } = variables;
  return mounts.map(({ disk: label, path, file_system }) => {
    const unit = hardware.disks.find(disk => disk.label === label)?.unit;
    return [
      'cloud-init-per',
      'instance',
      `backlot-${label}`,
      'sh',
      '-c',
      mountDiskScript,
      'mountDisk',
      unit === undefined ? '' : String(unit < ownPlace ? unit : unit + 1),
      uuidOfDnsName(`${label}.${fqdn}`),
      path,
      file_system,
    ];
  });
}
