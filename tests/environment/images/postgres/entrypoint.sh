#!/bin/sh
# Creates the database on the first start, then runs the server, as the official image does:
# POSTGRES_USER, _PASSWORD, _DB, _INITDB_ARGS (each also as NAME_FILE), POSTGRES_HOST_AUTH_METHOD, /docker-entrypoint-initdb.d.
set -eu

# from_file NAME: the value of NAME, or the content of the file that NAME_FILE names.
from_file() {
  eval "value=\${$1:-} file=\${$1_FILE:-}"
  # shellcheck disable=SC2154 # set by eval
  if [ -n "$file" ]; then
    if [ -n "$value" ]; then echo "error: both $1 and $1_FILE are set (but are exclusive)" >&2; exit 1; fi
    value=$(cat "$file")
  fi
  export "$1=$value"
  unset "$1_FILE"
}

create() {
  if [ -z "$POSTGRES_PASSWORD" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    echo 'Error: Database is uninitialized and superuser password is not specified.' >&2
    exit 1
  fi
  password=$(mktemp)
  printf '%s\n' "$POSTGRES_PASSWORD" > "$password"
  # shellcheck disable=SC2086 # several arguments in one variable, by contract
  initdb --username="$POSTGRES_USER" --pwfile="$password" $POSTGRES_INITDB_ARGS
  rm -f "$password"
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >> "$PGDATA/pg_hba.conf"

  # Only on the Unix socket: nobody from outside may meet a database that is not finished.
  pg_ctl -w start -o "-c listen_addresses='' -p 5432" > /dev/null
  if [ "$POSTGRES_DB" != postgres ]; then createdb --username="$POSTGRES_USER" "$POSTGRES_DB"; fi
  # shellcheck disable=SC1090 # scripts of the user's
  for script in /docker-entrypoint-initdb.d/*; do
    case $script in
      *.sh) . "$script" ;;
      *.sql) psql -v ON_ERROR_STOP=1 --no-psqlrc --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" --file="$script" ;;
    esac
  done
  pg_ctl -m fast -w stop > /dev/null
  printf '\nPostgreSQL init process complete; ready for start up.\n\n'
}

case ${1-} in -*) set -- postgres "$@" ;; esac
if [ "${1-}" = postgres ]; then
  : "${POSTGRES_USER_FILE:=}" "${POSTGRES_PASSWORD_FILE:=}" "${POSTGRES_DB_FILE:=}" "${POSTGRES_INITDB_ARGS_FILE:=}"
  from_file POSTGRES_PASSWORD
  from_file POSTGRES_USER
  from_file POSTGRES_DB
  from_file POSTGRES_INITDB_ARGS
  export POSTGRES_USER="${POSTGRES_USER:-postgres}"
  export POSTGRES_DB="${POSTGRES_DB:-$POSTGRES_USER}"
  if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA" /var/run/postgresql
    chmod 700 "$PGDATA"
    find "$PGDATA" /var/run/postgresql ! -user postgres -exec chown postgres:postgres {} +
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
  fi
  if [ ! -s "$PGDATA/PG_VERSION" ]; then create; fi
fi

exec "$@"
