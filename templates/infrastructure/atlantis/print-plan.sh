#!/bin/sh
# The last step of the plan stage: prints what Backlot shows to the person who approves, and the
# digest and the commit that the approval binds.
set -eu

folder=$(dirname -- "$0")
plan=$(mktemp)
trap 'rm -f -- "$plan"' EXIT
"$folder/show-plan.sh" "$plan"

digest=$("$folder/plan-digest.sh" "$plan")
shown=$(jq -cSj --arg for people -f "$folder/canonical-plan.jq" "$plan")
encoded=$(printf '%s' "$shown" | base64 | tr -d '\n')
printf 'backlot-plan-commit: %s\nbacklot-plan-digest: %s\nbacklot-plan: %s\n' "$HEAD_COMMIT" "$digest" "$encoded"
