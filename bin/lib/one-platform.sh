# DuckDB's driver carries its engine for every platform (240 MB): a distribution gets that of the platform it is built on.
# shellcheck shell=bash

# Replaces the driver among the jars of a folder by one without libraries, and lays this platform's beside it, which is
# where the driver then looks. Loaded from there it is not unpacked at each start. On another platform the jar stays whole.
ship_one_platform() {
  local whole library kept
  whole=$(compgen -G "$1/duckdb_jdbc-*.jar") || return 0
  library=libduckdb_java.so_$(_duckdb_platform)
  kept=$KEFU_HOME/target/one-platform/${whole##*/}-$(stat -c %s "$whole" 2>/dev/null || stat -f %z "$whole")
  if [[ ! -e $kept/.complete ]]; then _take_one_platform "$whole" "$library" "$kept"; fi
  if [[ ! -e $kept/$library ]]; then return 0; fi
  rm "$whole"
  cp -l "$kept/${whole##*/}" "$kept/$library" "$1/"
}

_duckdb_platform() {
  local system machine
  system=$(uname -s) machine=$(uname -m)
  case $machine in
    x86_64) machine=amd64 ;;
    aarch64) machine=arm64 ;;
  esac
  case $system in
    Darwin) system=macos ;;
    *) system=${system,,} ;;
  esac
  printf '%s_%s' "$system" "$machine"
}

_take_one_platform() {
  local whole library=$2 kept=$3 jar=$JAVA_HOME/bin/jar entries
  whole=$(realpath "$1")
  entries=$("$jar" --list --file "$whole")
  rm -rf "$kept"
  mkdir -p "$kept/classes"
  if grep -qx "$library" <<<"$entries"; then
    grep -v -e '^libduckdb_java' -e '/$' <<<"$entries" >"$kept/entries"
    (cd "$kept/classes" && "$jar" --extract --file "$whole" "@$kept/entries")
    (cd "$kept" && "$jar" --extract --file "$whole" "$library")
    # An empty line of META-INF/MANIFEST.MF ends it: the driver's own is carried over as it is.
    "$jar" --create --file "$kept/${whole##*/}" --manifest "$kept/classes/META-INF/MANIFEST.MF" -C "$kept/classes" org \
      -C "$kept/classes" META-INF/services
  fi
  rm -rf "$kept/classes" "$kept/entries"
  : >"$kept/.complete"
}
