# What the scripts of this folder share; each sources it. Everything can be given in the environment.
#
#   PG_BIN        PostgreSQL's programs                 default: the newest of /usr/lib/postgresql/*/bin
#   PG_DATA       this server's data folder             default: Debian's, /var/lib/postgresql/VERSION/main
#   PGHOST PGPORT where this server answers             default: PostgreSQL's own
#   PG_CONTROL    how it is started and stopped: "pg_ctl" or a systemd unit    default: postgresql@VERSION-main
#   SECRETS       passwords, as libpq's passfile        default: /var/lib/postgresql/pos-app-office
#   STANDBY       the name of the standby and its slot  default: standby_1
#   KEPT          base backups and the WAL archive      default: /var/backups/pos-app-office
#
# All run as the user that PostgreSQL runs as ("postgres" in Debian), whom the server knows by peer authentication.
# shellcheck shell=sh
# shellcheck disable=SC2034  # used by the scripts that source this

set -eu
umask 077

if [ -z "${PG_BIN:-}" ]; then
    PG_BIN=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
fi
[ -x "$PG_BIN/psql" ] || { echo "No PostgreSQL is installed: set PG_BIN." >&2; exit 1; }
version=$("$PG_BIN/pg_config" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
PG_DATA=${PG_DATA:-/var/lib/postgresql/$version/main}
PG_CONTROL=${PG_CONTROL:-postgresql@$version-main}
KEPT=${KEPT:-/var/backups/pos-app-office}
SECRETS=${SECRETS:-/var/lib/postgresql/pos-app-office}
STANDBY=${STANDBY:-standby_1}
DATABASE=${DATABASE:-office}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Runs one statement; prints its answer, bare.
ask() { "$PG_BIN/psql" --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname postgres --command "$1"; }

# Sets a parameter in the data folder (postgresql.auto.conf), so that a base backup brings it along.
set_parameter() { ask "ALTER SYSTEM SET $1 = '$2'"; }

server() {
    case $PG_CONTROL in
        pg_ctl) "$PG_BIN/pg_ctl" "$1" --pgdata "$PG_DATA" --wait --mode fast --log "$PG_DATA/server.log" ${PG_OPTIONS:+--options "$PG_OPTIONS"} ;;
        *) systemctl "$1" "$PG_CONTROL" ;;
    esac >/dev/null
}

# Waits until a statement answers "t": for what the server does by itself.
wait_until() {
    tries=0
    until [ "$(ask "$1" 2>/dev/null)" = t ]; do
        tries=$((tries + 1))
        [ "$tries" -lt "${WAIT_S:-60}" ] || fail "Waited ${WAIT_S:-60} s in vain for: $2"
        sleep 1
    done
}

# Stops this server and moves what it held aside, so that other data take its place.
set_aside() {
    [ -e "$PG_DATA" ] || return 0
    server stop 2>/dev/null || true
    ! "$PG_BIN/pg_ctl" status --pgdata "$PG_DATA" >/dev/null || fail "The server on $PG_DATA does not stop."
    mv "$PG_DATA" "$PG_DATA.before-$(date -u +%Y%m%dT%H%M%SZ)"
}
