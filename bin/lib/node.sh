# Node 20.19 or newer with npm 11 or newer: the system's, else a private pair from the npm registry in the cache.
# shellcheck shell=bash

_PRIVATE_NODE=24.21.0
_PRIVATE_NPM=11.21.2

# Puts a good enough node and npm first on PATH.
need_node() {
  if _node_is_good; then return 0; fi
  local home=$KEFU_CACHE/node-$_PRIVATE_NODE modules machine
  modules=$home/node_modules
  machine=$(_node_machine)
  if [[ ! -e $home/.complete ]]; then
    command -v npm >/dev/null || need_packages "npm (to fetch Node $_PRIVATE_NODE with)" npm
    mkdir -p "$home"
    step "getting Node $_PRIVATE_NODE (kept in $home)" _get_node "$home" "$machine"
  fi
  export PATH="$modules/node-linux-$machine/bin:$modules/.bin:$PATH"
  _node_is_good || die "the private Node in $home does not work; remove it and try again, or install Node 20.19 or newer"
}

_node_is_good() {
  command -v node >/dev/null && command -v npm >/dev/null || return 1
  _at_least "$(node --version)" 20 19 && _at_least "$(npm --version)" 11 0
}

# _at_least VERSION MAJOR MINOR
_at_least() {
  [[ $1 =~ ^v?([0-9]+)\.([0-9]+) ]] || return 1
  ((BASH_REMATCH[1] > $2 || (BASH_REMATCH[1] == $2 && BASH_REMATCH[2] >= $3)))
}

_node_machine() {
  case $(uname -m) in
    x86_64) printf 'x64' ;;
    aarch64) printf 'arm64' ;;
    *) die "Node 20.19 or newer is missing. Install it: there is no private one for $(uname -m)" ;;
  esac
}

_get_node() {
  cd "$1" || return
  npm install --prefix . --no-save --no-audit --no-fund "node-linux-$2@$_PRIVATE_NODE" "npm@$_PRIVATE_NPM"
  : >.complete
}
