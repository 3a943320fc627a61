# Commands that hang.
# shellcheck shell=bash

library() {
  # shellcheck source=bin/lib/kefu.sh
  . "$KEFU_HOME/bin/lib/kefu.sh"
}

# Compiled before its time runs.
sleeper() {
  mkdir -p io/kefu
  cat >io/kefu/Sleeper.java <<'JAVA'
package io.kefu;
class Sleeper {
    public static void main(String[] args) throws Exception {
        Thread.sleep(60_000);
    }
}
JAVA
  "$JAVA_HOME/bin/javac" io/kefu/Sleeper.java
}

test_a_command_that_is_done_in_time_gives_its_code() {
  library
  code=0
  within 30 bash -c 'exit 7' || code=$?
  same 7 "$code"
}

test_a_command_that_hangs_is_ended_and_its_threads_are_told() {
  library
  need_jdk
  sleeper
  code=0
  within 10 bash -c "'$JAVA_HOME/bin/java' -cp . io.kefu.Sleeper & wait" >told 2>&1 || code=$?
  same 124 "$code"
  grep -q 'not done after 10 s' told
  grep -q 'io.kefu.Sleeper.main' told
}
  # Nothing is left of it.
  same '' "$(pgrep -f io.kefu.Sleeper || true)"
