"""Who may sell codes here now: only a till whose keys are guarded and that head office was heard of lately."""

from __future__ import annotations

from pos_app.counter.contact import require_codes_sold
from pos_app.counter.till import Till
from pos_app.domain.identifiers import IncarnationId


def seller_of_codes(till: Till) -> IncarnationId:
    """The incarnation that may sell codes here now.

    Raises Refusal("codes_not_guarded", "codes_want_contact", "codes_want_contact_by_clock").
    """
    till.vault.require_guarded()
    require_codes_sold(till)
    return till.store.head.incarnation
