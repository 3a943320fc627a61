# The JDK of another machine's kind, to link a Java for it from: Debian's package, unpacked into the cache.
# shellcheck shell=bash

_FOREIGN_SUITE=trixie

_foreign_root() { printf '%s/jdk-%s-%s-%s' "$KEFU_CACHE" "$KEFU_JAVA" "$_FOREIGN_SUITE" "$1"; }
foreign_tree() { printf '%s/tree' "$(_foreign_root "$1")"; }

# The folder of the JDK, with its jmods.
foreign_jdk() {
  local found=("$(foreign_tree "$1")"/usr/lib/jvm/java-"$KEFU_JAVA"-openjdk-*)
  printf '%s' "${found[0]}"
}

# get_foreign_jdk x64|arm64 (150 MB, kept)
get_foreign_jdk() {
  local platform=$1 architecture=$1 root
  root=$(_foreign_root "$platform")
  if [[ $platform == x64 ]]; then architecture=amd64; fi
  if [[ -e $root/.complete ]]; then return 0; fi
  command -v apt-get >/dev/null || die "the JDK for $platform comes from Debian's packages, and this machine has no apt-get"
  rm -rf "$root"
  mkdir -p "$root"/{apt/lists/partial,apt/cache/archives/partial,debs,tree}
  : >"$root/apt/status"
  printf 'deb [signed-by=%s] %s %s main\n' "$(_private_keyring)" "$(_debian_mirror)" "$_FOREIGN_SUITE" >"$root/apt/sources.list"
  _foreign_apt "$root" "$architecture" update
  (cd "$root/debs" && _foreign_apt "$root" "$architecture" download "openjdk-$KEFU_JAVA-jdk-headless" \
    "openjdk-$KEFU_JAVA-jre-headless" libc6 zlib1g libstdc++6 libgcc-s1 libjpeg62-turbo liblcms2-2)
  local deb
  for deb in "$root"/debs/*.deb; do dpkg -x "$deb" "$root/tree"; done
  _private_links "$root/tree" "$(foreign_jdk "$platform")"
  rm -rf "$root/debs" "$root/apt"
  : >"$root/.complete"
}

_foreign_apt() {
  local root=$1 architecture=$2
  shift 2
  _private_apt "$root" -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" -o Acquire::Retries=3 \
    -o Acquire::Languages=none "$@"
}

# jlink wants modules of its own version: that of the machine's JDK, or of Debian's for this machine.
_foreign_jlink() {
  local wanted private
  wanted=$(_java_version "$1")
  if [[ $(_java_version "$JAVA_HOME") == "$wanted" ]]; then printf '%s/bin/jlink' "$JAVA_HOME"; return; fi
  private=$(_private_jdk_home)
  if [[ ! -x $private/bin/jlink ]]; then get_private_jdk >&2; fi
  printf '%s/bin/jlink' "$private"
}

_java_version() { sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release"; }

# Debian's Java takes two libraries for pictures from the system: they go beside its own, where it looks first.
foreign_libraries() {
  local tree library
  tree=$(foreign_tree "$1")
  for library in libjpeg.so.62 liblcms2.so.2; do
    cp -L "$tree"/usr/lib/*-linux-gnu/$library "$2/"
  done
}
