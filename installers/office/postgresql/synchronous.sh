#!/bin/sh
# On the primary: whether a commit waits until the standby has it on its disk too.
#   synchronous.sh on              nothing that was acknowledged is lost with this server
#   synchronous.sh off             while the standby is away: commits would wait for it, and tills with them
. "$(dirname -- "$0")/settings.sh"

case ${1:-} in
    on)
        streaming="SELECT count(*) = 1 FROM pg_stat_replication WHERE application_name = '$STANDBY'"
        wait_until "$streaming AND state = 'streaming'" "a standby named $STANDBY that streams"
        set_parameter synchronous_standby_names "FIRST 1 ($STANDBY)"
        ask 'SELECT pg_reload_conf()' >/dev/null
        wait_until "$streaming AND sync_state = 'sync'" "the standby to be synchronous"
        say "A commit now waits for $STANDBY."
        ;;
    off)
        set_parameter synchronous_standby_names ''
        ask 'SELECT pg_reload_conf()' >/dev/null
        say "Commits wait for no standby: what is acknowledged now is on this server alone."
        ;;
    *) fail "synchronous.sh on|off" ;;
esac
