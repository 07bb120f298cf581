#!/bin/sh
# On the standby, once the primary is gone for good: makes a primary of it. Head office finds it by itself.
#   promote.sh --old-primary-is-off [NETWORK ...]
# Make sure first that the old primary is off and does not start by itself again: two primaries would part the data.
. "$(dirname -- "$0")/settings.sh"

[ "${1:-}" = --old-primary-is-off ] || fail "Switch the old primary off, then: promote.sh --old-primary-is-off"
shift
if [ "$(ask 'SELECT pg_is_in_recovery()')" = t ]; then
    set_parameter synchronous_standby_names ''    # there is no standby of this one yet: a commit would wait for ever
    ask 'SELECT pg_reload_conf()' >/dev/null
    [ "$(ask 'SELECT pg_promote(true, 60)')" = t ] || fail "It did not become a primary within a minute: see its log."
fi
"$here/primary.sh" "$@"
say "Take a base backup now (backup.sh), and make the repaired server a standby of this one (standby.sh)."
