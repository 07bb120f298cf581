#!/bin/sh
# Makes this server the primary: head office's database and role, the role and slot of a standby, the WAL archive.
#   primary.sh [NETWORK ...]       networks from which head office and the standby come
# Idempotent. Passwords are made once and lie in $SECRETS, as libpq's passfile reads them.
. "$(dirname -- "$0")/settings.sh"

[ "$(ask 'SELECT pg_is_in_recovery()')" = f ] || fail "This server is a standby. promote.sh makes a primary of it."

# A role that signs in with a password kept in a passfile; the server keeps its SCRAM verifier only.
role() {
    file=$SECRETS/$1.pgpass
    if [ ! -s "$file" ]; then
        password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
        printf '*:*:*:%s:%s\n' "$1" "$password" >"$file"
    fi
    password=$(sed 's/.*://' "$file")
    [ "$(ask "SELECT count(*) FROM pg_roles WHERE rolname = '$1'")" = 1 ] || ask "CREATE ROLE $1 LOGIN"
    printf "ALTER ROLE %s WITH LOGIN %s PASSWORD '%s';\n" "$1" "$2" "$password" |
        "$PG_BIN/psql" --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname postgres
}

mkdir -p "$SECRETS" "$KEPT/wal" "$KEPT/base"
set_parameter password_encryption scram-sha-256
ask 'SELECT pg_reload_conf()' >/dev/null
role office NOREPLICATION
role office_replication REPLICATION
if [ "$(ask "SELECT count(*) FROM pg_database WHERE datname = '$DATABASE'")" = 0 ]; then
    ask "CREATE DATABASE $DATABASE OWNER office ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    ask "REVOKE ALL ON DATABASE $DATABASE FROM PUBLIC"
fi
if [ "$(ask "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '$STANDBY'")" = 0 ]; then
    ask "SELECT pg_create_physical_replication_slot('$STANDBY', true)" >/dev/null
fi

set_parameter wal_level replica
set_parameter hot_standby on
set_parameter max_connections 200
set_parameter max_slot_wal_keep_size 20GB   # a standby that stays away for long is made anew, the disk does not fill
set_parameter archive_mode on
set_parameter archive_timeout 60s           # what a restore may lack of a server whose disk is gone
set_parameter archive_command "$here/archive-wal.sh \"%p\" \"$KEPT/wal/%f\""
ask 'SELECT pg_reload_conf()' >/dev/null
"$here/access.sh" "$@"
if [ "$(ask 'SELECT count(*) FROM pg_settings WHERE pending_restart')" != 0 ]; then
    server restart
    wait_until 'SELECT true' 'the server, started again'
fi
say "This is the primary. Head office's passfile: $SECRETS/office.pgpass"
say "The standby needs a copy of $SECRETS, then: standby.sh ADDRESS-OF-THIS-SERVER"
