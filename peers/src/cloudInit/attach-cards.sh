#!/bin/sh
# Runs a command on a computer that has these network cards and no others:
#   attach-cards.sh ens192=00:50:56:00:00:01 … -- command …
# It needs namespaces of its own for network and mounts.
set -eu
mount -t sysfs sysfs /sys
while [ "$1" != -- ]; do
  ip link add "${1%%=*}" address "${1#*=}" type veth peer name "far-${1%%=*}"
  shift
done
shift
exec "$@"
