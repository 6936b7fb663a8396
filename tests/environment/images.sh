#!/usr/bin/env bash
# Makes rabbitmq:4-management-alpine and postgres:17-alpine from Debian packages, in the engine that `docker` talks to:
# stand-ins under the official tags, for a machine from which no registry can be reached. What exists is left alone.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/environment/debian.sh
. "$here/debian.sh"

base=storepush/debian
packages=(base-passwd base-files libc-bin dash bash coreutils util-linux sed grep mawk hostname procps debianutils findutils
  ca-certificates netbase tzdata rabbitmq-server postgresql-17)
# Asked for by the servers' packages, but only to be installed or run by an init system; none of it is used in a container.
unwanted=(adduser apt cron debconf dpkg init-system-helpers login logrotate passwd perl perl-base perl-modules-5.40 postgresql-common systemd)

missing() { ! docker image inspect "$1" > /dev/null 2>&1; }

unpack_tree() {
  local tree=$1 archives=$2 package
  for package in "${unwanted[@]}"; do rm -f "$archives/${package}"_*.deb; done
  rm -f "$archives"/lib{llvm,clang,z3-,sensors,perl}*.deb
  debian_unpack "$tree" "$archives"/base-files_*.deb # first: it has the /bin -> usr/bin links
  export -f debian_unpack
  # shellcheck disable=SC2016 # for the inner shell
  printf '%s\0' "$archives"/*.deb | xargs -0 -n 8 -P "$(nproc)" bash -c 'set -e; debian_unpack "$0" "$@"' "$tree"
}

# What the packages' install scripts would have done, as far as containers need it.
finish_tree() {
  local tree=$1
  cp "$tree/usr/share/base-passwd/passwd.master" "$tree/etc/passwd"
  cp "$tree/usr/share/base-passwd/group.master" "$tree/etc/group"
  cat >> "$tree/etc/passwd" <<'END'
rabbitmq:x:100:101::/var/lib/rabbitmq:/usr/sbin/nologin
postgres:x:70:70::/var/lib/postgresql:/bin/sh
app:x:1654:1654::/home/app:/bin/sh
END
  printf 'rabbitmq:x:101:\npostgres:x:70:\napp:x:1654:\n' >> "$tree/etc/group"
  printf 'passwd: files\ngroup: files\nhosts: files dns\n' > "$tree/etc/nsswitch.conf"
  ln -sf mawk "$tree/usr/bin/awk"
  ln -sf bash "$tree/usr/bin/rbash"
  mkdir -p "$tree"/{proc,sys,dev,tmp,home/app,etc/ssl/certs}
  chmod 1777 "$tree/tmp"
  chown 1654:1654 "$tree/home/app"
  find "$tree/usr/share/ca-certificates" -name '*.crt' -exec cat {} + > "$tree/etc/ssl/certs/ca-certificates.crt"
  ldconfig -r "$tree"
}

make_base() {
  local work
  work=$(mktemp -d)
  # shellcheck disable=SC2064 # this very directory
  trap "rm -rf '$work'" EXIT
  debian_begin "$work/apt"
  debian_download_closure "${packages[@]}"
  mkdir "$work/tree"
  unpack_tree "$work/tree" "$work/apt/cache/archives"
  finish_tree "$work/tree"
  tar -C "$work/tree" -c . | docker import --message "Debian $debian_release" - "$base" > /dev/null
  rm -rf "$work"
}

# make IMAGE DIRECTORY
make() { if missing "$1"; then docker build --quiet --tag "$1" "$here/images/$2" > /dev/null; fi; }

if missing "$base"; then make_base; fi
make rabbitmq:4-management-alpine rabbitmq
make postgres:17-alpine postgres
