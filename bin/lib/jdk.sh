# Finds or gets JDK 25 and exports JAVA_HOME. PATH is never asked: its java may be an older one.
# shellcheck shell=bash

KEFU_JAVA=25
# Where the system keeps its JDKs; another folder may be named, for instance to try the ways below it.
KEFU_JVM_DIR=${KEFU_JVM_DIR:-/usr/lib/jvm}

need_jdk() {
  jdk_major "${JAVA_HOME:-}"
  if ((JDK_MAJOR >= KEFU_JAVA)) && [[ -x $JAVA_HOME/bin/javac ]]; then
    export JAVA_HOME
    return
  fi
  _use_jdk "$(_newest_jdk)" && return
  _use_jdk "$(_private_jdk_home)" && return
  _get_jdk
}

# Sets JDK_MAJOR from the folder's release file, 0 where there is none: no process is started to learn it.
jdk_major() {
  JDK_MAJOR=0
  [[ -n $1 && -r $1/release ]] || return 0
  local key value
  while IFS='=' read -r key value; do
    if [[ $key == JAVA_VERSION && $value =~ ^\"([0-9]+) ]]; then JDK_MAJOR=${BASH_REMATCH[1]}; fi
  done <"$1/release"
}

_use_jdk() {
  [[ -n $1 && -x $1/bin/javac ]] || return 1
  jdk_major "$1"
  ((JDK_MAJOR >= KEFU_JAVA)) || return 1
  export JAVA_HOME=$1
}

_newest_jdk() {
  local home best='' best_major=0
  for home in "$KEFU_JVM_DIR"/*; do
    [[ -x $home/bin/javac ]] || continue
    jdk_major "$home"
    if ((JDK_MAJOR > best_major)); then best=$home best_major=$JDK_MAJOR; fi
  done
  printf '%s' "$best"
}

_get_jdk() {
  local package=openjdk-$KEFU_JAVA-jdk-headless
  if [[ $KEFU_JVM_DIR == /usr/lib/jvm ]] && package_offered "$package"; then
    need_packages "JDK $KEFU_JAVA" "$package"
    _use_jdk "$(_newest_jdk)" && return
  fi
  get_private_jdk
  _use_jdk "$(_private_jdk_home)" || die "the private JDK at $(_private_jdk_home) does not work; remove it and try again, \
or install JDK $KEFU_JAVA yourself and set JAVA_HOME"
}
