#!/bin/sh
# The first step of the apply stage: asks Backlot whether the plan that is about to be applied is the
# approved one. Anything but a clear yes ends the run, and nothing is applied.
#
# The operator sets BACKLOT_URL (Backstage's backend, e.g. https://backstage.example.com) and
# BACKLOT_GATE_TOKEN; Atlantis sets the rest.
set -eu

: "${BACKLOT_URL:?must be set in the environment of Atlantis: where the backend of Backstage answers}"
: "${BACKLOT_GATE_TOKEN:?must be set in the environment of Atlantis: the token that Backstage expects from it}"

folder=$(dirname -- "$0")
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

"$folder/show-plan.sh" "$work/plan.json"
if ! digest=$("$folder/plan-digest.sh" "$work/plan.json" 2>"$work/error"); then
  printf 'backlot-gate: refused: %s\n' "$(cat "$work/error")"
  exit 1
fi

# The token goes by standard input: arguments can be read by every user of the computer.
if ! status=$(
  printf 'Authorization: Bearer %s\n' "$BACKLOT_GATE_TOKEN" |
    curl --silent --show-error --get --header @- \
      --max-time 30 --retry 5 --retry-connrefused --retry-max-time 60 \
      --output "$work/answer" --write-out '%{http_code}' \
      --data-urlencode "repository=$BASE_REPO_OWNER/$BASE_REPO_NAME" \
      --data-urlencode "pull=$PULL_NUM" \
      --data-urlencode "directory=$REPO_REL_DIR" \
      --data-urlencode "workspace=$WORKSPACE" \
      --data-urlencode "commit=$HEAD_COMMIT" \
      --data-urlencode "digest=$digest" \
      "${BACKLOT_URL%/}/api/vm-requests/v1/gate" 2>"$work/error"
); then
  printf 'backlot-gate: refused: Backlot could not be asked whether this plan is approved: %s\n' "$(cat "$work/error")"
  exit 1
fi

if [ "$status" != 204 ]; then
  message=$(jq -r '.error.message // empty' "$work/answer" 2>/dev/null | tr -d '[:cntrl:]')
  printf 'backlot-gate: refused: %s\n' "${message:-Backlot answered with status $status}"
  exit 1
fi
echo 'backlot-gate: approved'
