# Builds what is stale: the web packages, the jars, target/dist made of them, and the caches that make Java start quickly.
# shellcheck shell=bash

KEFU_DIST=$KEFU_HOME/target/dist
_JAVA_MODULES=(config protocol channel-sdk monitoring storage-tiers server kefuctl)

# Costs one find and one checksum when nothing changed.
build_kefu() {
  _is_current kefu || _locked _build_stale
}

# The same for bench/, which only bin/bench runs.
build_bench() {
  if _is_current bench; then return 0; fi
  local sources=$SOURCES_NOW
  need_maven
  rm -rf "$KEFU_HOME/bench/target/lib"
  step "building the benchmarks" maven -q -T2 -Dkefu.quick -pl bench -am package
  cp "$KEFU_HOME"/bench/target/bench-*.jar "$KEFU_HOME/bench/target/bench.jar"
  _record bench "$sources"
}

_bench_sources() {
  _java_sources
  find "$KEFU_HOME/bench/pom.xml" "$KEFU_HOME/bench/src" "$KEFU_HOME/engines/src" -type f -printf '%p %s %T@\0' 2>/dev/null || true
}

# Compares the sources' names, sizes and times with those of the last build; SOURCES_NOW is what they are now.
_is_current() {
  local stamp=$KEFU_HOME/target/stamps/$1 recorded=''
  SOURCES_NOW=$("_${1}_sources" | sort -z | cksum)
  if [[ -r $stamp ]]; then read -r recorded <"$stamp"; fi
  [[ $recorded == "$SOURCES_NOW" && ($1 != kefu || -x $KEFU_DIST/bin/kefuctl) ]]
}

_record() {
  mkdir -p "$KEFU_HOME/target/stamps"
  printf '%s\n' "$2" >"$KEFU_HOME/target/stamps/$1"
}

_kefu_sources() {
  _java_sources
  _web_sources
}

_java_sources() {
  local module paths=("$KEFU_HOME/pom.xml" "$KEFU_HOME/bin/launcher")
  for module in "${_JAVA_MODULES[@]}"; do
    paths+=("$KEFU_HOME/$module/pom.xml" "$KEFU_HOME/$module/src/main")
  done
  find "${paths[@]}" -type f -printf '%p %s %T@\0' 2>/dev/null || true
}

_web_sources() {
  [[ -e $KEFU_HOME/web/package.json ]] || return 0
  find "$KEFU_HOME/web" \( -name node_modules -o -name dist -o -name test -o -name e2e -o -name test-results -o -name .vite \) \
    -prune -o -type f -printf '%p %s %T@\0'
}

# Two starts in one checkout build one after the other; the second finds nothing left to do.
_locked() {
  mkdir -p "$KEFU_HOME/target"
  exec {_lock}>"$KEFU_HOME/target/build.lock"
  flock -n "$_lock" || { say "waiting for another build of this checkout" && flock "$_lock"; }
  "$@"
  exec {_lock}>&-
}

_build_stale() {
  if _is_current kefu; then return 0; fi
  note_sources
  build_web
  need_maven
  step "building Java" _package_java
  adopt_build
}

# Remembers the sources of a build that is about to begin: those that change while it runs make it stale.
note_sources() {
  _is_current kefu || true
  _noted_sources=$SOURCES_NOW
}

# Makes what Maven has just packaged the distribution that runs.
adopt_build() {
  step "putting the distribution together" assemble
  train
  _record kefu "$_noted_sources"
}

build_web() {
  if [[ ! -e $KEFU_HOME/web/package.json ]] || _is_current web; then return 0; fi
  local sources=$SOURCES_NOW
  need_node
  install_web
  step "building the web pages" npm --prefix "$KEFU_HOME/web" run build
  _record web "$sources"
}

# Installs when the lock file is not the one that was installed last.
install_web() {
  local installed=$KEFU_HOME/web/node_modules/.kefu-lock
  if cmp -s "$KEFU_HOME/web/package-lock.json" "$installed"; then return 0; fi
  step "fetching the web packages' dependencies" npm --prefix "$KEFU_HOME/web" ci
  cp "$KEFU_HOME/web/package-lock.json" "$installed"
}

_package_java() {
  rm -rf "$KEFU_HOME/kefuctl/target/lib"
  maven -q -T2 -Dkefu.quick -pl kefuctl -am package
}

# Puts target/dist together from what Maven left, beside the old one, and swaps them.
assemble() {
  local new=$KEFU_DIST.new
  rm -rf "$new" "$KEFU_DIST.old"
  mkdir -p "$new"/{bin,lib,conf}
  cp -l "$KEFU_HOME"/kefuctl/target/lib/*.jar "$new/lib/"
  ship_one_platform "$new/lib"
  cp "$KEFU_HOME"/kefuctl/target/kefuctl-*.jar "$new/lib/kefuctl.jar"
  cp "$KEFU_HOME"/bin/launcher/kefu* "$new/bin/"
  cp "$KEFU_HOME"/bin/launcher/*.options "$new/conf/"
  if [[ -e $KEFU_DIST ]]; then mv "$KEFU_DIST" "$KEFU_DIST.old"; fi
  mv "$new" "$KEFU_DIST"
  rm -rf "$KEFU_DIST.old"
}
