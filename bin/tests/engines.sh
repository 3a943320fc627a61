# Starting and stopping engines, over one that only sleeps.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2317 # bin/lib/engines.sh reads these variables and calls these functions by their names

# The library with an engine named "redis" that does nothing, in ENGINE_DIR.
sleeping_engine() {
  mkdir -p checkout/bin
  ln -sfn "$KEFU_HOME/bin/lib" checkout/bin/lib
  KEFU_HOME=$PWD/checkout
  # shellcheck source=bin/lib/kefu.sh
  . "$KEFU_HOME/bin/lib/kefu.sh"
  unset KEFU_TEST_REDIS_URL
  ENGINE_DIR=$PWD/engines ENGINE_DIR_GIVEN='' ENGINES_CACHE=$PWD/cache
  redis_is_here() { true; }
  redis_prepare() { mkdir -p "$1/data"; }
  redis_command() { COMMAND=(sleep 30); }
  redis_is_ready() { true; }
  redis_url() { printf 'redis://%s@127.0.0.1:%s' "$2" "$1"; }
}

pid_of() { engine_pid redis; }

test_an_engine_runs_until_it_is_stopped_and_is_started_once() {
  sleeping_engine
  engine_start redis '' ''
  first=$(pid_of)
  engine_start redis '' ''
  same "$first" "$(pid_of)"
  kill -0 "$first"
  engine_stop redis ''
  until_true 5 gone "$first"
  if engine_runs redis; then return 1; fi
}

gone() { ! kill -0 "$1" 2>/dev/null; }

test_a_killed_engine_starts_again_on_its_port_with_its_data_and_password() {
  sleeping_engine
  engine_start redis '' ''
  address=$(engine_address redis)
  : >engines/redis/data/row
  kill -KILL "$(pid_of)"
  until_true 5 gone "$(pid_of)"
  if engine_address redis; then return 1; fi
  engine_start redis '' ''
  same "$address" "$(engine_address redis)"
  [[ -e engines/redis/data/row ]]
  engine_stop redis ''
}

test_an_empty_start_throws_away_what_a_stopped_engine_held_and_leaves_a_running_one() {
  sleeping_engine
  engine_start redis '' ''
  : >engines/redis/data/row
  engine_start redis yes ''
  [[ -e engines/redis/data/row ]]
  engine_stop redis ''
  engine_start redis yes ''
  [[ ! -e engines/redis/data/row ]]
  engine_stop redis ''
}

test_a_paused_engine_is_stopped() {
  sleeping_engine
  engine_start redis '' ''
  pid=$(pid_of)
  kill -STOP "$pid"
  engine_stop redis ''
  until_true 5 gone "$pid"
}

test_another_process_with_a_remembered_number_is_left_alone() {
  sleeping_engine
  mkdir -p engines/redis
  sleep 30 &
  printf '%s 1' $! >engines/redis/pid
  if engine_runs redis; then return 1; fi
  engine_stop redis ''
  kill $!
}

test_an_engine_stays_while_a_living_process_needs_it() {
  sleeping_engine
  sleep 30 &
  other=$!
  engine_start redis '' $$
  engine_start redis '' "$other"
  engine_stop redis $$
  engine_runs redis
  engine_start redis '' $$
  kill "$other"
  until_true 5 gone "$other"
  engine_stop redis $$
  if engine_runs redis; then return 1; fi
}

test_an_engine_that_was_started_for_nobody_stays_until_it_is_stopped() {
  sleeping_engine
  engine_start redis '' ''
  engine_start redis '' $$
  engine_stop redis $$
  engine_runs redis
  engine_stop redis ''
  if engine_runs redis; then return 1; fi
}

test_an_engine_that_dies_at_once_fails_with_its_log_and_leaves_nothing() {
  sleeping_engine
  redis_command() { COMMAND=(bash -c 'echo the reason; exit 1'); }
  redis_is_ready() { false; }
  code=0
  (engine_start redis '' '') 2>said || code=$?
  same 1 "$code"
  grep -q 'the reason' said
  if engine_runs redis; then return 1; fi
}

test_an_engine_that_cannot_be_had_names_the_variable_to_set() {
  sleeping_engine
  redis_is_here() { false; }
  redis_fetch() { false; }
  if (engine_start redis '' '') 2>said; then return 1; fi
  grep -q "KEFU_TEST_REDIS_URL='redis://PASSWORD@127.0.0.1:PORT'" said
}

test_an_address_of_the_environment_is_used_instead_and_only_for_the_checkouts_own_set() {
  export KEFU_TEST_REDIS_URL="redis://it's.mine:1"
  same "export KEFU_TEST_REDIS_URL='redis://it'\''s.mine:1'" "$("$KEFU_HOME/bin/engines" start redis 2>/dev/null)"
  same "$KEFU_TEST_REDIS_URL" "$(eval "$("$KEFU_HOME/bin/engines" env redis)"; printf '%s' "$KEFU_TEST_REDIS_URL")"
  same 'redis       stopped' "$("$KEFU_HOME/bin/engines" status redis --dir "$PWD/own")"
}

test_what_is_no_engine_is_refused_with_the_usage() {
  code=0
  message=$("$KEFU_HOME/bin/engines" start oracle 2>&1) || code=$?
  same 2 "$code"
  [[ $message == *usage:* ]]
}
