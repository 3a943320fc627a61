# Commands that may hang, and what they hung at.
# shellcheck shell=bash

# within SECONDS COMMAND… runs the command (or function), at most so long. When its time is over it says what the threads
# of its Java processes were at, and ends it and all of its process group but those that wait for it; the code is 124
# then, as timeout's. To be called where the process group is the command's own, as in a step.
within() {
  local seconds=$1 code=0 command watch group
  shift
  group=$(_field_of "$BASHPID" 3)
  "$@" &
  command=$!
  {
    _pause "$seconds"
    # The command ends now, and what ends the watch of one that ended in time must not end this.
    trap '' TERM
    printf '%s: not done after %d s. What it was at:\n' "$*" "$seconds"
    _java_threads "$group"
    kill -TERM "$command" || true
    _pause 2
    _end_group "$group"
  } &
  watch=$!
  wait "$command" || code=$?
  kill "$watch" 2>/dev/null || true
  if wait "$watch" 2>/dev/null; then code=124; fi
  return "$code"
}

# Waits without a process of its own that would stay behind.
_pause() { read -r -t "$1" <> <(:) || true; }

# A field of a process's stat, counted from after its name, which may hold anything: 1 state, 2 parent, 3 group.
_field_of() {
  local stat
  stat=$(<"/proc/$1/stat") || return 0
  # shellcheck disable=SC2206 # to be split
  stat=(${stat##*) })
  printf '%s' "${stat[$(($2 - 1))]}"
}

# Kills a process group, but not those that this shell descends from.
_end_group() {
  local pid ours=' '
  for ((pid = BASHPID; pid > 1; pid = $(_field_of "$pid" 2))); do ours+="$pid "; done
  for pid in /proc/[0-9]*; do
    pid=${pid#/proc/}
    if [[ $ours != *" $pid "* && $(_field_of "$pid" 3 2>/dev/null) == "$1" ]]; then kill -KILL "$pid" 2>/dev/null || true; fi
  done
}

# The threads of a group's Java processes that run this project's code, and deadlocks: the innermost thirty lines of each.
_java_threads() {
  local pid
  for pid in $("${JAVA_HOME:-/usr}/bin/jps" -q); do
    [[ -e /proc/$pid/stat && $(_field_of "$pid" 3) == "$1" ]] || continue
    printf -- '---- threads of %s: %s\n' "$pid" "$(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c 1-200)"
    timeout 20 "${JAVA_HOME:-/usr}/bin/jstack" "$pid" 2>&1 | awk 'BEGIN { RS = ""; FS = "\n" }
      /io\.kefu|deadlock/ { for (i = 1; i <= NF && i <= 30; i++) print $i; print "" }' || true
  done
}
