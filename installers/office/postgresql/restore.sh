#!/bin/sh
# Puts head office's database back as it was at a moment: from the last base backup before it, and the WAL archive.
#   restore.sh                     everything that is kept
#   restore.sh '2026-11-28 14:05:00+00'
# What the server held is moved aside. Tills notice that head office holds less and send the rest again by themselves.
. "$(dirname -- "$0")/settings.sh"

moment=${1:-}
before=99999999
[ -z "$moment" ] || before=$(date -u -d "$moment" +%Y%m%dT%H%M%S.%3NZ)
base=$(find "$KEPT/base" -mindepth 1 -maxdepth 1 -name '2*' | sort |
    awk -F / -v before="$before" '$NF < before { found = $0 } END { print found }')
[ -n "$base" ] || fail "No base backup of $KEPT/base is older than that."
"$PG_BIN/pg_verifybackup" --quiet "$base"

new=$PG_DATA.new
rm -rf "$new"
cp -a "$base" "$new"
chmod 700 "$new"
rm -f "$new/standby.signal"
{
    say "restore_command = 'cp \"$KEPT/wal/%f\" \"%p\"'"
    say "recovery_target_timeline = 'latest'"
    say "recovery_target_time = '$moment'"
    say "recovery_target_action = 'promote'"
    say "primary_conninfo = ''"
    say "primary_slot_name = ''"
    say "synchronous_standby_names = ''"
} >>"$new/postgresql.auto.conf"
touch "$new/recovery.signal"
set_aside
mv "$new" "$PG_DATA"
server start
wait_until 'SELECT NOT pg_is_in_recovery()' "the end of the recovery"
set_parameter recovery_target_time ''
set_parameter restore_command ''
say "Restored from $base${moment:+ to $moment}. Make a base backup now (backup.sh), and the standby anew (standby.sh)."
