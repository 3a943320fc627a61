# Packages of the machine's own Debian suite, installed only when missing.
# shellcheck shell=bash

# need_packages PURPOSE PACKAGE… installs what is missing; without root or apt it says what to install and ends.
need_packages() {
  local purpose=$1 missing=() package
  shift
  for package in "$@"; do
    package_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  can_install || die "$purpose is missing and this user cannot install packages. As root: apt-get install ${missing[*]}"
  step "installing $purpose (apt: ${missing[*]})" _apt_install "${missing[@]}"
}

can_install() { ((EUID == 0)) && command -v apt-get >/dev/null; }

package_installed() {
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# Whether the machine's suite has the package; a machine whose lists were never fetched gets them first.
package_offered() {
  command -v apt-cache >/dev/null || return 1
  _fetch_lists_once
  local line
  while read -r line; do
    [[ $line == Candidate:* && $line != *'(none)' ]] && return 0
  done < <(apt-cache policy "$1" 2>/dev/null)
  return 1
}

_fetch_lists_once() {
  local lists=(/var/lib/apt/lists/*Packages*)
  [[ -e ${lists[0]} ]] || ! can_install || step "fetching the package lists" _apt update
}

_apt_install() {
  _have_candidates "$@" || _apt update
  # The lists may be older than the mirror: once more with new ones before giving up.
  _apt install "$@" || { _apt update && _apt install "$@"; }
}

_have_candidates() {
  local package
  for package in "$@"; do
    [[ -n $(apt-cache madison "$package" 2>/dev/null) ]] || return 1
  done
}

_apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}
