# Ahead-of-time caches (JEP 483, 514, 515): Java runs once and remembers what it loaded, linked and ran often, one cache for the
# server and one for the short commands. Starting works without them, only slower; so a failure here stops nothing.
# shellcheck shell=bash

train() {
  [[ -z ${KEFU_NO_TRAINING:-} ]] || return 0
  try_step "training the start of the server and of the commands" _train
  ((STEP_CODE == 0)) || say "going on: Kefu starts more slowly without"
}

_train() { TMPDIR=$KEFU_HOME/target "$KEFU_DIST/bin/kefu-train"; }
