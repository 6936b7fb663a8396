# shellcheck shell=bash
# Sourced by test.sh. Finds the promtool that checks the alerts of deploy/observability and runs their tests, and gets it where it is
# missing: on Debian from the next release's package, only unpacked. It can be given as STOREPUSH_TEST_PROMTOOL, which is set afterwards
# for what was found.
#
# A missing one fails no script: its tests are skipped, or fail where CI is set.

promtool_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/environment/debian.sh
. "$promtool_here/debian.sh"

promtool_folder=${XDG_CACHE_HOME:-$HOME/.cache}/storepush/promtool

# use_promtool LOG: what the package manager says goes to LOG.
use_promtool() {
  if find_promtool || { get_promtool >> "$1" 2>&1 && find_promtool; }; then
    export STOREPUSH_TEST_PROMTOOL
    echo "promtool: $("$STOREPUSH_TEST_PROMTOOL" --version 2>&1 | sed -n 's/.*version \([0-9][^ +]*\).*/\1/p;q')"
  else
    echo 'promtool: missing'
  fi
}

find_promtool() {
  local command
  for command in "${STOREPUSH_TEST_PROMTOOL-}" promtool "$promtool_folder/usr/bin/promtool"; do
    command=$(command -v "$command") || continue
    "$command" --version > /dev/null 2>&1 || continue
    STOREPUSH_TEST_PROMTOOL=$command
    return
  done
  return 1
}

get_promtool() { is_debian && debian_keep "$promtool_folder" promtool; }
