# The parts in bin/lib that decide something.
# shellcheck shell=bash

library() {
  mkdir -p checkout/bin
  ln -s "$KEFU_HOME/bin/lib" checkout/bin/lib
  KEFU_HOME=$PWD/checkout
  # shellcheck source=bin/lib/kefu.sh
  . "$KEFU_HOME/bin/lib/kefu.sh"
}

jdk() {
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="nobody"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
  : >"$1/bin/javac"
  chmod +x "$1/bin/javac"
}

test_java_home_is_used_when_it_is_new_enough() {
  library
  jdk mine 25.0.3
  jdk jvm/newer 26
  KEFU_JVM_DIR=$PWD/jvm JAVA_HOME=$PWD/mine
  need_jdk
  same "$PWD/mine" "$JAVA_HOME"
}

test_the_newest_of_the_machines_jdks_is_used_when_java_home_is_too_old() {
  library
  jdk mine 17.0.15
  jdk jvm/a 21.0.1
  jdk jvm/b 26.0.1
  jdk jvm/c 25.0.3
  KEFU_JVM_DIR=$PWD/jvm JAVA_HOME=$PWD/mine
  need_jdk
  same "$PWD/jvm/b" "$JAVA_HOME"
}

test_a_jre_is_no_jdk() {
  library
  jdk jvm/jre 25.0.3
  rm jvm/jre/bin/javac
  export KEFU_JVM_DIR=$PWD/jvm
  same '' "$(_newest_jdk)"
}

test_a_step_that_fails_shows_its_log_and_ends_the_script_with_its_code() {
  library
  cat >script <<'SCRIPT'
. "$KEFU_HOME/bin/lib/kefu.sh"
broken() {
  printf 'the reason\n'
  (exit 7)
  printf 'not reached\n'
}
step 'a broken step' broken
printf 'after\n'
SCRIPT
  code=0
  KEFU_HOME=$KEFU_HOME bash -euo pipefail script >out 2>err || code=$?
  same 7 "$code"
  same '' "$(cat out)"
  grep -q 'the reason' err
  grep -q "whole log: $KEFU_HOME/target/logs/a-broken-step.log" err
  if grep -q 'not reached' err; then return 1; fi
}

test_reports_are_summed_by_case_and_quoted_output_is_no_case() {
  library
  cat >one.xml <<'XML'
<?xml version="1.0"?>
<testsuite name="x" tests="9">
  <testcase name="a" classname="io.kefu.A" time="0.1"/>
  <testcase name="b" classname="io.kefu.A"><failure message="&lt;testcase">no
  </failure></testcase>
  <testcase name="c" classname="io.kefu.A">
    <system-out><![CDATA[<testcase name="no">
<failure>
]]></system-out>
  </testcase>
  <testcase name="d" classname="io.kefu.A"><skipped/></testcase>
</testsuite>
XML
  printf '<testsuite><testcase classname="w" name="e"></testcase>\n<testcase classname="w" name="f">\n<flakyFailure message="once">' >two.xml
  printf '<stackTrace/></flakyFailure></testcase></testsuite>' >>two.xml
  same '4 1 1' "$(sum_reports one.xml two.xml 2>failures)"
  same $'FAILED  io.kefu.A > b\nFLAKY   w > f' "$(cat failures)"
}

test_a_build_is_stale_when_a_source_changes_appears_or_goes() {
  library
  mkdir -p "$KEFU_HOME"/{server/src/main,web/widget/{src,dist},bin/launcher} "$KEFU_HOME/target/dist/bin"
  printf x >"$KEFU_HOME/server/src/main/A.java"
  printf x >"$KEFU_HOME/web/package.json"
  printf x >"$KEFU_HOME/target/dist/bin/kefuctl"
  chmod +x "$KEFU_HOME/target/dist/bin/kefuctl"
  built() { _is_current kefu || _record kefu "$SOURCES_NOW"; }
  stale() { ! _is_current kefu; }
  stale
  built
  _is_current kefu
  printf yy >"$KEFU_HOME/server/src/main/A.java"
  stale
  built
  printf x >"$KEFU_HOME/web/widget/src/b.ts"
  stale
  built
  rm "$KEFU_HOME/server/src/main/A.java"
  stale
  built
  printf x >"$KEFU_HOME/web/widget/dist/widget.js"
  _is_current kefu
}

test_the_build_files_dependencies_are_found_and_those_of_ours_left_out() {
  library
  mkdir -p "$KEFU_HOME"/{server,web/console,docs}
  cat >"$KEFU_HOME/pom.xml" <<'XML'
<dependencyManagement><dependencies>
<dependency><groupId>g</groupId><artifactId>managed</artifactId></dependency>
</dependencies></dependencyManagement>
XML
  cat >"$KEFU_HOME/server/pom.xml" <<'XML'
<dependency><groupId>io.kefu</groupId><artifactId>config</artifactId></dependency>
<dependency>
  <groupId>g</groupId>
  <artifactId>used</artifactId>
</dependency>
XML
  printf '{"dependencies": {"@kefu/client": "1",\n "vue": "3"}, "devDependencies": {"vite": "8"}}' \
    >"$KEFU_HOME/web/console/package.json"
  # shellcheck disable=SC2016 # the page's own back-quotes
  printf '| `%s` | x | y |\n' used vue vite >"$KEFU_HOME/docs/dependencies.md"
  check_dependencies_page
  # shellcheck disable=SC2016
  printf '| `gone` | x | y |\n' >>"$KEFU_HOME/docs/dependencies.md"
  if check_dependencies_page >said; then return 1; fi
  same 'only in docs/dependencies.md: gone' "$(cat said)"
}
