# shellcheck shell=bash
# Sourced by test.sh. Finds the kubectl that puts the manifests of deploy/kubernetes together (no cluster is needed), and gets it where
# it is missing: on Debian from the next release's package, only unpacked. It can be given as STOREPUSH_TEST_KUBECTL, which is set
# afterwards for what was found.
#
# A missing one fails no script: its tests are skipped, or fail where CI is set.

kubectl_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/environment/debian.sh
. "$kubectl_here/debian.sh"

kubectl_folder=${XDG_CACHE_HOME:-$HOME/.cache}/storepush/kubectl

# use_kubectl LOG: what the package manager says goes to LOG.
use_kubectl() {
  if find_kubectl || { get_kubectl >> "$1" 2>&1 && find_kubectl; }; then
    export STOREPUSH_TEST_KUBECTL
    echo "kubectl: $("$STOREPUSH_TEST_KUBECTL" version --client 2> /dev/null | tr '\n' ' ')"
  else
    echo 'kubectl: missing'
  fi
}

# With components, which Kustomize has since 3.7: any kubectl of the last years, but not that of Debian 12.
find_kubectl() {
  local command version
  for command in "${STOREPUSH_TEST_KUBECTL-}" kubectl "$kubectl_folder/usr/bin/kubectl"; do
    command=$(command -v "$command") || continue
    version=$("$command" version --client 2> /dev/null) || continue
    [[ $version == *'Kustomize Version: v'[5-9]* ]] || continue
    STOREPUSH_TEST_KUBECTL=$command
    return
  done
  return 1
}

get_kubectl() { is_debian && debian_keep "$kubectl_folder" kubectl; }
