# What tests on hosts of their own start from: whether this machine gives such, the Debian tree that they are made of, the releases.
# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is for whoever calls it

# Sets lacking to why this machine has no hosts for tests, and to nothing where it has.
look_for_hosts() {
  lacking=''
  if ((EUID != 0)); then lacking="this user is not root" && return; fi
  command -v apt-get >/dev/null || { lacking="this machine has no apt-get, which a clean tree comes from" && return; }
  # In shells of their own, which end at the first failure: that is not the caller's end.
  set +e
  (
    set -e
    need_packages "ip, which brings the loopback of a namespace up," iproute2
    need_packages "openssl, which signs," openssl
  )
  set -e
  command -v ip >/dev/null || { lacking="this machine has no ip (iproute2), which brings the loopback of a namespace up" && return; }
  command -v openssl >/dev/null || { lacking="this machine has no openssl, which signs" && return; }
  unshare --mount --pid --net --fork --kill-child sh -c \
    'mount --make-rprivate / && mount -t tmpfs tmpfs /mnt && mount -t proc proc /proc && ip link set lo up' 2>/dev/null ||
    lacking="this machine gives no namespaces"
}

# find_clean_tree PACKAGE… sets clean_tree to a tree of these packages, and lacking to why there is none. A Java that is Debian's own
# runs on its suite and newer ones.
find_clean_tree() {
  local suite
  suite=$(debian_suite)
  if [[ $(glibc_of "$(own_platform)") != 2.17 ]]; then suite=$_PRIVATE_SUITE; fi
  clean_tree=$KEFU_CACHE/clean-$suite-$(cksum <<<"$*" | cut -d ' ' -f 1)
  set +e
  (
    set -e
    CLEAN_SUITE=$suite get_clean_tree "$clean_tree" "$@"
  )
  set -e
  lacking=''
  [[ -e $clean_tree/.complete ]] || lacking="Debian's packages cannot be fetched here"
}

# What a host of Debian has at least.
CLEAN_PACKAGES=(bash coreutils dash diffutils findutils grep gzip libstdc++6 login passwd procps sed tar util-linux)

# get_two_releases FOLDER leaves 0.1.0 and 0.1.1 there, of the same jars, signed by the key of kefu.pub, which is for this run alone.
# KEFU_ROAD_BUILDS names a folder with all three, to use them again without building.
get_two_releases() {
  local version folder=$1
  if [[ -e ${KEFU_ROAD_BUILDS:-}/0.1.0 && -e ${KEFU_ROAD_BUILDS:-}/0.1.1 ]]; then
    cp -r "$KEFU_ROAD_BUILDS"/{0.1.0,0.1.1,kefu.pub} "$folder/"
    return
  fi
  openssl genpkey -algorithm ed25519 -out "$folder/kefu.key" 2>/dev/null
  openssl pkey -in "$folder/kefu.key" -pubout -out "$folder/kefu.pub"
  for version in 0.1.0 0.1.1; do
    KEFU_RELEASE_KEY=$folder/kefu.key KEFU_RELEASE_QUICK=1 \
      "$KEFU_HOME/bin/release" --platform "$(own_platform)" --version "$version" --into "$folder/$version"
  done
  rm "$folder/kefu.key"
}
