# Sums JUnit XML reports, whoever wrote them (Surefire, Vitest, Node).
# shellcheck shell=bash

# Prints "PASSED FAILED SKIPPED" over the named files, and each failed case on stderr.
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
    open && /<skipped[ \t>\/]/ && state == "passed" { state = "skipped" }
    END { finish(); printf "%d %d %d", passed, failed, skipped }
  ' "$@"
}
