#!/bin/sh
# Prints the digest of a plan: sha256:<64 hexadecimal digits>.
#
#   plan-digest.sh <plan as JSON, from `terraform show -json`>
set -eu

folder=$(dirname -- "$0")
canonical=$(jq -cSj --arg for digest -f "$folder/canonical-plan.jq" "$1")
sum=$(printf '%s' "$canonical" | sha256sum)
printf 'sha256:%s\n' "${sum%% *}"
