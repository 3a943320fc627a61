# Says what is being done: one line a step on stderr, its output in a log that is shown when the step fails.
# shellcheck shell=bash

KEFU_LOGS=${KEFU_LOGS:-$KEFU_HOME/target/logs}

say() { printf 'kefu: %s\n' "$*" >&2; }

# die MESSAGE [EXIT CODE]; the code is 1 unless given.
die() {
  printf 'kefu: error: %s\n' "$1" >&2
  exit "${2:-1}"
}

# step TITLE COMMAND… runs the command (or function, in a subshell of its own) and ends the script when it fails.
# Not to be called where bash ignores failures (before || or &&, in a condition): a function would run on past one.
step() {
  _step "$@"
  ((STEP_CODE == 0)) || exit "$STEP_CODE"
}

# try_step TITLE COMMAND… is a step whose failure the caller reads from STEP_CODE.
try_step() { _step "$@"; }

_step() {
  local title=$1 log started=$SECONDS pid
  shift
  mkdir -p "$KEFU_LOGS"
  log=$KEFU_LOGS/$(_slug "$title").log
  _step_open "$title"
  # A job of its own in the background: a signal is then acted on at once and reaches everything the step started.
  set -m
  (
    set -euo pipefail
    "$@"
  ) >"$log" 2>&1 </dev/null &
  pid=$!
  set +m
  # shellcheck disable=SC2064 # the pid of now is meant
  trap "_step_stop $pid 143 ${log@Q}" TERM HUP
  # shellcheck disable=SC2064
  trap "_step_stop $pid 130 ${log@Q}" INT
  _step_wait "$pid" "$title" "$started"
  STEP_CODE=0
  wait "$pid" || STEP_CODE=$?
  trap - TERM HUP INT
  _step_close "$title" "$((SECONDS - started))" "$STEP_CODE"
  ((STEP_CODE == 0)) || _show_log "$log"
}

_slug() {
  local text=${1,,}
  text=${text//[^a-z0-9]/-}
  printf '%s' "${text:0:60}"
}

_step_open() {
  if [[ -t 2 ]]; then printf '\r\033[Kkefu: %s …' "$1" >&2; else printf 'kefu: %s …' "$1" >&2; fi
}

# Polls, since a terminal wants the seconds counted; a dot every ten seconds is enough elsewhere.
_step_wait() {
  local pid=$1 title=$2 started=$3 shown=0 now
  while kill -0 "$pid" 2>/dev/null; do
    now=$((SECONDS - started))
    if [[ -t 2 ]] && ((now > shown)); then
      printf '\r\033[Kkefu: %s … %d s' "$title" "$now" >&2
      shown=$now
    elif ((now >= shown + 10)); then
      printf '.' >&2
      shown=$now
    fi
    sleep 0.05
  done
}

_step_close() {
  local title=$1 seconds=$2 code=$3 word="done"
  ((code == 0)) || word="FAILED (exit code $code)"
  if [[ -t 2 ]]; then printf '\r\033[Kkefu: %s … ' "$title" >&2; else printf ' ' >&2; fi
  printf '%s, %d s\n' "$word" "$seconds" >&2
}

_step_stop() {
  trap - TERM HUP INT
  kill -TERM -- "-$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
  printf ' stopped\n' >&2
  _show_log "$3"
  exit "$2"
}

# Its last lines; where threads were dumped, all from there on.
_show_log() {
  local threads
  threads=$(grep -a -n -m 1 '^---- threads of ' "$1" | cut -d : -f 1) || true
  printf '%s\n' "---- the last lines of $1" >&2
  if [[ -n $threads ]]; then sed -n "$((threads - 1)),+999p" "$1" >&2; else tail -n 40 "$1" >&2; fi
  printf '%s\n' "---- whole log: $1" >&2
}
