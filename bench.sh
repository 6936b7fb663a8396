#!/usr/bin/env bash
# Measures StorePush as it runs in production: every service a process of its own, published; RabbitMQ, and a PostgreSQL that waits for
# the disk. The last lines are a table.
#
#   ./bench.sh                        throughput, latency, replay, connect, storm: about 10 minutes
#   ./bench.sh throughput latency     only these; ./bench.sh --help lists them
#   ./bench.sh rivals rivals-latency  beside Socket.IO and SignalR, each on the same PostgreSQL; needs Node
#   ./bench.sh rivals-standalone      the same with StorePush as one process and without a broker, as they are
#   ./bench.sh scale-out              one of each service and two, held to a share of a core; needs root and control groups
#   ./bench.sh beside --beside DIR    beside another build: DIR is the artifacts/published of a clone in which ./bench.sh has run
#   ./bench.sh soak                   50 orders per second for an hour
#   ./bench.sh --quick                10 seconds of warm-up and of each load instead of 60: shows that it works, and little else
#   ./bench.sh --compare saved.json   with the ratios to an earlier run
#
# It needs what ./test.sh needs. Nothing else should run on the machine. Results: artifacts/bench/<--name>.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=tests/environment/servers.sh
. tests/environment/servers.sh

finish() {
  local code=$?
  trap - EXIT
  set +e
  release_servers
  exit $code
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
results=artifacts/bench
mkdir -p "$results"
# As the images have them: compiled ahead.
publish() {
  local name
  name=$(basename "$1" .csproj)
  dotnet publish "$1" --use-current-runtime --no-self-contained --configuration Release -p:PublishReadyToRun=true \
    --artifacts-path artifacts/published --output "artifacts/published/$name" --verbosity quiet --nologo < /dev/null 9>&-
}

# First of all, so that a wrong command line is told at once.
publish tests/LoadBench
dotnet artifacts/published/LoadBench/LoadBench.dll "$@" --check < /dev/null 9>&-
case " $* " in *' --help '* | *' -h '* | *' -? '* | *' --version '*) exit ;; esac
for project in services/{Ingest,Delivery,Edge,Standalone} gateway/Gateway.csproj tests/Rivals/SignalR; do
  publish "$project"
done
export STOREPUSH_TEST_PUBLISHED=$PWD/artifacts/published STOREPUSH_DURABLE=1
case " $* " in *' rivals'*) npm ci --prefix tests/Rivals/SocketIo --no-fund --no-audit --silent < /dev/null 9>&- ;; esac
use_servers "$results/servers.log"
# shellcheck disable=SC2154 # set by servers.sh
if [ -n "$native_dir" ]; then
  STOREPUSH_BENCH_BROKER_PID=$(cat "$native_dir/rabbitmq/pid")
  STOREPUSH_BENCH_POSTGRES_PID=$(head -n 1 "$native_dir/postgres/data/postmaster.pid")
  export STOREPUSH_BENCH_BROKER_PID STOREPUSH_BENCH_POSTGRES_PID
fi
dotnet artifacts/published/LoadBench/LoadBench.dll "$@" < /dev/null 9>&-
