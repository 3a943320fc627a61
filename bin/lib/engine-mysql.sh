# MySQL 9. Debian has it in its unstable suite alone, whose C library is newer than a stable machine's: the server runs
# through the dynamic loader of its own tree.
# shellcheck shell=bash
# shellcheck disable=SC2034 # bin/lib/engines.sh runs COMMAND

_mysql_tree() { printf '%s/mysql-sid' "$ENGINES_CACHE"; }

# The data directory of a server that has just been made, which every new one starts from: making one takes seconds.
_mysql_blank() { printf '%s/mysql-blank' "$ENGINES_CACHE"; }

mysql_is_here() { [[ -x $(_mysql_tree)/usr/sbin/mysqld && -e $(_mysql_blank)/data ]]; }

mysql_fetch() {
  [[ -x $(_mysql_tree)/usr/sbin/mysqld ]] || get_tree "$(_mysql_tree)" sid mysql-server-core
  local blank COMMAND
  blank=$(_mysql_blank)
  rm -rf "$blank" "$blank.new"
  mkdir -p "$blank.new/data"
  _mysqld "$blank.new"
  "${COMMAND[@]}" --initialize-insecure
  # The identity of a server, which each is to have for itself.
  rm "$blank.new/data/auto.cnf"
  mv "$blank.new" "$blank"
}

mysql_prepare() {
  cat >"$1/init.sql" <<SQL
CREATE USER IF NOT EXISTS 'kefu'@'127.0.0.1' IDENTIFIED BY '$(<"$1/password")';
GRANT ALL ON *.* TO 'kefu'@'127.0.0.1' WITH GRANT OPTION;
ALTER USER 'root'@'localhost' ACCOUNT LOCK;
SQL
  if [[ -d $1/data ]]; then return 0; fi
  rm -rf "$1/data.new"
  cp -r "$(_mysql_blank)/data" "$1/data.new"
  mv "$1/data.new" "$1/data"
}

mysql_command() {
  _mysqld "$1"
  COMMAND+=(--port="$2" --bind-address=127.0.0.1 --socket=mysql.sock --init-file="$1/init.sql")
}

_mysqld() {
  local tree libraries
  tree=$(_mysql_tree)
  libraries=$(tree_libraries "$tree")
  COMMAND=("${libraries%%:*}"/ld-linux-*.so.? --library-path "$libraries:$tree/usr/lib/mysql/private"
    "$tree/usr/sbin/mysqld" --no-defaults --datadir="$1/data" --pid-file="$1/mysqld.pid" --tmpdir="$1"
    --lc-messages-dir="$tree/usr/share/mysql" --character-sets-dir="$tree/usr/share/mysql/charsets"
    --plugin-dir="$tree/usr/lib/mysql/plugin" --secure-file-priv=NULL
    --mysqlx=OFF --skip-log-bin --skip-name-resolve --innodb-buffer-pool-size=256M)
  if ((EUID == 0)); then COMMAND+=(--user=root); fi
}

# It greets who connects as soon as it takes connections.
mysql_is_ready() { [[ -n $(_says "$1" '' 2>/dev/null) ]]; }

mysql_url() {
  printf 'jdbc:mysql://127.0.0.1:%s/?user=kefu&password=%s&sslMode=DISABLED&allowPublicKeyRetrieval=true' "$1" "$2"
}
