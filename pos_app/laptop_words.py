"""Machines in words: grades, tests, states and reasons, on the screen, on paper and at head office."""

from __future__ import annotations

from pos_app.i18n import N_

GRADE_WORDS: dict[str, str] = {
    "A": N_("A, like new"),
    "B": N_("B, light marks"),
    "C": N_("C, worn"),
}

TEST_WORDS: dict[str, str] = {
    "start": N_("starts"),
    "battery": N_("battery"),
    "screen": N_("screen"),
    "keyboard": N_("keyboard"),
    "disk": N_("disk"),
    "network": N_("network"),
    "sound": N_("sound and camera"),
}
"""What is tested of a machine (pos_app.domain.laptop.Test)."""

EXCHANGE_WORDS: dict[str, str] = {
    "defective": N_("the machine is defective"),
    "unusable": N_("it does not work for the person"),
}
"""Why a machine is exchanged under its warranty (pos_app.domain.laptop.EXCHANGE_REASONS)."""

RELEASE_WORDS: dict[str, str] = {
    "person_asked": N_("the person no longer wants it"),
    "mistake": N_("reserved by mistake"),
    "other_machine": N_("another machine suits better"),
}
"""Why a reservation ends before its day (pos_app.domain.laptop.RELEASE_REASONS)."""

STATE_WORDS: dict[str, str] = {
    "for_sale": N_("for sale"),
    "reserved": N_("reserved"),
    "paid_in_parts": N_("paid in instalments"),
    "late": N_("payment missed"),
    "sold": N_("sold"),
    "away": N_("withdrawn"),
}
"""How a machine stands (pos_app.counter.laptops.MachineState)."""
