# Debian packages unpacked into the cache, with the libraries that they need, from the machine's own mirror. Nothing is
# installed, no service started, and no root is needed. apt checks the archive's signature and every package's hash.
# shellcheck shell=bash

# get_tree TREE SUITE PACKAGE… leaves the packages unpacked in TREE; apt's own state goes when they are there.
get_tree() {
  local tree=$1 suite=$2 work=$1.new attempt
  shift 2
  command -v apt-get >/dev/null || die "$* comes from Debian's packages, and this machine has no apt-get"
  rm -rf "$tree" "$work"
  mkdir -p "$work"/{apt/lists/partial,apt/cache/archives/partial,debs,tree}
  for attempt in 1 2 3; do
    # The suite may move between its list and its packages: then once more with a new list.
    if _tree_lists "$work" "$suite" && _tree_download "$work" "$suite" "$@"; then break; fi
    ((attempt < 3)) || die "could not download $* of Debian $suite"
    sleep "$attempt"
  done
  local deb
  for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$work/tree"; done
  mv "$work/tree" "$tree"
  rm -rf "$work"
}

debian_suite() { (. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}"); }

_tree_lists() {
  local mirror
  mirror=$(_debian_mirror)
  [[ -n $mirror ]] || die "this machine names no Debian mirror in its package sources"
  printf 'deb [signed-by=%s] %s %s main\n' "$(_private_keyring)" "$mirror" "$2" >"$1/apt/sources.list"
  : >"$1/apt/status"
  _private_apt "$1" -o Acquire::Retries=3 -o Acquire::Languages=none update
}

_tree_download() {
  local work=$1 suite=$2 packages
  shift 2
  packages=$(_tree_packages "$work" "$suite" "$@") && [[ -n $packages ]] || return 1
  # shellcheck disable=SC2086 # many names
  (cd "$work/debs" && _private_apt "$work" -o Acquire::Retries=3 download $packages)
}

# The named packages (postgresql stands for postgresql-15 too) and the libraries among all that they depend on. A tree of the machine's own suite uses the
# machine's C library; one of another suite brings its own, whose loader then has to be used.
_tree_packages() {
  local work=$1 suite=$2 own='^$'
  shift 2
  if [[ $suite == "$(debian_suite)" ]]; then own='^libc(6|-bin|-l10n)$'; fi
  _private_apt "$work" --no-install-recommends --simulate install "$@" |
    awk -v named=" $* " -v own="$own" '
      $1 != "Inst" { next }
      { stem = $2; sub(/-[0-9]+$/, "", stem) }
      index(named, " " stem " ") { print $2; next }
      $2 ~ /^(lib|zlib)/ && $2 !~ /^(libperl|libllvm|libz3|libpam-|libsemanage|libsepol)/ && $2 !~ own { print $2 }'
}

# The folders of a tree that hold its shared libraries, as a path for the dynamic loader.
tree_libraries() {
  local folders=("$1"/usr/lib/*-linux-gnu "$1"/lib/*-linux-gnu)
  local IFS=:
  printf '%s' "${folders[*]}"
}

# get_clean_tree TREE PACKAGE… leaves a tree of the machine's own suite (or of CLEAN_SUITE) that one can chroot into: the named
# packages with all that they depend on, unpacked, and two accounts. No script of a package has run in it.
get_clean_tree() {
  local tree=$1 work=$1.new suite deb packages
  shift
  if [[ -e $tree/.complete ]]; then return 0; fi
  suite=${CLEAN_SUITE:-$(debian_suite)}
  rm -rf "$tree" "$work"
  mkdir -p "$work"/{apt/lists/partial,apt/cache/archives/partial,debs,tree}
  _tree_lists "$work" "$suite"
  packages=$(_private_apt "$work" --no-install-recommends --simulate install "$@" | awk '$1 == "Inst" { print $2 }')
  # shellcheck disable=SC2086 # many names
  (cd "$work/debs" && _private_apt "$work" -o Acquire::Retries=3 download $packages)
  for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$work/tree"; done
  _clean_accounts "$work/tree"
  : >"$work/tree/.complete"
  mv "$work/tree" "$tree"
  rm -rf "$work"
}

_clean_accounts() {
  local tree=$1 folder
  mkdir -p "$tree"/{etc,proc,dev,run,tmp,root,opt,srv,var/log,var/tmp,var/backups,usr/local/bin}
  chmod 1777 "$tree/tmp" "$tree/var/tmp"
  for folder in bin sbin lib lib64; do
    if [[ ! -e $tree/$folder && -e $tree/usr/$folder ]]; then ln -s "usr/$folder" "$tree/$folder"; fi
  done
  if [[ ! -e $tree/bin/sh ]]; then ln -s bash "$tree/bin/sh"; fi
  printf 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n' >"$tree/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$tree/etc/group"
  printf 'root:*:20000:0:99999:7:::\n' >"$tree/etc/shadow"
  printf 'root:*::\n' >"$tree/etc/gshadow"
  chmod 600 "$tree"/etc/{shadow,gshadow}
}
