#!/usr/bin/env bash
# Breaks a StorePush under load, one fault after the other, and accounts for every order. The last lines are a table.
#
#   ./chaos.sh               all scenarios: about an hour
#   ./chaos.sh Broker Kill   only those with one of these in the name of their class or method
#
# It needs what ./test.sh needs, and Docker (or root on Debian) for what happens to the servers. The short selection that ./test.sh
# runs too needs no Docker. Exit code 0 when every scenario that ran has passed.
#
# Results: artifacts/chaos/<scenario>.row and .json; of one that failed, also what its processes wrote.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=tests/environment/servers.sh
. tests/environment/servers.sh

results=artifacts/chaos
columns='scenario\taccepted\tlost\tduplicates\tforbidden\tlongest gap\trecovery\tlargest process\tresult\n'

# Columns as wide as their widest cell.
table() {
  # shellcheck disable=SC2059 # the tabs in it
  { printf "$columns"; cat "$results"/*.row; } | awk -F '\t' '
    { for (i = 1; i <= NF; i++) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } }
    END { for (row = 1; row <= NR; row++) { line = ""
      for (i = 1; i <= NF; i++) line = line sprintf("%-" width[i] "s  ", cell[row, i])
      sub(/ +$/, "", line); print line } }'
}

finish() {
  local code=$?
  trap - EXIT
  set +e
  release_servers
  if compgen -G "$results/*.row" > /dev/null; then table; fi
  exit $code
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
rm -rf "$results"
mkdir -p "$results"
filters=()
for name in "$@"; do filters+=(-method "*$name*"); done
dotnet build tests/Chaos.Tests --configuration Release --verbosity quiet --nologo < /dev/null 9>&-
# As the images have them: a process that has to compile while it starts takes both cores of a small machine from those that run.
for project in services/{Ingest,Delivery,Edge,Standalone} gateway/Gateway.csproj; do
  name=$(basename "$project" .csproj)
  dotnet publish "$project" --use-current-runtime --no-self-contained --configuration Release -p:PublishReadyToRun=true \
    --artifacts-path artifacts/published --output "artifacts/published/$name" --verbosity quiet --nologo < /dev/null 9>&-
done
# A server that is killed must keep what it has promised, or it is the server that is found out.
export STOREPUSH_TEST_PUBLISHED=$PWD/artifacts/published STOREPUSH_DURABLE=1
use_servers "$results/servers.log"
dotnet artifacts/bin/Chaos.Tests/release/Chaos.Tests.dll -explicit on -noLogo -parallel none \
  -xml "$results/report.xml" "${filters[@]}" < /dev/null 9>&-
if grep -q '<assembly [^>]*total="0"' "$results/report.xml"; then
  echo "no scenario is named like: $*" >&2
  exit 1
fi
