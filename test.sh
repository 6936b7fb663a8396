#!/usr/bin/env bash
# Builds everything and runs the tests. The last line is "N passed, N failed".
#
#   ./test.sh                    all of them
#   ./test.sh Delivery Gateway   only the test projects with one of these in their name
#
# It needs the .NET 10 SDK. The integration tests want a RabbitMQ and a PostgreSQL; one line says what they got:
# Docker where it runs; else, as root on Debian, a Docker engine or plain servers from its packages.
#
#   STOREPUSH_TEST_BROKER, STOREPUSH_TEST_POSTGRES   use these servers: amqp://user:password@host:port/ and an Npgsql connection
#                                                    string; the tests create virtual hosts and databases there
#   STOREPUSH_TEST_NODE, _PYTHON, _JAVA, _CHROMIUM           use these commands; see tests/environment/runtimes.sh
#   STOREPUSH_TEST_KUBECTL    use this command; see tests/environment/kubectl.sh
#   STOREPUSH_TEST_PROMTOOL   use this command; see tests/environment/promtool.sh
#   STOREPUSH_TEST_SERVERS    docker or native: that way and no other
#   STOREPUSH_KEEP_ENGINE     1: the engine from Debian's packages goes on running, so that the next run starts sooner
#   STOREPUSH_ENGINE          where that engine lives; by default storepush/engine in the user's cache directory
#
# Reports and full output: artifacts/test/<project>.xml and .log.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=tests/environment/servers.sh
. tests/environment/servers.sh
# shellcheck source=tests/environment/runtimes.sh
. tests/environment/runtimes.sh
# shellcheck source=tests/environment/kubectl.sh
. tests/environment/kubectl.sh
# shellcheck source=tests/environment/promtool.sh
. tests/environment/promtool.sh

results=artifacts/test
passed=0 failed=0 skipped=0 broken=0
failures=()

select_projects() {
  local path name filter
  projects=()
  for path in tests/*.Tests/*.Tests.csproj; do
    [ -e "$path" ] || continue
    name=$(basename "$path" .csproj)
    if [ $# -eq 0 ]; then projects+=("$name"); fi
    for filter in "$@"; do
      if [[ $name == *"$filter"* ]]; then
        projects+=("$name")
        break
      fi
    done
  done
  [ ${#projects[@]} -gt 0 ] || complain "no test project${1:+ is named like: $*}"
}

complain() {
  echo "$*" >&2
  broken=$((broken + 1))
}

# run_dotnet LOG ARGUMENT...: no server of the build may outlive this script with the descriptor that borrows the engine.
run_dotnet() {
  local log=$1
  shift
  dotnet "$@" < /dev/null > "$log" 2>&1 9>&-
}

build() {
  run_dotnet "$results/build.log" build StorePush.slnx --configuration Release --verbosity quiet --nologo && return
  cat "$results/build.log"
  complain 'the build failed'
  return 1
}

need_servers() {
  local name
  for name in "${projects[@]}"; do
    if compgen -G "artifacts/bin/$name/release/Testcontainers*.dll" > /dev/null; then return; fi
  done
  return 1
}

# count REPORT ATTRIBUTE: from the one <assembly ...> element of an xUnit report.
count() { sed -n 's/.*<assembly \([^>]*\)>.*/ \1/p' "$1" | head -n 1 | sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p"; }

run() {
  local name=$1 code=0 report=$results/$1.xml log=$results/$1.log ok bad skip errors
  run_dotnet "$log" test --project "tests/$name/$name.csproj" --configuration Release --no-build --no-progress --no-ansi \
    --results-directory "$results" --report-xunit --report-xunit-filename "$name.xml" || code=$?
  if [ ! -s "$report" ] || [ -z "$(count "$report" total)" ]; then
    show "$log"
    complain "$name: ended with code $code and left no report"
    return
  fi
  ok=$(count "$report" passed) bad=$(count "$report" failed) skip=$(count "$report" skipped) errors=$(count "$report" errors)
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
  if [ $code -ne 0 ] && [ "$bad" -eq 0 ]; then show "$log"; fi
  echo "$name: $(tally "$ok" "$bad" "$skip")"
  if [ "$bad" -gt 0 ]; then failures+=("$(failures_in "$log")"); fi
  if [ $((ok + bad)) -eq 0 ]; then
    complain "$name: no test ran"
  elif [ "$bad" -eq 0 ] && { [ $code -ne 0 ] || [ "${errors:-0}" -gt 0 ]; }; then
    complain "$name: no test failed, but the run did (code $code, ${errors:-0} errors outside of tests)"
  fi
}

# What failed and why: it stands in front of whatever the tests have printed. It is told at the end, where it is looked for.
failures_in() {
  local log=$1
  sed -n '/^failed /,/failed with [0-9]* error/p' "$log" | without_frames | first 150
  echo "... all of it is in $log"
}

show() {
  without_frames < "$1" | first 300
  echo "... all of it is in $1"
}

# Those of the runtime and of xUnit, of which one stack may have a thousand.
without_frames() { sed -E '/^ *at (System|Microsoft|Xunit)\./d'; }

# first N: reads the rest too, other than head, so that who writes is not ended by a broken pipe.
first() { awk -v lines="$1" 'NR <= lines'; }

tally() {
  local text="$1 passed, $2 failed"
  if [ "$3" -gt 0 ]; then text="$text, $3 skipped"; fi
  echo "$text"
}

run_all() {
  local name
  select_projects "$@"
  [ $broken -eq 0 ] && build || return 0
  if need_servers; then
    use_servers "$results/servers.log" || { complain 'the integration tests have no servers'; return 0; }
  else
    echo 'servers: none needed'
  fi
  case " ${projects[*]} " in
    *' Terminals.Tests '*) use_runtimes "$results/runtimes.log" node python java chromium ;;
    *' Console.Tests '*) use_runtimes "$results/runtimes.log" chromium ;;
  esac
  if [[ " ${projects[*]} " == *' Deployment.Tests '* ]]; then use_kubectl "$results/kubectl.log"; fi
  if [[ " ${projects[*]} " == *' Contracts.Tests '* ]]; then use_promtool "$results/promtool.log"; fi
  for name in "${projects[@]}"; do run "$name"; done
}

finish() {
  local code=$? text
  trap - EXIT
  set +e
  release_servers
  for text in "${failures[@]}"; do echo "$text"; done
  tally $passed $failed $skipped
  if [ $failed -gt 0 ] || [ $broken -gt 0 ]; then exit 1; fi
  exit $code
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
rm -rf "$results"
mkdir -p "$results"
run_all "$@"
