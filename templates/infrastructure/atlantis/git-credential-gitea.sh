#!/bin/sh
# A git credential helper for the Gitea that Atlantis works with, so that `terraform init` can fetch
# modules from private repositories. (Atlantis' own --write-git-creds writes an entry that git can't
# use when the forge is Gitea.) In the .gitconfig of Atlantis' user:
#
#   [credential "https://git.example.com"]
#     helper = /etc/atlantis/backlot/git-credential-gitea.sh
set -eu

if [ "${1:-}" = get ]; then
  printf 'username=%s\npassword=%s\n' "$ATLANTIS_GITEA_USER" "$ATLANTIS_GITEA_TOKEN"
fi
