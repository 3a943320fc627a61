# What every script in bin/ starts with. The caller has set KEFU_HOME to the checkout.
# shellcheck shell=bash

[[ -n ${HOME:-} ]] || HOME=/root
KEFU_CACHE=${KEFU_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kefu}

_lib=$KEFU_HOME/bin/lib
for _part in say deadline apt jdk private-jdk foreign-jdk maven node chromium one-platform build train release reports dependencies \
  debian-tree clean-host engines engine-redis engine-mysql engine-postgresql engine-clickhouse engine-s3 engine-etcd; do
  # shellcheck source=/dev/null
  if [[ -e $_lib/$_part.sh ]]; then . "$_lib/$_part.sh"; fi
done
unset _part
