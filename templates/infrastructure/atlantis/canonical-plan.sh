#!/bin/sh
# Prints the canonical form of a plan. Where there is none it says why on standard error, and fails.
#
#   canonical-plan.sh digest|people <plan as JSON, from `terraform show -json`>
set -eu

folder=$(dirname -- "$0")
pair='[9007199254740992,9007199254740993]'
if [ "$(printf '%s' "$pair" | jq -c unique)" != "$pair" ]; then
  LC_ALL=C awk -f "$folder/exact-numbers.awk" "$2" >&2
fi

canonical=$(jq -cSj --arg for "$1" -f "$folder/canonical-plan.jq" "$2")
if [ -z "$canonical" ]; then
  echo 'there is no plan in this file' >&2
  exit 1
fi
printf '%s' "$canonical"
