# What a release is made of, made in the same way each time. Sourced by bin/release.
# shellcheck shell=bash

# What the jars use (jdeps --print-module-deps), and what is only looked up while running: charsets, dates in Chinese, zip
# archives, jcmd for support.
RELEASE_MODULES=java.base,java.compiler,java.desktop,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.charsets,jdk.jcmd,jdk.jfr,jdk.localedata,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs
# Windows and sound, which a server has none of: it makes thumbnails.
_RELEASE_LEFT_OUT='regex:/java.desktop/(javax/swing|sun/swing|com/sun/java/swing|javax/sound|com/sun/media/sound)/.*'

# What of those is left out: all but one file of each package, as a module must have the packages that it says it has.
_left_out() {
  "$JAVA_HOME/bin/jimage" list --include "$_RELEASE_LEFT_OUT" "$1/lib/modules" |
    awk '/^    / { folder = $1; sub("/[^/]*$", "", folder); if (seen[folder]++) print "/java.desktop/" $1 }'
}

# Raised when a server writes what the one before cannot read: then there is no way back but a backup.
RELEASE_DATA_FORMAT=2

# The time of the last commit unless SOURCE_DATE_EPOCH says otherwise; what is not committed has that of 2026.
release_epoch() {
  printf '%s' "${SOURCE_DATE_EPOCH:-$(git -C "$KEFU_HOME" log -1 --format=%ct 2>/dev/null || printf 1767225600)}"
}

# What a release says that it was made of: the last commit, and whether there was more than that. Empty outside a checkout.
release_commit() {
  local commit
  commit=$(git -C "$KEFU_HOME" rev-parse --short=12 HEAD 2>/dev/null) || return 0
  if [[ $(git -C "$KEFU_HOME" status --porcelain 2>/dev/null) ]]; then commit+=-changed; fi
  printf '%s' "$commit"
}

release_version() { sed -n 's:^  <version>\(.*\)</version>:\1:p' "$KEFU_HOME/pom.xml" | head -n 1; }

# release INTO VERSION KEY PLATFORM… With KEFU_RELEASE_QUICK the archive alone, packed loosely: for tests.
release() {
  local into=$1 version=$2 key=$3 platform
  shift 3
  export SOURCE_DATE_EPOCH
  SOURCE_DATE_EPOCH=$(release_epoch)
  if [[ ! ${KEFU_RELEASE_QUICK:-} ]] && ! command -v libdeflate-gzip >/dev/null; then need_packages libdeflate libdeflate-tools; fi
  mkdir -p "$into"
  rm -rf "$into"/kefu[-_]"$version"* "$into"/SHA256SUMS* "$into/work"
  [[ ${KEFU_RELEASE_QUICK:-} ]] || step "writing the bill of materials" _bill_of_materials "$into/kefu-$version.cdx.json"
  for platform; do
    step "linking a Java for $platform" _runtime "$platform" "$into/work/$platform/runtime"
    step "laying out the release for $platform" _lay_out "$platform" "$version" "$into/work/$platform"
    step "packing kefu-$version-linux-$platform.tar.gz" _pack "$into/work/$platform" "kefu-$version-linux-$platform" "$into"
    [[ ${KEFU_RELEASE_QUICK:-} ]] || step "packing the Debian package for $platform" _debian_package "$into/work/$platform" "$version" "$platform" "$into"
  done
  rm -rf "$into/work"
  (cd "$into" && sha256sum kefu[-_]"$version"* >SHA256SUMS)
  if [[ $key ]]; then step "signing SHA256SUMS" _sign "$into/SHA256SUMS" "$key"; fi
  (cd "$into" && ls -l -- * >&2)
}

# One line of base64 over the signature's 64 bytes (Ed25519, RFC 8032).
_sign() {
  command -v openssl >/dev/null || die "openssl is missing, which signs. As root: apt-get install openssl"
  openssl pkeyutl -sign -inkey "$2" -rawin -in "$1" -out "$1.raw"
  base64 -w 0 "$1.raw" >"$1.sig"
  printf '\n' >>"$1.sig"
  rm "$1.raw"
}

_bill_of_materials() {
  need_maven
  maven -q -Dkefu.quick -pl kefuctl -am package org.cyclonedx:cyclonedx-maven-plugin:makeBom
  cp "$KEFU_HOME/kefuctl/target/bom.json" "$1"
}

# A Java of the modules that are needed, linked once in a checkout for each JDK and list of them.
_runtime() {
  local kept
  kept=$KEFU_HOME/target/one-platform/runtime-$1-$(cat "$JAVA_HOME/release" "$KEFU_HOME/bin/lib/release.sh" | cksum | tr -c '0-9\n' -)
  if [[ ! -e $kept ]]; then
    rm -rf "$kept".new
    _link "$1" "$kept".new
    mv "$kept".new "$kept"
  fi
  mkdir -p "$(dirname "$2")"
  rm -rf "$2"
  # Licences are links to each other there: a release has files alone.
  cp -aL "$kept" "$2"
}

# Uncompressed within: what packs the whole does better.
_link() {
  local platform=$1 out=$2 foreign=$JAVA_HOME jlink jmods=()
  mkdir -p "$(dirname "$out")"
  if [[ $platform != "$(own_platform)" ]]; then
    get_foreign_jdk "$platform"
    foreign=$(foreign_jdk "$platform")
    jmods=(--module-path "$foreign/jmods")
    # jlink takes modules of its own version alone.
    jlink=$(_foreign_jlink "$foreign")
  else
    jlink=$JAVA_HOME/bin/jlink
  fi
  _left_out "$foreign" >"$out.without"
  "$jlink" "${jmods[@]}" --add-modules "$RELEASE_MODULES" --no-header-files --no-man-pages --strip-java-debug-attributes \
    --include-locales=en,zh --exclude-resources="@$out.without" --compress zip-0 --output "$out"
  rm "$out.without"
  if [[ $platform != "$(own_platform)" ]]; then foreign_libraries "$platform" "$out/lib"; fi
  # Programs that nobody runs there, and libraries for windows, sound and letters in pictures.
  find "$out/bin" -type f ! -name java ! -name jcmd -delete
  rm -f "$out"/lib/lib{awt_xawt,splashscreen,jsound,jawt,fontmanager,freetype}.so
  find "$out/lib" -name '*.so*' -type f -exec chmod u+w {} + -exec "$JAVA_HOME/bin/java" "$KEFU_HOME/bin/lib/ShipJars.java" --libraries {} +
}

own_platform() {
  case $(uname -m) in
    x86_64) printf x64 ;;
    aarch64) printf arm64 ;;
    *) die "releases are built on x86_64 or aarch64, and this is $(uname -m)" ;;
  esac
}

# The folder that is the release: WORK/kefu with bin, conf, lib, runtime, share and what it says of itself.
_lay_out() {
  local platform=$1 version=$2 work=$3 tree=$3/kefu
  rm -rf "$tree"
  mkdir -p "$tree"/{bin,conf,lib,share}
  mv "$work/runtime" "$tree/runtime"
  "$JAVA_HOME/bin/java" "$KEFU_HOME/bin/lib/ShipJars.java" "$platform" "$version" "$(release_commit)" "$SOURCE_DATE_EPOCH" "$tree/lib" \
    "$KEFU_HOME"/kefuctl/target/lib/*.jar "$(_kefuctl_jar)"
  cp "$KEFU_HOME"/bin/launcher/kefu* "$tree/bin/"
  cp "$KEFU_HOME"/bin/launcher/*.options "$tree/conf/"
  cp "$KEFU_HOME"/{LICENSE,CHANGELOG.md,README.md,README.zh-CN.md} "$tree/share/"
  cp -r "$KEFU_HOME"/{docs,config-examples} "$tree/share/"
  cp -r "$KEFU_HOME/storage-tiers/src/main/resources/db" "$tree/share/migrations"
  _describe "$tree" "$version" "$platform"
  find "$tree" -type d -exec chmod 755 {} +
  find "$tree" -type f -exec chmod u=rwX,go=rX {} +
  find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

_kefuctl_jar() {
  local jar=("$KEFU_HOME"/kefuctl/target/kefuctl-*.jar)
  printf '%s' "${jar[0]}"
}

# files.sha256 names every file; its own digest is the build's name, so that two builds that differ are told apart.
_describe() {
  local tree=$1 build
  (cd "$tree" && find . -type f ! -name files.sha256 ! -name release.json -printf '%P\0' | sort -z | xargs -0 sha256sum) \
    >"$tree/files.sha256"
  build=$(sha256sum <"$tree/files.sha256")
  printf '{"apiVersion": "kefu.io/v1", "kind": "Release", "version": "%s", "commit": "%s", "build": "%s", "platform": "linux-%s", "data_format": %d, "java": "%s"}\n' \
    "$2" "$(release_commit)" "${build:0:16}" "$3" "$RELEASE_DATA_FORMAT" "$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$tree/runtime/release")" \
    >"$tree/release.json"
}

# Sorted, without names or times of this machine; gzip notes neither name nor time. libdeflate looks harder for what repeats
# than gzip does: four hundredths less, for whoever fetches it.
_pack() {
  local work=$1 name=$2 into=$3
  tar --directory="$work" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu \
    --transform="s:^kefu:$name:" --create --file "$work/$name.tar" kefu
  if [[ ${KEFU_RELEASE_QUICK:-} ]]; then
    gzip -n -1 <"$work/$name.tar" >"$into/$name.tar.gz"
  else
    libdeflate-gzip -n -12 -c "$work/$name.tar" >"$into/$name.tar.gz"
  fi
  rm "$work/$name.tar"
}

# Lays the release into /usr/lib/kefu and kefuctl into /usr/bin; `kefuctl install` makes it run.
_debian_package() {
  local work=$1 version=${2//-/\~} platform=$3 into=$4 architecture=amd64 tree=$1/deb
  if [[ $platform == arm64 ]]; then architecture=arm64; fi
  rm -rf "$tree"
  mkdir -p "$tree"/{DEBIAN,usr/bin,usr/lib,usr/share/doc/kefu}
  cp -al "$work/kefu" "$tree/usr/lib/kefu"
  ln -s ../lib/kefu/bin/kefuctl "$tree/usr/bin/kefuctl"
  cp "$KEFU_HOME/LICENSE" "$tree/usr/share/doc/kefu/copyright"
  cat >"$tree/DEBIAN/control" <<CONTROL
Package: kefu
Version: $version
Architecture: $architecture
Maintainer: The Kefu authors <kefu@localhost>
Installed-Size: $(du -sk --apparent-size "$tree/usr" | cut -f 1)
Depends: bash, coreutils, tar, gzip, util-linux, passwd, libstdc++6, libc6 (>= $(glibc_of "$platform"))
Section: net
Priority: optional
Description: customer service (live chat) that a company runs itself
 The server, its command line kefuctl and a Java of their own. Installing the
 package starts nothing: "kefuctl install" does.
CONTROL
  find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  find "$tree" -type d -exec chmod 755 {} +
  dpkg-deb --root-owner-group -Zgzip -z9 --build "$tree" "$into/kefu_${version}_$architecture.deb"
}

# Temurin's is built for old systems, Debian's for its own.
glibc_of() { if [[ $1 == "$(own_platform)" && -e $JAVA_HOME/NOTICE ]]; then printf 2.17; else printf 2.38; fi; }
