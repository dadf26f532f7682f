#!/bin/sh
# Prints the digest of a plan: sha256:<64 hexadecimal digits>.
#
#   plan-digest.sh <plan as JSON, from `terraform show -json`>
set -eu

folder=$(dirname -- "$0")
canonical=$("$folder/canonical-plan.sh" digest "$1")
sum=$(printf '%s' "$canonical" | sha256sum)
printf 'sha256:%s\n' "${sum%% *}"
