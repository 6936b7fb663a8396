# shellcheck shell=bash
# Sourced. Fetches and unpacks packages of one Debian release without installing any of them on this machine.

# Debian 13 is the first release with RabbitMQ 4, PostgreSQL 17 and Docker's compose v2.
debian_release=${STOREPUSH_DEBIAN_RELEASE:-trixie}
debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

os_release() { sed -n "s/^$1=\"\{0,1\}\([^\"]*\)\"\{0,1\}$/\1/p" /etc/os-release; }

is_debian() { [ "$(os_release ID)" = debian ] && command -v apt-get > /dev/null && [ -r "$debian_keyring" ]; }

# The mirror this machine's own packages come from; any Debian mirror carries every current release.
debian_mirror() {
  # shellcheck disable=SC2016 # $(...) is apt's own format, not the shell's
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v release="$(os_release VERSION_CODENAME)" '$2 == release && $3 == "main" { print $1; exit }'
}

# debian_begin DIR: package lists of the release under DIR, apart from the machine's own.
debian_begin() {
  debian_dir=$1
  local mirror
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || { echo "apt names no Debian mirror" >&2; return 1; }
  mkdir -p "$debian_dir"/{lists/partial,cache/archives/partial}
  : > "$debian_dir/status"
  echo "deb [signed-by=$debian_keyring] $mirror $debian_release main" > "$debian_dir/sources.list"
  debian_apt update
}

debian_apt() {
  apt-get -qq \
    -o Dir::Etc::sourcelist="$debian_dir/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$debian_dir/lists" -o Dir::State::status="$debian_dir/status" -o Dir::Cache="$debian_dir/cache" \
    -o APT::Sandbox::User="$(id -un)" -o APT::Install-Recommends=false -o Debug::NoLocking=true -o Acquire::Languages=none \
    -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false \
    -o Acquire::Retries=3 "$@"
}

# debian_download PACKAGE...: these packages alone, into the current directory.
debian_download() { debian_apt download "$@"; }

# debian_download_closure PACKAGE...: these and all they depend on, into $debian_dir/cache/archives.
debian_download_closure() { debian_apt install --yes --download-only "$@" > /dev/null; }

# debian_unpack DIR DEB...: the files of the packages, without manuals and translations.
debian_unpack() {
  local into=$1 deb
  shift
  for deb in "$@"; do
    # A directory that is a link in the tree (bin -> usr/bin) stays one.
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$into" --keep-directory-symlink \
      --exclude='./usr/share/man' --exclude='./usr/share/doc' --exclude='./usr/share/locale' \
      --exclude='./usr/lib/postgresql/*/lib/bitcode' --exclude='*/llvmjit*'
  done
}

# debian_keep FOLDER PACKAGE...: unpacked into FOLDER, which is there as a whole or not at all.
debian_keep() {
  local folder=$1 work=$1.$$
  shift
  mkdir -p "$work/debs" && debian_begin "$work/apt" &&
    (cd "$work/debs" && debian_download "$@") && debian_unpack "$work" "$work"/debs/*.deb || return 1
  rm -rf "$work/apt" "$work/debs" "$folder"
  mv -T "$work" "$folder"
}
