# Maven 3.8 or newer, the system's or Debian's.
# shellcheck shell=bash

need_maven() {
  if ! command -v mvn >/dev/null; then need_packages Maven maven; fi
}

# maven ARGUMENT… runs in the checkout, never asks and prints no download bar.
maven() {
  (cd "$KEFU_HOME" && mvn -B -ntp "$@")
}
