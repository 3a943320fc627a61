# S3Proxy, an S3 server over a directory that Maven Central has. It checks signatures (version 4) and hashes.
# shellcheck shell=bash
# shellcheck disable=SC2034 # bin/lib/engines.sh runs COMMAND

_S3PROXY=4.1.0

_s3_home() { printf '%s/s3proxy-%s' "$ENGINES_CACHE" "$_S3PROXY"; }

s3_is_here() { [[ -e $(_s3_home)/.complete ]]; }

# Maven compares what it downloads with the registry's hashes.
s3_fetch() {
  local home attempt
  home=$(_s3_home)
  need_jdk
  need_maven
  rm -rf "$home"
  mkdir -p "$home"
  cp "$KEFU_HOME/bin/lib/s3/pom.xml" "$home/"
  for attempt in 1 2 3; do
    if (cd "$home" && mvn -B -q -ntp dependency:copy-dependencies -DoutputDirectory=lib); then break; fi
    ((attempt < 3)) || die "could not download S3Proxy (Maven: org.gaul:s3proxy)"
    sleep "$attempt"
  done
  : >"$home/.complete"
}

s3_prepare() { mkdir -p "$1/data"; }

s3_command() {
  need_jdk
  cat >"$1/s3.conf" <<CONF
s3proxy.authorization=aws-v4
s3proxy.endpoint=http://127.0.0.1:$2
s3proxy.identity=kefu
s3proxy.credential=$(<"$1/password")
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir=$1/data
CONF
  COMMAND=("$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$(_s3_home)/lib/*"
    org.gaul.s3proxy.Main --properties "$1/s3.conf")
}

s3_is_ready() { [[ $(_says "$1" 'GET / HTTP/1.0\r\n\r\n' 2>/dev/null) == HTTP/* ]]; }

s3_url() { printf 'http://127.0.0.1:%s/?user=kefu&password=%s' "$1" "$2"; }
