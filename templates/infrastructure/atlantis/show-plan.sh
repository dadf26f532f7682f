#!/bin/sh
# Writes the plan of this Atlantis run as JSON to the named file, which only its owner may read:
# unlike what Atlantis prints, it holds sensitive values.
#
#   show-plan.sh <file>
#
# Atlantis sets PLANFILE and ATLANTIS_TERRAFORM_VERSION.
set -eu

terraform=${ATLANTIS_TERRAFORM_DISTRIBUTION:-terraform}
versioned=$terraform${ATLANTIS_TERRAFORM_VERSION:-}
if command -v "$versioned" >/dev/null 2>&1; then
  terraform=$versioned
fi
umask 077
"$terraform" show -json "$PLANFILE" >"$1"
