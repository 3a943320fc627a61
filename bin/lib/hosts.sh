# Hosts to try Ansible on: clean Debian trees, each with mounts, processes and a network of its own. For tests alone.
# shellcheck shell=bash

# start_host NAME leaves NAME.pid, the number of the host's first process, in HOSTS. It is made of the tree CLEAN and lives until the
# pipe leash has no writer any more.
start_host() {
  local name=$1 deadline=$((SECONDS + 60))
  mkdir -p "$HOSTS/$name"
  # shellcheck disable=SC2016,SC2154 # the inner shell expands; the caller sets leash
  unshare --mount --pid --net --fork --kill-child bash -euc '
    clean=$1 hosts=$2 name=$3 tree=$2/$3/tree
    # As whoever is outside knows it; /proc is still theirs.
    read -r pid _ </proc/self/stat
    mount --make-rprivate /
    mkdir -p "$tree" "$hosts/$name"/{upper,work}
    if ! mount -t overlay -o "lowerdir=$clean,upperdir=$hosts/$name/upper,workdir=$hosts/$name/work" overlay "$tree" 2>/dev/null; then
      cp -a "$clean/." "$tree"
    fi
    mount -t proc proc "$tree/proc"
    mount -t tmpfs -o mode=755 tmpfs "$tree/dev"
    for device in null zero full random urandom tty; do : >"$tree/dev/$device"; mount --bind "/dev/$device" "$tree/dev/$device"; done
    ln -s /proc/self/fd "$tree/dev/fd"
    ip link set lo up
    printf "%s\n" "$pid" >"$hosts/$name.next"
    mv "$hosts/$name.next" "$hosts/$name.pid"
    cd "$tree"
    # Takes leave of the processes that nobody else does, until the leash is let go.
    exec chroot "$tree" /bin/bash -c "while :; do read -r -t 0.5 _; ((\$? > 128)) || exit 0; /bin/true; done"
  ' bash "$CLEAN" "$HOSTS" "$name" <"/dev/fd/$leash" {leash}>&- &
  HOST_PIDS+=($!)
  until [[ -s $HOSTS/$name.pid ]]; do
    if ((SECONDS >= deadline)) || ! kill -0 "${HOST_PIDS[-1]}"; then die "the host $name does not start"; fi
    sleep 0.1
  done
}

# on NAME COMMAND… runs it there, as root.
on() {
  local pid
  pid=$(<"$HOSTS/$1.pid")
  shift
  nsenter --target "$pid" --mount --pid --net --root --wd -- \
    /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/root LANG=C.UTF-8 "$@" </dev/null
}

stop_hosts() {
  local pid
  for pid in "${HOST_PIDS[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  for pid in "${HOST_PIDS[@]}"; do wait "$pid" 2>/dev/null || true; done
  HOST_PIDS=()
}
