# What the tests of the scripts wait for and compare.
# shellcheck shell=bash

# until_true SECONDS COMMAND… waits for a condition, at most so long.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.02
  done
}

# same EXPECTED ACTUAL
same() {
  [[ $1 == "$2" ]] || {
    printf 'expected: %s\n but was: %s\n' "$1" "$2"
    return 1
  }
}
