# PostgreSQL, from the machine's own Debian suite. It refuses to run as root: then it runs as "nobody", who owns its data
# and may reach the folders on the way there and to the programs.
# shellcheck shell=bash
# shellcheck disable=SC2034 # bin/lib/engines.sh runs COMMAND

_postgresql_tree() { printf '%s/postgresql-%s' "$ENGINES_CACHE" "$(debian_suite)"; }

_postgresql_programs() { printf '%s' "$(_postgresql_tree)"/usr/lib/postgresql/*/bin; }

postgresql_is_here() { [[ -x $(_postgresql_programs)/initdb ]]; }

postgresql_fetch() { get_tree "$(_postgresql_tree)" "$(debian_suite)" postgresql; }

postgresql_prepare() {
  if [[ -e $1/data/PG_VERSION && ! -e $1/initdb ]]; then return 0; fi
  rm -rf "$1/data" "$1/initdb"
  mkdir "$1/data" "$1/initdb"
  cp "$1/password" "$1/initdb/"
  if ((EUID == 0)); then chown -R nobody "$1/data" "$1/initdb"; fi
  _as_postgres "$1"
  "${COMMAND[@]}" "$(_postgresql_programs)/initdb" -D "$1/data" --username=kefu --pwfile="$1/initdb/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions
  rm -r "$1/initdb"
}

postgresql_command() {
  _as_postgres "$1"
  COMMAND+=("$(_postgresql_programs)/postgres" -D "$1/data" -p "$2" -c listen_addresses=127.0.0.1
    -c unix_socket_directories= -c jit=off -c shared_buffers=128MB)
}

_as_postgres() {
  COMMAND=()
  if ((EUID == 0)); then _as_nobody; fi
  COMMAND+=(env "LD_LIBRARY_PATH=$(tree_libraries "$(_postgresql_tree)")")
}

# The secure bit is for access(2), which initdb looks for the server with: it would not count the power otherwise.
_as_nobody() {
  local power
  for power in dac_read_search dac_override; do
    COMMAND=(setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups
      --securebits=+no_setuid_fixup --inh-caps="+$power" --ambient-caps="+$power")
    if "${COMMAND[@]}" test -x "$(_postgresql_programs)/initdb"; then return 0; fi
  done
  COMMAND=(setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups)
}

# It says so in a file, which a killed one leaves behind.
postgresql_is_ready() {
  local lines
  mapfile -t lines 2>/dev/null <"$ENGINE_DIR/postgresql/data/postmaster.pid" || return 1
  [[ ${lines[0]:-} == "$(engine_pid postgresql)" && ${lines[7]:-} == ready* ]]
}

postgresql_url() { printf 'jdbc:postgresql://127.0.0.1:%s/postgres?user=kefu&password=%s' "$1" "$2"; }

# Without waiting for its clients to leave.
postgresql_stop_signal() { printf 'INT'; }
