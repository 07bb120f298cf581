"""Every act of head office's audit log, in words: one line each. An act without its line cannot be recorded."""

from __future__ import annotations

from collections.abc import Mapping

from pos_app.i18n import N_

ACTS: Mapping[str, str] = {
    "sign_in.done": N_("Signed in"),
    "sign_in.refused": N_("Wrong login, password or code"),
    "sign_in.recovered": N_("Signed in with a recovery code"),
    "sign_in.ended": N_("Signed out"),
    "sign_in.ended_everywhere": N_("Signed out everywhere"),
    "account.invited": N_("Account made"),
    "account.opened": N_("Account opened: password and second factor set"),
    "account.role_changed": N_("Role changed"),
    "account.disabled": N_("Account disabled"),
    "account.enabled": N_("Account enabled again"),
    "account.factor_reset": N_("Second factor reset"),
    "account.password_changed": N_("Password changed"),
    "account.factor_asked": N_("New second factor shown"),
    "account.factor_changed": N_("Second factor changed"),
    "account.recovery_renewed": N_("Recovery codes made anew"),
    "audit.exported": N_("Audit log exported"),
    "till.made": N_("Till made, or a new code for it"),
    "till.alarms_seen": N_("Alarms of a till seen"),
    "till.revoked": N_("Till revoked"),
    "till.trusted": N_("Till trusted again"),
    "till.declared_lost": N_("Till declared lost"),
    "till.paper_entered": N_("Paper ticket of a lost till entered"),
    "till.paper_withdrawn": N_("Paper ticket of a lost till withdrawn"),
    "codes.suspect_listed": N_("Suspect codes listed in clear for the operator"),
    "stick.taken_in": N_("File that a stick brought taken in"),
    "journal.check_asked": N_("Check of a journal asked for"),
    "people.searched": N_("Looked people up"),
    "people.listed": N_("Listed people by their right"),
    "people.review_settled": N_("Record of a person settled"),
    "catalogue.changed": N_("Catalogue changed"),
    "rules.changed": N_("Programme or parameters changed"),
    "rules.change_cancelled": N_("Change of rules taken back"),
    "accounts_of_fec.changed": N_("Accounts of the FEC changed"),
    "export.made": N_("File exported"),
    "operator.set": N_("Operator of tills set"),
    "operator.ended": N_("Access of an operator ended everywhere"),
    "impact.published": N_("Month published"),
    "impact.fund_noted": N_("Fund noted"),
}
