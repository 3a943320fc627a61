# Commands that may hang, and what they hung at.
# shellcheck shell=bash

# within SECONDS COMMAND… runs the command (or function), at most so long. When its time is over it says what the threads
# of its Java processes were at, and ends them; the code is 124 then, as timeout's. To be called where the process group
# is the command's own, as in a step.
within() {
  local seconds=$1 started=$SECONDS code=0 command watch group
  shift
  group=$(_group_of "$BASHPID")
  "$@" &
  command=$!
  {
    # Waits without a process of its own that would stay behind.
    read -r -t "$seconds" <> <(:) || true
    printf '%s: not done after %d s. What it was at:\n' "$*" "$seconds"
    _java_threads "$group"
    kill -TERM "$command"
    _java_of "$group" | xargs -r kill -KILL
  } &
  watch=$!
  wait "$command" || code=$?
  if ((SECONDS - started >= seconds)); then code=124; else kill "$watch" 2>/dev/null || true; fi
  wait "$watch" 2>/dev/null || true
  return "$code"
}

_group_of() {
  local stat
  stat=$(<"/proc/$1/stat")
  # After the name, which may hold anything: state, parent, group.
  # shellcheck disable=SC2086 # to be split
  set -- ${stat##*) }
  printf '%s' "$3"
}

# The ids of a process group's Java processes.
_java_of() {
  local pid
  for pid in $("${JAVA_HOME:-/usr}/bin/jps" -q); do
    if [[ -e /proc/$pid/stat && $(_group_of "$pid") == "$1" ]]; then printf '%s\n' "$pid"; fi
  done
}

# Their threads that run this project's code, and deadlocks: the innermost thirty lines of each.
_java_threads() {
  local pid
  for pid in $(_java_of "$1"); do
    printf -- '---- threads of %s: %s\n' "$pid" "$(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c 1-200)"
    timeout 20 "${JAVA_HOME:-/usr}/bin/jstack" "$pid" 2>&1 | awk 'BEGIN { RS = ""; FS = "\n" }
      /io\.kefu|deadlock/ { for (i = 1; i <= NF && i <= 30; i++) print $i; print "" }' || true
  done
}
