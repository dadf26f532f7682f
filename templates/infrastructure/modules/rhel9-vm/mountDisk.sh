# Formats an empty disk, and mounts it from now on. Run by cloud-init, with these arguments:
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
