# Ahead-of-time caches (JEP 483, 514): Java runs once and remembers what it loaded and linked, one cache for the server
# and one for the short commands. Starting works without them, only slower; so a failure here stops nothing.
# shellcheck shell=bash

train() {
  [[ -z ${KEFU_NO_TRAINING:-} ]] || return 0
  try_step "training the start of the server and of the commands" _train
  ((STEP_CODE == 0)) || say "going on: Kefu starts more slowly without"
}

_train() {
  local data pid code=0
  data=$(mktemp -d "$KEFU_HOME/target/training.XXXXXX")
  # A server of its own, on free ports and with its own data.
  KEFU_TRAINING=1 KEFU_ADMIN_PASSWORD=$_TRAINING_PASSWORD \
    "$KEFU_DIST/bin/kefuctl" up --data "$data" --port 0 --admin-port 0 &
  pid=$!
  _train_server "$data" "$pid" || code=$?
  # With no server to ask it still loads most of what it needs.
  KEFU_TRAINING=1 "$KEFU_DIST/bin/kefuctl" status --data "$data" || true
  kill -TERM "$pid" 2>/dev/null || true
  wait "$pid" || true
  rm -rf "$data"
  # For whoever may run it; the server keeps what it writes to its owner.
  chmod a+r "$KEFU_DIST"/lib/*.aot
  ls -l "$KEFU_DIST"/lib/*.aot
  return "$code"
}

# A server that lives for a minute on this machine's loopback needs no secret.
_TRAINING_PASSWORD=trained-only-here

# A visitor and an agent come and go, so that the classes behind their requests are known too.
_train_server() {
  local data=$1 pid=$2 url waited=0
  while [[ ! -s $data/run.json ]]; do
    kill -0 "$pid" 2>/dev/null && ((waited++ < 1200)) || return 1
    sleep 0.1
  done
  url=$(sed -n 's/.*"public_url" *: *"\([^"]*\)".*/\1/p' "$data/run.json")
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 "$KEFU_HOME/bin/lib/TrainingVisit.java" "$url" "$_TRAINING_PASSWORD"
}
