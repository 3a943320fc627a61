# Starts and stops the real engines that tests and benchmarks talk to. An engine NAME is what bin/lib/engine-NAME.sh
# defines: NAME_is_here, NAME_fetch, NAME_prepare (its data), NAME_command (sets COMMAND), NAME_is_ready PORT, NAME_url.
# All of its state is in ENGINE_DIR/NAME: data, port, password, pid, log.
# shellcheck shell=bash

# shellcheck disable=SC2034 # bin/engines goes through them
ENGINES=(redis mysql postgresql clickhouse s3 etcd)
ENGINES_CACHE=$KEFU_CACHE/engines
_ENGINE_READY_SECONDS=90
_ENGINE_STOP_SECONDS=30

# engine_fetch NAME downloads what is not in the cache. Several checkouts may ask at once: one of them downloads.
engine_fetch() {
  local name=$1
  "${name}_is_here" && return 0
  mkdir -p "$ENGINES_CACHE"
  exec {_fetch_lock}>"$ENGINES_CACHE/$name.lock"
  flock -n "$_fetch_lock" || { say "waiting for another download of $name" && flock "$_fetch_lock"; }
  if ! "${name}_is_here"; then
    try_step "getting $name (kept in $ENGINES_CACHE)" "${name}_fetch"
    ((STEP_CODE == 0)) || die "$name cannot be had here, as told above. Have one of your own and say where: \
$(engine_variable "$name")='$("${name}_url" PORT PASSWORD)'"
  fi
  exec {_fetch_lock}>&-
}

# engine_start NAME EMPTY PID returns when the engine takes connections; one that runs is left as it is. EMPTY (any text)
# throws away the data of one that does not run. PID is a process that needs it; without one it runs until it is stopped.
engine_start() {
  engine_fetch "$1"
  _engine_locked "$1" _engine_start "$2" "$3"
}

# engine_stop NAME PID; with a PID it goes on while another process needs it.
engine_stop() {
  [[ -d $ENGINE_DIR/$1 ]] || return 0
  _engine_locked "$1" _engine_let_go "$2"
}

engine_pid() {
  local recorded
  recorded=$(<"$ENGINE_DIR/$1/pid")
  printf '%s' "${recorded% *}"
}

engine_runs() { _same_process "$ENGINE_DIR/$1/pid"; }

# The address that tests are given: that of an engine which the user has, else that of the one which runs here.
engine_address() {
  local name=$1 variable
  variable=$(engine_variable "$name")
  if [[ -n ${!variable:-} && -z $ENGINE_DIR_GIVEN ]]; then
    printf '%s' "${!variable}"
  elif engine_runs "$name"; then
    "${name}_url" "$(<"$ENGINE_DIR/$name/port")" "$(<"$ENGINE_DIR/$name/password")"
  else
    return 1
  fi
}

engine_variable() { printf 'KEFU_TEST_%s_URL' "${1^^}"; }

_engine_locked() {
  local name=$1 home=$ENGINE_DIR/$1 action=$2
  shift 2
  (umask 077 && mkdir -p "$home")
  exec {_engine_lock}>"$home/lock"
  flock "$_engine_lock"
  "$action" "$name" "$home" "$@"
  exec {_engine_lock}>&-
}

_engine_start() {
  local name=$1 home=$2 empty=$3 needed_by=$4
  if ! engine_runs "$name"; then
    rm -rf "$home/needed"
    if [[ -n $empty ]]; then rm -rf "$home/data"; fi
    step "starting $name" _engine_boot "$name" "$home"
  fi
  mkdir -p "$home/needed"
  if [[ -n $needed_by ]]; then _process "$needed_by" >"$home/needed/$needed_by"; else : >"$home/needed/always"; fi
}

_engine_let_go() {
  local name=$1 home=$2 needed_by=$3 need
  if [[ -n $needed_by ]]; then
    rm -f "$home/needed/$needed_by"
    for need in "$home"/needed/*; do
      if [[ $need == */always && -e $need ]] || _same_process "$need"; then return 0; fi
    done
  fi
  _engine_stop "$name" "$home"
}

_engine_boot() {
  local name=$1 home=$2 attempt
  umask 077
  [[ -s $home/password ]] || _random_word >"$home/password"
  "${name}_prepare" "$home"
  for attempt in 1 2 3 4 5 6; do
    _choose_port "$home"
    _engine_launch "$name" "$home"
    if _engine_wait "$name" "$home"; then return 0; fi
    tail -n 20 "$home/log"
    if engine_runs "$name"; then break; fi
    # What a killed one left may need a moment to go; then it is the port that another program has taken.
    if ((attempt >= 3)); then rm -f "$home/port"; fi
    sleep 0.5
  done
  _engine_stop "$name" "$home"
  return 1
}

# In a session of its own: it outlives this script and the signals of its terminal. A shell waits for it, so that a
# killed one is gone at once: PostgreSQL does not start while its last process has not been waited for.
_engine_launch() {
  local name=$1 home=$2
  local -a COMMAND=()
  "${name}_command" "$home" "$(<"$home/port")"
  rm -f "$home"/{pid,pid.new}
  (
    cd "$home" || exit
    exec {_engine_lock}>&-
    # shellcheck disable=SC2016 # for the inner shell
    exec setsid bash -c '"$@" & printf "%s" $! >pid.new; wait' engine "${COMMAND[@]}" </dev/null >>"$home/log" 2>&1
  ) &
  disown
  until [[ -s $home/pid.new ]]; do sleep 0.02; done
  # It may be gone already: then nothing is recorded, and so nothing runs.
  _process "$(<"$home/pid.new")" >"$home/pid" || true
}

_engine_wait() {
  local name=$1 home=$2 deadline=$((SECONDS + _ENGINE_READY_SECONDS)) port
  port=$(<"$home/port")
  while engine_runs "$name"; do
    if "${name}_is_ready" "$port"; then return 0; fi
    ((SECONDS < deadline)) || { printf '%s is not ready after %s s\n' "$name" "$_ENGINE_READY_SECONDS"; return 1; }
    sleep 0.1
  done
  printf '%s ended before it was ready\n' "$name"
  return 1
}

# Asks it to end, and ends it when it does not.
_engine_stop() {
  local name=$1 home=$2 pid deadline=$((SECONDS + _ENGINE_STOP_SECONDS))
  if engine_runs "$name"; then
    pid=$(engine_pid "$name")
    # One that a test has paused cannot hear.
    _signal CONT "$pid"
    kill -"$(_engine_stop_signal "$name")" "$pid"
    while engine_runs "$name"; do
      ((SECONDS < deadline)) || _signal KILL "$pid"
      sleep 0.05
    done
  fi
  rm -rf "$home"/{pid,pid.new,needed}
}

# To the process and to those that it has started: PostgreSQL has one for each client.
_signal() {
  local signal=$1 pid=$2 stat
  for stat in /proc/[0-9]*/stat; do
    # shellcheck disable=SC2046 # split into fields
    set -- $(sed 's/.*) //' "$stat" 2>/dev/null)
    if [[ ${2:-} == "$pid" ]]; then kill -"$signal" "$(basename "${stat%/stat}")" 2>/dev/null || true; fi
  done
  kill -"$signal" "$pid" 2>/dev/null || true
}

_engine_stop_signal() {
  if declare -F "${1}_stop_signal" >/dev/null; then "${1}_stop_signal"; else printf 'TERM'; fi
}

# A process is its number and the time of its start: the number alone may be another's by now.
_process() {
  local stat
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  # shellcheck disable=SC2086 # split into fields
  set -- "$1" ${stat##*) }
  printf '%s %s' "$1" "${21}"
}

_same_process() {
  local recorded
  [[ -r $1 ]] || return 1
  recorded=$(<"$1")
  [[ -n $recorded && $(_process "${recorded% *}" 2>/dev/null) == "$recorded" ]] && ! _is_zombie "${recorded% *}"
}

_is_zombie() { [[ $(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) == Z ]]; }

# The port of the last start when it is free, so that a restart is found where it was. Below the range from which
# clients get theirs.
_choose_port() {
  local home=$1 attempt port
  if [[ -s $home/port ]] && _port_is_free "$(<"$home/port")"; then return 0; fi
  for ((attempt = 0; attempt < 100; attempt++)); do
    port=$((15000 + RANDOM % 17000))
    if _port_is_free "$port"; then printf '%s' "$port" >"$home/port" && return 0; fi
  done
  return 1
}

_port_is_free() { ! (exec {_try}<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

_random_word() { od -An -N12 -tx1 /dev/urandom | tr -d ' \n'; }

# says PORT TEXT… sends the text and prints the first line of the answer, waiting a second for it at most.
_says() {
  local line=''
  exec {_peer}<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf '%b' "$2" >&"$_peer"
  read -r -t 1 line <&"$_peer" || true
  exec {_peer}>&-
  printf '%s' "$line"
}
