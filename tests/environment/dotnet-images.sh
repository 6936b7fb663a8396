#!/usr/bin/env bash
# Makes mcr.microsoft.com/dotnet/sdk:10.0 and .../aspnet:10.0 from the .NET SDK of this machine and Debian packages, in the engine
# that `docker` talks to: stand-ins under the official tags, so that the Dockerfile and docker-compose.yml can be tried unchanged
# where no registry can be reached. What exists is left alone; -f makes them anew.
#
# The SDK stand-in trusts what this machine trusts and has its NuGet sources: a build in a container then restores as a build here does.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

sdk_image=mcr.microsoft.com/dotnet/sdk:10.0
runtime_image=mcr.microsoft.com/dotnet/aspnet:10.0

missing() { ! docker image inspect "$1" > /dev/null 2>&1; }

# "10.0.401 [/usr/share/dotnet/sdk]": the newest of .NET 10.
installed_sdk() { dotnet --list-sdks | grep '^10\.' | sort -V | tail -n 1; }

newest_runtime() { find "$1/shared/$2" -mindepth 1 -maxdepth 1 -name '10.*' -printf '%f\n' | sort -V | tail -n 1; }

# runtime_files ROOT: what an official aspnet image has of .NET, relative to ROOT.
runtime_files() {
  local name
  echo dotnet
  echo host
  for name in Microsoft.NETCore.App Microsoft.AspNetCore.App; do echo "shared/$name/$(newest_runtime "$1" "$name")"; done
}

make_runtime() {
  local root=$1 context=$2/aspnet
  mkdir -p "$context/dotnet"
  runtime_files "$root" | tar -C "$root" -c -T - | tar -C "$context/dotnet" -x
  docker build --quiet --tag "$runtime_image" --file "$here/images/dotnet/aspnet.Dockerfile" "$context" > /dev/null
}

make_sdk() {
  local root=$1 version=$2 context=$3/sdk config
  mkdir -p "$context"/{dotnet,nuget}
  tar -C "$root" -c packs sdk-manifests "sdk/$version" | tar -C "$context/dotnet" -x
  cp /etc/ssl/certs/ca-certificates.crt "$context/"
  for config in "$HOME"/.nuget/NuGet/NuGet.Config "$HOME"/.config/NuGet/NuGet.Config; do
    if [ -e "$config" ]; then cp "$config" "$context/nuget/NuGet.Config"; fi
  done
  docker build --quiet --tag "$sdk_image" --file "$here/images/dotnet/sdk.Dockerfile" \
    --build-arg "RUNTIME_IMAGE=$runtime_image" --build-arg "REVOCATION_MODE=${NUGET_CERT_REVOCATION_MODE:-online}" "$context" > /dev/null
}

main() {
  local sdk version root work
  if [ "${1-}" != -f ] && ! missing "$sdk_image" && ! missing "$runtime_image"; then return; fi
  sdk=$(installed_sdk)
  [ -n "$sdk" ] || { echo 'no .NET 10 SDK is installed' >&2; return 1; }
  version=${sdk%% *}
  root=${sdk##*[}
  root=${root%/sdk]}
  "$here/images.sh" # for the Debian base
  work=$(mktemp -d)
  # shellcheck disable=SC2064 # this very directory
  trap "rm -rf '$work'" EXIT
  make_runtime "$root" "$work"
  make_sdk "$root" "$version" "$work"
}

main "$@"
