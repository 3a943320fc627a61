# Compares docs/dependencies.md with the build files.
# shellcheck shell=bash

# Fails, naming them, on direct dependencies that the page lacks and on those that only the page has.
check_dependencies_page() {
  local page=$KEFU_HOME/docs/dependencies.md declared described
  declared=$( { _pom_dependencies; _package_dependencies; } | sort -u)
  # shellcheck disable=SC2016 # the page's own back-quotes
  described=$(sed -n 's/^| `\([^`]*\)` |.*/\1/p' "$page" | sort -u)
  comm -23 <(printf '%s\n' "$declared") <(printf '%s\n' "$described") | sed 's:^:not in docs/dependencies.md\: :'
  comm -13 <(printf '%s\n' "$declared") <(printf '%s\n' "$described") | sed 's:^:only in docs/dependencies.md\: :'
  [[ $declared == "$described" ]]
}

# Those that a module or the root names for use; the versions in dependencyManagement are no use of them.
_pom_dependencies() {
  awk '
    /<dependencyManagement>/ { managed = 1 }
    /<\/dependencyManagement>/ { managed = 0 }
    /<dependency>/ && !managed { inside = 1; text = "" }
    inside { text = text $0 }
    /<\/dependency>/ && inside {
      inside = 0
      if (text ~ /<groupId>io\.kefu<\/groupId>/) next
      sub(/.*<artifactId>/, "", text); sub(/<.*/, "", text); print text
    }
  ' "$KEFU_HOME/pom.xml" "$KEFU_HOME"/*/pom.xml
}

_package_dependencies() {
  local package
  for package in "$KEFU_HOME"/web/package.json "$KEFU_HOME"/web/*/package.json; do
    [[ -e $package ]] || continue
    tr -d '\n' <"$package" | grep -oE '"(dev)?[dD]ependencies" *: *\{[^}]*\}' | grep -oE '"[^"]+" *: *"[^"]*"' |
      sed -E 's/^"([^"]+)".*/\1/' | grep -v '^@kefu/' || true
  done
}
