#!/usr/bin/env bash
# A Docker engine of our own, from Debian's packages, for a Debian machine that has none. Run as root.
#
#   engine.sh up      unpacks it under the cache directory (once), starts it unless it runs, and lets it run
#   engine.sh borrow  the same for a test run: the last run to end stops it, unless "up" was said
#   engine.sh env     prints what a shell must set to use it:  eval "$(tests/environment/engine.sh env)"
#   engine.sh down    stops it; images and volumes stay for the next time
#
# Everything lives in $STOREPUSH_ENGINE (default: storepush/engine in the user's cache directory), the socket too, so that it meets
# no other engine. Only runc and iptables are installed on the machine: they must fit its own C library and kernel.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/environment/debian.sh
. "$here/debian.sh"

home=${STOREPUSH_ENGINE:-${XDG_CACHE_HOME:-$HOME/.cache}/storepush/engine}
socket=$home/docker.sock
# Of this engine alone, and short enough for a network device.
bridge=storepush$(cksum <<< "$home" | cut -c 1-5)

running() { DOCKER_HOST=unix://$socket timeout 10 "$home/bin/docker" version > /dev/null 2>&1; }

unpack() {
  [ ! -e "$home/complete" ] || return 0
  local work=$home/unpack
  rm -rf "$work"
  mkdir -p "$work"/{debs,files} "$home"/{bin,config/cli-plugins}
  debian_begin "$work/apt"
  (cd "$work/debs" && debian_download docker.io docker-cli containerd docker-buildx docker-compose)
  debian_unpack "$work/files" "$work"/debs/*.deb
  mv "$work"/files/usr/bin/{docker,containerd,containerd-shim-runc-v2} \
    "$work"/files/usr/sbin/{dockerd,docker-proxy} "$home/bin/"
  mv "$work"/files/usr/libexec/docker/cli-plugins/* "$home/config/cli-plugins/"
  rm -rf "$work"
  touch "$home/complete"
}

install_runtime() {
  if command -v runc > /dev/null && PATH=$PATH:/usr/sbin:/sbin command -v iptables > /dev/null; then return; fi
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends runc iptables > /dev/null
}

another_engine_runs() { grep -qsx dockerd /proc/[0-9]*/comm; }

# Two engines must not share the default bridge: the second one gets a bridge with an address range of its own.
own_bridge() {
  local third
  ip link show "$bridge" > /dev/null 2>&1 && return
  for third in $(seq 100 200); do
    [ -z "$(ip route show "10.213.$third.0/24")" ] || continue
    ip link add "$bridge" type bridge
    ip address add "10.213.$third.1/24" dev "$bridge"
    ip link set "$bridge" up
    return
  done
  return 1
}

start() {
  local options=()
  if another_engine_runs; then
    own_bridge
    options+=(--bridge "$bridge")
  fi
  # A pid file that outlived a reboot may name a process of someone else.
  rm -f "$home/dockerd.pid"
  # Its own session and no inherited descriptors: it must survive this script, and hold nobody's lock or pipe.
  (
    exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
    PATH=$home/bin:$PATH:/usr/sbin:/sbin exec setsid nohup dockerd --host "unix://$socket" --data-root "$home/data" \
      --exec-root "$home/run" --pidfile "$home/dockerd.pid" "${options[@]}" < /dev/null > "$home/dockerd.log" 2>&1
  ) &
  local started=$!
  for _ in $(seq 1 300); do
    running && return
    kill -0 "$started" 2> /dev/null || break
    sleep 0.1
  done
  kill "$started" 2> /dev/null || true
  echo "the engine did not start, $home/dockerd.log ends with:" >&2
  tail -n 5 "$home/dockerd.log" >&2
  return 1
}

up() {
  [ "$(id -u)" = 0 ] || { echo "an engine of our own needs root" >&2; return 1; }
  is_debian || { echo "an engine of our own needs Debian" >&2; return 1; }
  mkdir -p "$home"
  # One at a time: two test runs may want it at once.
  exec 8> "$home/lock"
  flock 8
  if [ -e "$home/complete" ] && running; then return; fi
  rm -f "$home/keep"
  install_runtime
  unpack
  start
}

down() {
  local pid
  rm -f "$home/keep"
  pid=$(cat "$home/dockerd.pid" 2> /dev/null) || return 0
  [ "$(cat "/proc/$pid/comm" 2> /dev/null)" = dockerd ] || return 0
  kill "$pid"
  for _ in $(seq 1 300); do
    [ -e "/proc/$pid" ] || break
    sleep 0.1
  done
  ip link delete "$bridge" 2> /dev/null || true
}

env_lines() {
  echo "export DOCKER_HOST='unix://$socket' DOCKER_CONFIG='$home/config' PATH='$home/bin':\"\$PATH\""
  # There is no image of Testcontainers' own reaper to pull, and the engine's ports are on this very machine, container or not.
  echo "export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1"
}

case ${1-} in
  up) up; touch "$home/keep" ;;
  borrow) up ;;
  down) down ;;
  env) env_lines ;;
  *)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
