# Redis, from the machine's own Debian suite.
# shellcheck shell=bash
# shellcheck disable=SC2034 # bin/lib/engines.sh runs COMMAND

_redis_tree() { printf '%s/redis-%s' "$ENGINES_CACHE" "$(debian_suite)"; }

redis_is_here() { [[ -x $(_redis_tree)/usr/bin/redis-server ]]; }

redis_fetch() { get_tree "$(_redis_tree)" "$(debian_suite)" redis-server redis-tools; }

# The log of commands is kept, so that what a killed Redis had answered is there when it starts again.
redis_prepare() {
  mkdir -p "$1/data"
  cat >"$1/redis.conf" <<CONF
bind 127.0.0.1
dir $1/data
requirepass $(<"$1/password")
save ""
appendonly yes
CONF
}

redis_command() {
  COMMAND=(env "LD_LIBRARY_PATH=$(tree_libraries "$(_redis_tree)")" "$(_redis_tree)/usr/bin/redis-server"
    "$1/redis.conf" --port "$2")
}

redis_is_ready() { [[ $(_says "$1" 'PING\r\n' 2>/dev/null) == *NOAUTH* ]]; }

redis_url() { printf 'redis://:%s@127.0.0.1:%s' "$2" "$1"; }
