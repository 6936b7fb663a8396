# shellcheck shell=bash
# Sourced by test.sh. Gives the integration tests a RabbitMQ and a PostgreSQL, by the first way that works on this machine:
#
#   given      STOREPUSH_TEST_BROKER and STOREPUSH_TEST_POSTGRES name them
#   docker     an engine that answers; its images are there, or pulled, or made from Debian packages
#   own engine one from Debian's packages (Debian, root), see engine.sh
#   native     plain processes, see native.sh
#
# With an engine the tests start their own containers (Testcontainers); without one they use the two variables.

environment=$(dirname "${BASH_SOURCE[0]}")
server_images=(rabbitmq:4-management-alpine postgres:17-alpine)
engine_home=${STOREPUSH_ENGINE:-${XDG_CACHE_HOME:-$HOME/.cache}/storepush/engine}
native_dir=
borrowed=

# use_servers LOG: what the helpers say goes to LOG.
use_servers() {
  servers_log=$1
  : > "$servers_log"
  # The fixtures put it on their containers as the label storepush.run, so that what a crash leaves can be told from another run's.
  export STOREPUSH_TEST_RUN=$$-$RANDOM
  if given; then return; fi
  case ${STOREPUSH_TEST_SERVERS-} in
    docker) existing_engine || own_engine || no_servers ;;
    native) native || no_servers ;;
    '') existing_engine || own_engine || native || no_servers ;;
    *)
      echo "STOREPUSH_TEST_SERVERS is '$STOREPUSH_TEST_SERVERS': it can be docker or native" >&2
      return 1
      ;;
  esac
}

no_servers() {
  sed 's/^/  /' "$servers_log" >&2
  echo 'no servers: start Docker, or run as root on Debian, or set STOREPUSH_TEST_BROKER and STOREPUSH_TEST_POSTGRES' >&2
  return 1
}

given() {
  local broker=${STOREPUSH_TEST_BROKER-} postgres=${STOREPUSH_TEST_POSTGRES-}
  if [ -n "$broker" ] && [ -n "$postgres" ]; then
    echo 'servers: given by the environment'
  elif [ -n "$broker" ]; then
    echo 'STOREPUSH_TEST_BROKER is set, STOREPUSH_TEST_POSTGRES is missing' >&2
    exit 1
  elif [ -n "$postgres" ]; then
    echo 'STOREPUSH_TEST_POSTGRES is set, STOREPUSH_TEST_BROKER is missing' >&2
    exit 1
  else
    return 1
  fi
}

existing_engine() {
  timeout 20 docker version >> "$servers_log" 2>&1 || return 1
  if have_images; then
    if stand_ins; then
      without_reaper
      echo 'servers: Docker, images made from Debian packages'
    else
      echo 'servers: Docker, official images'
    fi
  elif "$environment/images.sh" >> "$servers_log" 2>&1; then
    without_reaper
    echo 'servers: Docker, images made from Debian packages'
  else
    return 1
  fi
}

own_engine() {
  local verb=borrow
  [ -z "${STOREPUSH_KEEP_ENGINE-}" ] || verb=up
  command -v flock > /dev/null && mkdir -p "$engine_home" 2>> "$servers_log" || return 1
  # Every run that uses the engine holds this; see release_servers.
  exec 9> "$engine_home/users"
  flock --shared 9
  if "$environment/engine.sh" $verb >> "$servers_log" 2>&1; then
    borrowed=yes
    eval "$("$environment/engine.sh" env)"
    if "$environment/images.sh" >> "$servers_log" 2>&1; then
      echo 'servers: Docker installed from Debian packages'
      return
    fi
  fi
  leave_engine
  return 1
}

native() {
  native_dir=$(mktemp -d)
  "$environment/native.sh" start "$native_dir" >> "$servers_log" 2>&1 || return 1
  # shellcheck disable=SC1091 # written by native.sh
  . "$native_dir/env"
  # shellcheck disable=SC2154 # it is in there
  echo "servers: native $native_versions"
}

have_images() {
  local image
  for image in "${server_images[@]}"; do
    docker image inspect "$image" > /dev/null 2>&1 || pull "$image" || return 1
  done
}

# A registry that can be reached says something at once; one that can't may take minutes to say so.
pull() {
  local said="$servers_log.pull" pid
  docker pull "$1" > "$said" 2>> "$servers_log" &
  pid=$!
  for _ in $(seq 1 200); do
    if [ -s "$said" ] || ! kill -0 $pid 2> /dev/null; then
      wait $pid
      return
    fi
    sleep 0.1
  done
  echo "docker pull $1: no answer" >> "$servers_log"
  kill $pid 2> /dev/null || true
  return 1
}

stand_ins() { docker image inspect --format '{{ .Config.Labels }}' "${server_images[@]}" | grep -q storepush.stand-in; }

# Where images can't be pulled, neither can that of Testcontainers' reaper.
without_reaper() { [ -n "$(docker image ls --quiet testcontainers/ryuk)" ] || export TESTCONTAINERS_RYUK_DISABLED=true; }

remove_containers() { docker ps --all --quiet --filter "label=$1" | xargs -r docker rm --force --volumes > /dev/null 2>&1 || true; }

# The last run that leaves our own engine tidies up after all of them and stops it.
leave_engine() {
  if flock --exclusive --nonblock 9 && [ -n "$borrowed" ] && [ ! -e "$engine_home/keep" ]; then
    remove_containers org.testcontainers
    "$environment/engine.sh" down
  fi
  borrowed=
  exec 9>&-
}

release_servers() {
  if [ -n "$native_dir" ]; then "$environment/native.sh" stop "$native_dir"; fi
  if [ -n "${STOREPUSH_TEST_RUN-}" ] && command -v docker > /dev/null; then remove_containers "storepush.run=$STOREPUSH_TEST_RUN"; fi
  if [ -n "$borrowed" ]; then leave_engine; fi
}
