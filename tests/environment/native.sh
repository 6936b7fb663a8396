#!/usr/bin/env bash
# A throw-away RabbitMQ and PostgreSQL as plain processes, for a machine on which no container can run.
#
#   native.sh start DIR   starts both on loopback; DIR/env then says where, to be sourced
#   native.sh stop DIR    stops both and removes DIR
#
# As root on Debian or Ubuntu it installs the packages that are missing, without starting their services.
# The management API is where clients expect it beside an AMQP port: 10000 above.
set -euo pipefail

rabbitmq_sbin() { find /usr/lib/rabbitmq/lib -maxdepth 2 -name sbin 2> /dev/null | sort -V | tail -n 1; }
postgres_bin() { find /usr/lib/postgresql -maxdepth 2 -name bin 2> /dev/null | sort -V | tail -n 1; }

# Each server as its own user where we are root (PostgreSQL refuses root), else as ourselves.
as() {
  local user=$1
  shift
  if [ "$(id -u)" = 0 ]; then setpriv --reuid="$user" --regid="$user" --init-groups "$@"; else "$@"; fi
}

own() { if [ "$(id -u)" = 0 ]; then chown -R "$1:$1" "$2"; fi; }

install_packages() {
  local missing=() policy=/usr/sbin/policy-rc.d
  [ -n "$(rabbitmq_sbin)" ] || missing+=(rabbitmq-server)
  [ -n "$(postgres_bin)" ] || missing+=(postgresql)
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
    echo "not installed: ${missing[*]}" >&2
    return 1
  fi
  apt-get -qq update
  # Debian starts what it installs, unless this file forbids it.
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' > $policy
    chmod +x $policy
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

taken() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# The first of four free ports; the management port is far above them.
free_ports() {
  local first port
  for _ in $(seq 1 50); do
    first=$((20000 + RANDOM % 9000))
    for port in "$first" $((first + 1)) $((first + 2)) $((first + 3)) $((first + 10000)); do
      ! taken "$port" || continue 2
    done
    echo "$first"
    return
  done
  return 1
}

start_postgres() {
  local dir=$1/postgres port=$2 bin
  bin=$(postgres_bin)
  mkdir "$dir"
  own postgres "$dir"
  cd "$dir"
  as postgres "$bin/initdb" --pgdata="$dir/data" --username=storepush --auth=trust --locale=C.UTF-8 --encoding=UTF8 --no-sync > "$dir/../initdb.log"
  # Nothing here must survive a power cut: no waiting for the disk, unless it is that which is measured.
  local durability='-c fsync=off -c full_page_writes=off -c synchronous_commit=off'
  if [ -n "${STOREPUSH_DURABLE-}" ]; then durability=; fi
  as postgres "$bin/pg_ctl" --pgdata="$dir/data" --wait --timeout=60 --log="$dir/log" \
    --options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$dir' -c max_connections=300 $durability" \
    start > /dev/null
}

rabbitmq_settings() {
  local dir=$1 port=$2
  cat <<END
export HOME=$dir RABBITMQ_NODENAME=storepush$port@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=$port
export RABBITMQ_DIST_PORT=$((port + 1)) ERL_EPMD_PORT=$((port + 2)) ERL_EPMD_ADDRESS=127.0.0.1
export RABBITMQ_MNESIA_BASE=$dir/data RABBITMQ_LOG_BASE=$dir/logs RABBITMQ_LOGS=$dir/log RABBITMQ_PID_FILE=$dir/pid
export RABBITMQ_CONFIG_FILE=$dir/rabbitmq.conf RABBITMQ_ADVANCED_CONFIG_FILE=$dir/advanced.config RABBITMQ_CONF_ENV_FILE=/dev/null
export RABBITMQ_ENABLED_PLUGINS_FILE=$dir/enabled_plugins RABBITMQ_GENERATED_CONFIG_DIR=$dir/generated
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' LANG=C.UTF-8
END
}

start_rabbitmq() {
  local dir=$1/rabbitmq port=$2 launcher
  mkdir "$dir"
  rabbitmq_settings "$dir" "$port" > "$dir/settings"
  echo '[rabbitmq_management].' > "$dir/enabled_plugins"
  printf 'loopback_users.guest = false\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = %s\n' $((port + 10000)) > "$dir/rabbitmq.conf"
  own rabbitmq "$dir"
  (
    cd "$dir"
    # shellcheck disable=SC1091 # written above
    . ./settings
    as rabbitmq setsid "$(rabbitmq_sbin)/rabbitmq-server" < /dev/null > "$dir/out" 2>&1
  ) &
  launcher=$!
  for _ in $(seq 1 600); do
    if grep -qs 'Server startup complete' "$dir/log"; then return; fi
    kill -0 "$launcher" 2> /dev/null || break
    sleep 0.1
  done
  echo 'RabbitMQ did not start:' >&2
  tail -n 20 "$dir/out" "$dir/log" >&2
  return 1
}

start() {
  local dir=$1 port version
  install_packages
  port=$(free_ports)
  # Both servers' users come through here.
  mkdir -p "$dir"
  chmod 755 "$dir"
  start_postgres "$dir" $((port + 3))
  start_rabbitmq "$dir" "$port"
  version=$(basename "$(dirname "$(rabbitmq_sbin)")")
  cat > "$dir/env" <<END
export STOREPUSH_TEST_BROKER='amqp://guest:guest@127.0.0.1:$port/'
export STOREPUSH_TEST_POSTGRES='Host=127.0.0.1;Port=$((port + 3));Username=storepush;Database=postgres'
native_versions='RabbitMQ ${version#rabbitmq_server-}, PostgreSQL $("$(postgres_bin)/postgres" --version | awk '{ print $3 }')'
END
}

stop_rabbitmq() {
  local dir=$1 pid
  pid=$(cat "$dir/pid" 2> /dev/null) || return 0
  # Nothing in it is worth an orderly end.
  kill -KILL "$pid" 2> /dev/null || true
  # Its port mapper outlives it, and refuses to go until it has seen it go.
  # shellcheck disable=SC1091
  . "$dir/settings"
  for _ in $(seq 1 50); do
    if [ "$(epmd -kill 2>&1)" = Killed ]; then return; fi
    sleep 0.1
  done
}

stop() {
  local dir=$1
  stop_rabbitmq "$dir/rabbitmq"
  if [ -e "$dir/postgres/data/postmaster.pid" ]; then
    (cd / && as postgres "$(postgres_bin)/pg_ctl" --pgdata="$dir/postgres/data" --mode=immediate --wait stop > /dev/null) || true
  fi
  rm -rf "$dir"
}

case ${1-} in
  start) start "$2" ;;
  stop) stop "$2" ;;
  *)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
