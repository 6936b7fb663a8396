# shellcheck shell=bash
# Sourced by test.sh. Finds what runs the terminals of shared/Protocol/terminals, and gets what is missing where it can: as root on
# Debian from its packages; the package of Python is only unpacked, and that of Node is installed beside the example.
#
# Each of these may be set before, and is set afterwards for what was found:
#   STOREPUSH_TEST_NODE, STOREPUSH_TEST_PYTHON, STOREPUSH_TEST_JAVA, STOREPUSH_TEST_CHROMIUM
#
# What is still missing fails no script: its tests are skipped, or fail where CI is set.

runtimes_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/environment/debian.sh
. "$runtimes_here/debian.sh"

node_folder=$runtimes_here/../../shared/Protocol/terminals/node
python_folder=${XDG_CACHE_HOME:-$HOME/.cache}/storepush/websockets

# use_runtimes LOG RUNTIME...: what the package managers say goes to LOG.
use_runtimes() {
  runtimes_log=$1
  shift
  : > "$runtimes_log"
  local found=() missing=() runtime version
  for runtime in "$@"; do
    if version=$("find_$runtime") || { "get_$runtime" >> "$runtimes_log" 2>&1 && version=$("find_$runtime"); }; then
      "export_$runtime"
      found+=("$version")
    else
      missing+=("no $runtime")
    fi
  done
  found+=("${missing[@]}")
  runtimes_said=$(printf ', %s' "${found[@]}")
  echo "runtimes: ${runtimes_said:2}"
}

# The first of these commands that exists.
first_command() {
  local command
  for command in "$@"; do
    [ -n "$command" ] && command -v "$command" && return
  done
  return 1
}

install_debian() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
    echo "not installed: $*" >&2
    return 1
  fi
  [ -n "${runtimes_lists-}" ] || apt-get -qq update
  runtimes_lists=new
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > /dev/null
}

node_command() { first_command "${STOREPUSH_TEST_NODE-}" node; }
find_node() {
  local node
  node=$(node_command) || return 1
  # npm notes here what it has installed.
  [ "$node_folder/node_modules/.package-lock.json" -nt "$node_folder/package-lock.json" ] || return 1
  "$node" -e 'if (parseInt(process.versions.node) < 18) process.exit(1); console.log("Node " + process.versions.node)' 2> /dev/null
}
get_node() {
  node_command > /dev/null && command -v npm > /dev/null || install_debian nodejs npm || return 1
  npm ci --prefix "$node_folder" && touch "$node_folder/node_modules/.package-lock.json"
}
export_node() { STOREPUSH_TEST_NODE=$(node_command) && export STOREPUSH_TEST_NODE; }

python_command() {
  local python
  for python in "${STOREPUSH_TEST_PYTHON-}" python3 /usr/bin/python3 "$python_folder/python3"; do
    [ -n "$python" ] && "$python" -c 'import websockets.asyncio.client' 2> /dev/null && command -v "$python" && return
  done
  return 1
}
find_python() {
  local python
  python=$(python_command) || return 1
  "$python" -c 'import platform, websockets; print(f"Python {platform.python_version()} with websockets {websockets.__version__}")'
}
# The websockets of Debian 12 is older than the example: the next release's, which is Python alone, runs there too.
get_python() {
  command -v /usr/bin/python3 > /dev/null || install_debian python3 || return 1
  is_debian || return 1
  local work=$python_folder.$$
  mkdir -p "$work/debs" && debian_begin "$work/apt" &&
    (cd "$work/debs" && debian_download python3-websockets) && debian_unpack "$work" "$work"/debs/*.deb || return 1
  rm -rf "$work/apt" "$work/debs" "$python_folder"
  # shellcheck disable=SC2016 # for that script
  printf '#!/bin/sh\nPYTHONPATH=${0%%/*}/usr/lib/python3/dist-packages exec /usr/bin/python3 "$@"\n' > "$work/python3"
  chmod +x "$work/python3"
  mv -T "$work" "$python_folder"
}
export_python() { STOREPUSH_TEST_PYTHON=$(python_command) && export STOREPUSH_TEST_PYTHON; }

java_command() { first_command "${STOREPUSH_TEST_JAVA-}" java; }
# With its compiler, which runs a single source file.
find_java() {
  local java modules version
  java=$(java_command) || return 1
  modules=$("$java" --list-modules 2> /dev/null) || return 1
  [[ $modules == *jdk.compiler@* ]] || return 1
  version=$(sed -n 's/^java\.base@//p' <<< "$modules")
  [ "${version%%.*}" -ge 17 ] && echo "Java $version"
}
get_java() { install_debian default-jdk-headless; }
export_java() { STOREPUSH_TEST_JAVA=$(java_command) && export STOREPUSH_TEST_JAVA; }

chromium_command() { first_command "${STOREPUSH_TEST_CHROMIUM-}" chromium chromium-browser google-chrome; }
find_chromium() {
  local chromium
  chromium=$(chromium_command) && "$chromium" --version 2> /dev/null | sed 's/ *\(built on\|snap\).*//'
}
get_chromium() { install_debian chromium; }
export_chromium() { STOREPUSH_TEST_CHROMIUM=$(chromium_command) && export STOREPUSH_TEST_CHROMIUM; }
