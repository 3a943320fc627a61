# The launcher of a distribution, over a Java that only notes what it was given and behaves as it is told.
# shellcheck shell=bash

distribution() {
  mkdir -p dist/{bin,lib,conf,runtime/bin} data
  cp "$KEFU_HOME/bin/launcher/kefuctl" dist/bin/
  cp "$KEFU_HOME"/bin/launcher/*.options dist/conf/
  printf 'JAVA_VERSION="25.0.3"\n' >dist/runtime/release
  cat >dist/runtime/bin/java <<'JAVA'
#!/usr/bin/env bash
printf '%s\n' "$*" >>arguments
printf '%s\n' "supervised=${KEFU_SUPERVISED:-} restarted=${KEFU_RESTARTED_RUN_JSON:-}" >>environment
trap 'printf drained >drained; exit "${ENDS_WITH:-0}"' TERM
printf '%s' $$ >data/pid
# The end of the supervisor's pipe ends the server, as it does the real one.
while :; do
  if read -r -t 0.05; then :; elif (($? <= 128)); then printf orphaned >orphaned; exit 0; fi
done
JAVA
  chmod +x dist/runtime/bin/java
}

up() {
  dist/bin/kefuctl up --data data &
  supervisor=$!
  until_true 10 test -s data/pid
}

gone() { ! kill -0 "$1" 2>/dev/null; }

test_sigterm_reaches_the_server_and_its_exit_code_comes_back() {
  distribution
  export ENDS_WITH=42
  up
  kill -TERM "$supervisor"
  code=0
  wait "$supervisor" || code=$?
  same 42 "$code"
  same drained "$(cat drained)"
}

test_a_drained_server_ends_with_zero() {
  distribution
  up
  kill -TERM "$supervisor"
  wait "$supervisor"
}

test_a_killed_server_is_not_started_again() {
  distribution
  up
  kill -KILL "$(cat data/pid)"
  code=0
  wait "$supervisor" || code=$?
  same 137 "$code"
  same 1 "$(wc -l <arguments)"
}

test_a_server_that_the_demo_page_killed_is_started_again_once_and_told_of_its_last_run() {
  distribution
  up
  first=$(cat data/pid)
  rm data/pid
  : >data/demo-kill
  kill -KILL "$first"
  until_true 10 test -s data/pid
  same 'supervised=1 restarted=data/run.json' "$(tail -n 1 environment)"
  until_true 10 test ! -e data/demo-kill
  kill -KILL "$(cat data/pid)"
  code=0
  wait "$supervisor" || code=$?
  same 137 "$code"
  same 2 "$(wc -l <arguments)"
}

test_a_marker_from_an_earlier_run_starts_nothing() {
  distribution
  : >data/demo-kill
  up
  kill -KILL "$(cat data/pid)"
  code=0
  wait "$supervisor" || code=$?
  same 137 "$code"
}

test_a_killed_supervisor_leaves_no_server_behind() {
  distribution
  up
  kill -KILL "$supervisor"
  until_true 10 test -s orphaned
  until_true 10 gone "$(cat data/pid)"
}

test_the_data_directory_may_be_given_in_either_form() {
  distribution
  dist/bin/kefuctl up --data=data &
  supervisor=$!
  until_true 10 test -s data/pid
  : >data/demo-kill
  first=$(cat data/pid)
  rm data/pid
  kill -KILL "$first"
  until_true 10 test -s data/pid
  kill -TERM "$supervisor"
  wait "$supervisor"
}

test_help_needs_no_supervisor() {
  distribution
  dist/bin/kefuctl up --help </dev/null
  same 'supervised= restarted=' "$(cat environment)"
}

test_a_java_that_is_too_old_is_refused_with_the_remedy() {
  distribution
  printf 'JAVA_VERSION="17.0.15"\n' >dist/runtime/release
  code=0
  message=$(dist/bin/kefuctl version 2>&1) || code=$?
  same 1 "$code"
  [[ $message == *'Set JAVA_HOME'* ]]
}

test_a_cache_for_quicker_starts_is_used_when_there_is_one() {
  distribution
  dist/bin/kefuctl version </dev/null
  : >dist/lib/command.aot
  dist/bin/kefuctl version </dev/null
  [[ $(head -n 1 arguments) != *AOTCache* ]]
  [[ $(tail -n 1 arguments) == *-XX:AOTCache=*command.aot* ]]
}

test_commands_that_scripts_call_again_and_again_have_a_cache_of_their_own() {
  distribution
  : >dist/lib/command.aot
  : >dist/lib/quick.aot
  dist/bin/kefuctl status --data data </dev/null
  dist/bin/kefuctl config validate x </dev/null
  [[ $(head -n 1 arguments) == *-XX:AOTCache=*quick.aot* ]]
  [[ $(tail -n 1 arguments) == *-XX:AOTCache=*command.aot* ]]
}

test_training_with_status_leaves_both_caches_of_commands() {
  distribution
  KEFU_TRAINING=1 dist/bin/kefuctl status --data data </dev/null
  [[ $(head -n 1 arguments) == *-XX:AOTCacheOutput=*command.aot*"config validate data/config" ]]
  [[ $(tail -n 1 arguments) == *-XX:AOTCacheOutput=*quick.aot*"status --data data" ]]
}

test_a_server_that_ends_by_the_signal_itself_had_nothing_to_drain() {
  distribution
  sed -i 's/^trap .* TERM$/trap - TERM/' dist/runtime/bin/java
  up
  kill -TERM "$supervisor"
  wait "$supervisor"
}

test_the_heap_has_a_bound_and_who_asks_for_more_gets_it() {
  distribution
  export KEFU_JAVA_OPTS=-Xmx4g
  up
  kill -TERM "$supervisor"
  wait "$supervisor"
  [[ $(cat arguments) == *-Xmx4g*kefuctl.jar* && $(cat arguments) != *-Xmx4g*-Xmx1g* ]]
  # What is written is the owner's alone.
  same 600 "$(stat -c %a drained)"
}
