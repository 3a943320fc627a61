# The ClickHouse engine: libchdb, which the npm registry has, behind the HTTP endpoint of bin/lib/clickhouse.
# shellcheck shell=bash
# shellcheck disable=SC2034 # bin/lib/engines.sh runs COMMAND

_CHDB=26.7.3-stable.1

_clickhouse_home() { printf '%s/chdb-%s' "$ENGINES_CACHE" "$_CHDB"; }

_clickhouse_library() {
  printf '%s/node_modules/@chdb/lib-linux-%s-gnu/libchdb.so' "$(_clickhouse_home)" "$(_node_machine)"
}

clickhouse_is_here() { [[ -e $(_clickhouse_home)/.complete ]]; }

# npm compares what it downloads with the hash in the lock file.
clickhouse_fetch() {
  local home attempt
  home=$(_clickhouse_home)
  need_node
  rm -rf "$home"
  mkdir -p "$home"
  cp "$KEFU_HOME"/bin/lib/clickhouse/package*.json "$home/"
  for attempt in 1 2 3; do
    if npm ci --prefix "$home" --no-audit --no-fund --ignore-scripts --fetch-timeout=600000; then break; fi
    ((attempt < 3)) || die "could not download the ClickHouse engine (npm: @chdb/lib-linux-*-gnu) for $(uname -m)"
    sleep "$attempt"
  done
  : >"$home/.complete"
}

# Compiled once for each state of its sources.
_clickhouse_classes() {
  local sources=("$KEFU_HOME"/bin/lib/clickhouse/*.java) sum
  sum=$(cat "${sources[@]}" | cksum)
  CLASSES=$ENGINES_CACHE/bridge-${sum// /-}
  if [[ -e $CLASSES/ClickHouseBridge.class ]]; then return 0; fi
  local new
  new=$(mktemp -d "$ENGINES_CACHE/bridge.XXXXXX")
  "$JAVA_HOME/bin/javac" -Xlint:all,-restricted,-serial -Werror -d "$new" "${sources[@]}"
  # Another checkout may have been quicker.
  mv -T "$new" "$CLASSES" 2>/dev/null || rm -rf "$new"
}

clickhouse_prepare() {
  need_jdk
  mkdir -p "$1/data"
  _clickhouse_classes
}

# The engine resets Java's signal handlers at each connection; with libjsig before it, it only believes that it does.
clickhouse_command() {
  local CLASSES
  need_jdk
  _clickhouse_classes
  COMMAND=(env "LD_PRELOAD=$JAVA_HOME/lib/libjsig.so" "KEFU_ENGINE_PASSWORD=$(<"$1/password")"
    "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED
    -cp "$CLASSES" ClickHouseBridge "$(_clickhouse_library)" "$1/data" "$2")
}

clickhouse_is_ready() { [[ $(_says "$1" 'GET /ping HTTP/1.0\r\n\r\n' 2>/dev/null) == *200* ]]; }

clickhouse_url() {
  printf 'jdbc:clickhouse://127.0.0.1:%s/default?user=default&password=%s&compress=false&decompress=false' "$1" "$2"
}
