#!/bin/sh
# The last step of the plan stage: prints what Backlot shows to the person who approves, and the
# digest and the commit that the approval binds. A plan that cannot be shown whole fails the stage.
set -eu

# What a log line and a request's page hold; the plan of one machine has some 10 kB.
most_characters=1000000

folder=$(dirname -- "$0")
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

refuse() {
  printf 'backlot-plan: refused: %s\n' "$1"
  exit 1
}

"$folder/show-plan.sh" "$work/plan.json"
shown=$("$folder/canonical-plan.sh" people "$work/plan.json" 2>"$work/error") || refuse "$(cat "$work/error")"
if [ "${#shown}" -gt "$most_characters" ]; then
  refuse "${#shown} characters are too many to be shown to the person who approves; $most_characters is the most"
fi
digest=$("$folder/plan-digest.sh" "$work/plan.json")
encoded=$(printf '%s' "$shown" | base64 | tr -d '\n')
printf 'backlot-plan-commit: %s\nbacklot-plan-digest: %s\nbacklot-plan: %s\n' "$HEAD_COMMIT" "$digest" "$encoded"
