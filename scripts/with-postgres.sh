#!/usr/bin/env bash
# with-postgres.sh COMMAND...: runs the command beside a private PostgreSQL on loopback, which is gone afterwards. The
# tests find it by DESK_TEST_POSTGRES.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

postgres_bin() { find /usr/lib/postgresql -path '*/bin/initdb' -printf '%h\n' 2>/dev/null | sort -V | tail -n 1; }

bin=$(postgres_bin)
if [ -n "$bin" ]; then
  skip "PostgreSQL: already there"
elif has apt-get; then
  quiet_step "Installing PostgreSQL from Debian" "run 'apt-get install postgresql' as root, then run this again." \
    apt_install postgresql
  bin=$(postgres_bin)
fi
[ -n "$bin" ] || die "Install the PostgreSQL server with your system's package manager, then run this again."

# The server refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

home=$(mktemp -d)
chmod 755 "$home"
[ "$(id -u)" -ne 0 ] || chown postgres "$home"
port=$((20000 + RANDOM % 20000))
stop() {
  as_postgres "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$home"
}
trap stop EXIT

start() {
  as_postgres "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --no-locale --no-sync
  # Nothing here outlives the tests, so nothing waits for the disk.
  as_postgres "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w start \
    -o "-p $port -k $home -c listen_addresses=127.0.0.1 -c max_connections=400 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
}
quiet_step "Starting a private PostgreSQL" "read what it says above, then run this again." start

export DESK_TEST_POSTGRES=postgres://postgres@127.0.0.1:$port
"$@"
