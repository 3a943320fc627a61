# Sums JUnit XML reports, whoever wrote them (Surefire, Vitest, Node).
# shellcheck shell=bash

# Prints "PASSED FAILED SKIPPED" over the named files, and on stderr each failed case, and each that passed only when it was run again.
sum_reports() {
  (($#)) || { printf '0 0 0'; return; }
  awk '
    function attribute(name,   at, rest) {
      at = match($0, "[ \t]" name "=\"[^\"]*\"")
      if (!at) return ""
      rest = substr($0, RSTART, RLENGTH)
      sub(/^[^"]*"/, "", rest); sub(/"$/, "", rest)
      return rest
    }
    function finish() {
      if (!open) return
      if (state == "failed") { failed++; print "FAILED  " name > "/dev/stderr" }
      else if (state == "skipped") skipped++
      else if (state == "flaky") { passed++; print "FLAKY   " name > "/dev/stderr" }
      else passed++
      open = 0
    }
    FNR == 1 { finish(); quoted = 0 }
    # What a test printed is quoted in CDATA and may hold anything.
    quoted { if (index($0, "]]>")) { quoted = 0; sub(/.*\]\]>/, "") } else next }
    { gsub(/<!\[CDATA\[([^\]]|\][^\]])*\]\]>/, "") }
    (at = index($0, "<![CDATA[")) { quoted = 1; $0 = substr($0, 1, at - 1) }
    /<testcase[ \t>]/ { finish(); open = 1; state = "passed"; name = attribute("classname") " > " attribute("name") }
    open && /<(failure|error)[ \t>\/]/ { state = "failed" }
    open && state == "passed" && /<flaky(Failure|Error)[ \t>\/]/ { state = "flaky" }
    open && /<skipped[ \t>\/]/ && state == "passed" { state = "skipped" }
    END { finish(); printf "%d %d %d", passed, failed, skipped }
  ' "$@"
}
