# Debian 12 has no JDK 25: this unpacks that of Debian 13 (trixie) into the cache, with the C library that it needs,
# from the machine's own mirror. Nothing is installed and no root is needed.
# shellcheck shell=bash

_PRIVATE_SUITE=trixie
_PRIVATE_PACKAGES=(openjdk-25-jdk-headless openjdk-25-jre-headless
  libc6 zlib1g libstdc++6 libgcc-s1 libjpeg62-turbo liblcms2-2 patchelf)

_private_jdk_root() { printf '%s/jdk-%s-%s' "$KEFU_CACHE" "$KEFU_JAVA" "$_PRIVATE_SUITE"; }
_private_jdk_home() { printf '%s/home' "$(_private_jdk_root)"; }

get_private_jdk() {
  local root
  root=$(_private_jdk_root)
  command -v apt-get >/dev/null || die "JDK $KEFU_JAVA is missing. Install one and set JAVA_HOME to its folder"
  rm -rf "$root"
  mkdir -p "$root"/{apt/lists/partial,apt/cache/archives/partial,debs,tree}
  step "fetching the package lists of Debian $_PRIVATE_SUITE" _private_lists "$root"
  step "downloading JDK $KEFU_JAVA (150 MB, kept in $root)" _private_download "$root"
  step "unpacking JDK $KEFU_JAVA" _private_unpack "$root"
}

_private_lists() {
  local mirror
  mirror=$(_debian_mirror)
  [[ -n $mirror ]] || die "JDK $KEFU_JAVA is missing and this machine names no Debian mirror. Install one and set JAVA_HOME"
  # Images older than trixie lack its key.
  if [[ ! -e $(_private_keyring) ]] && can_install; then _apt update && _apt install debian-archive-keyring; fi
  printf 'deb [signed-by=%s] %s %s main\n' "$(_private_keyring)" "$mirror" "$_PRIVATE_SUITE" >"$1/apt/sources.list"
  : >"$1/apt/status"
  _private_apt "$1" update
}

_private_keyring() { printf '/usr/share/keyrings/debian-archive-keyring.gpg'; }

# The address from which this machine gets its own suite, whatever form its sources have.
_debian_mirror() {
  local codename
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  # shellcheck disable=SC2016 # apt expands these
  apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(RELEASE)' 'Created-By: Packages' 2>/dev/null |
    awk -v suite="$codename" '$2 == suite || $3 == suite { print $1; exit }'
}

# The machine's proxy and authentication settings stay in force: only the places are other ones.
_private_apt() {
  local root=$1
  shift
  apt-get -o Dir::State="$root/apt" -o Dir::State::status="$root/apt/status" -o Dir::State::lists="$root/apt/lists" \
    -o Dir::Cache="$root/apt/cache" -o Dir::Etc::sourcelist="$root/apt/sources.list" -o Dir::Etc::sourceparts=- \
    -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User= "$@"
}

_private_download() {
  cd "$1/debs" || return
  _private_apt "$1" download "${_PRIVATE_PACKAGES[@]}"
}

_private_unpack() {
  local root=$1 deb jdk
  for deb in "$root"/debs/*.deb; do dpkg -x "$deb" "$root/tree"; done
  jdk=$(echo "$root"/tree/usr/lib/jvm/java-"$KEFU_JAVA"-openjdk-*)
  _private_links "$root/tree" "$jdk"
  _private_patch "$root/tree" "$jdk"
  _private_certificates "$jdk"
  "$jdk/bin/java" -version
  ln -s "$jdk" "$root/home"
  rm -rf "$root/debs" "$root/apt"
}

# The package's settings are links into /etc: the unpacked files take their places.
_private_links() {
  local link target
  while IFS= read -r link; do
    target=$(readlink "$link")
    [[ $target == /etc/* && -e $1$target ]] || continue
    rm "$link"
    cp -r "$1$target" "$link"
  done < <(find "$2" -type l)
}

# Each program gets the newer C library's loader by name; what it loads later follows the same path.
_private_patch() {
  local tree=$1 jdk=$2 libs loader program
  libs=$(dirname "$(find "$tree" -name libc.so.6 | head -n 1)")
  loader=$(find "$libs" -name 'ld-linux*.so.*' | head -n 1)
  for program in "$jdk"/bin/* "$jdk"/lib/jspawnhelper; do
    "$loader" --library-path "$libs" "$tree/usr/bin/patchelf" --force-rpath \
      --set-rpath "$jdk/lib:$jdk/lib/server:$libs" --set-interpreter "$loader" "$program"
  done
}

# The machine's certificate authorities, a private one included, in the form that Java reads.
_private_certificates() {
  rm -f "$1/lib/security/cacerts"
  "$1/bin/java" "$KEFU_HOME/bin/lib/TrustedCertificates.java" /etc/ssl/certs/ca-certificates.crt "$1/lib/security/cacerts"
}
