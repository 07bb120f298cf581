"""What is said of the evening in one press, as plain functions: tests reach them without a window."""

from __future__ import annotations

from pos_app.counter.finish_evening import EveningEnded, Stage
from pos_app.i18n import gettext as _
from pos_app.sentences import say


def stage_words(stage: Stage) -> str:
    """What the press is doing now."""
    return {
        Stage.CHECK: _("Verifying the journal… {done} of {total}"),
        Stage.BACK_UP: _("Making a backup…"),
        Stage.SYNC: _("Sending to head office…"),
    }[stage]


def evening_ended_words(ended: EveningEnded) -> tuple[str, str]:
    """One sentence, and its tone: that everything is done, or what is missing and what to do."""
    if ended.cancelled:
        return _("Stopped: what was done stays done, and the rest is kept here."), "warn"
    for stage in Stage:  # the gravest first: a journal that does not hold, then the copy, then the network
        if stage in ended.failed:
            return _failed_words(ended, stage), "bad" if stage is Stage.CHECK else "warn"
    if ended.synced is not None and ended.synced.differences:
        return _("Everything was sent, but head office counts otherwise: it has been told. Keep selling."), "warn"
    if ended.open_day:
        text = _("Everything is verified and saved, but day {day} is still open: close it under Cash.")
        return text.format(day=ended.open_day), "warn"
    if not ended.enrolled:
        return _("Everything is verified and saved on this till: you can switch off."), "good"
    if ended.unsent:
        return _("Verified, saved and sent. What was recorded meanwhile goes with the next sync."), "good"
    return _("Everything is verified, saved, and has arrived at head office: you can switch off."), "good"


def _failed_words(ended: EveningEnded, stage: Stage) -> str:
    """What stopped that stage and what to do; before it, what arrived all the same."""
    arrived = stage is not Stage.SYNC and ended.synced is not None and ended.synced.complete
    said = say(ended.failed[stage])
    return _("Everything has arrived at head office. {missing}").format(missing=said) if arrived else said
