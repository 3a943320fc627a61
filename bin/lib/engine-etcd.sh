# etcd, from the machine's own Debian suite. It speaks TLS where its directory holds tls/server.pem and tls/server.key
# before it starts; then it wants a certificate of its clients too when there is tls/clients.pem. Its tokens are JWTs, which
# name the revision of its users, where there are jwt/public.pem and jwt/private.pem.
# shellcheck shell=bash
# shellcheck disable=SC2034 # bin/lib/engines.sh runs COMMAND

_etcd_tree() { printf '%s/etcd-%s' "$ENGINES_CACHE" "$(debian_suite)"; }

etcd_is_here() { [[ -x $(_etcd_tree)/usr/bin/etcd ]]; }

etcd_fetch() { get_tree "$(_etcd_tree)" "$(debian_suite)" etcd-server; }

etcd_prepare() { mkdir -p "$1/data"; }

# One member that no other joins. What it has answered is on the disk (--unsafe-no-fsync is not said).
etcd_command() {
  local url=http://127.0.0.1:$2 tls=() jwt=()
  if [[ -d $1/tls ]]; then
    url=https://127.0.0.1:$2 tls=(--cert-file "$1/tls/server.pem" --key-file "$1/tls/server.key")
    if [[ -e $1/tls/clients.pem ]]; then tls+=(--client-cert-auth --trusted-ca-file "$1/tls/clients.pem"); fi
  fi
  if [[ -d $1/jwt ]]; then
    jwt=(--auth-token "jwt,pub-key=$1/jwt/public.pem,priv-key=$1/jwt/private.pem,sign-method=RS256")
  fi
  COMMAND=("$(_etcd_tree)/usr/bin/etcd" --data-dir "$1/data" --listen-client-urls "$url" --advertise-client-urls "$url"
    --listen-peer-urls http://127.0.0.1:0 --logger zap --log-level warn "${tls[@]}" "${jwt[@]}")
}

# It says 503 until it has elected itself. What is not said in TLS it does not answer where it speaks TLS: then it listens.
etcd_is_ready() {
  local said
  said=$(_says "$1" 'GET /health HTTP/1.0\r\n\r\n' 2>/dev/null) || return 1
  [[ $said == HTTP/*\ 2* || -d $ENGINE_DIR/etcd/tls ]]
}

# The password goes unused: it asks nobody who they are until it is told to.
etcd_url() { printf 'http://127.0.0.1:%s' "$1"; }
