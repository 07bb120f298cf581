"""All that is kept about one person, as it is handed to them (GDPR art. 15 and 20): the JSON file is this value.

The format is stable: `format` names it, a field never changes its meaning, and a new field makes a new number. Dates
are ISO 8601, `at` in local time without a zone; amounts are integer cents; `state` is of RightState or PersonState,
`field` of pos_app.store.people.FIELDS, `kind` and `detail` as the journal has them.
"""

from __future__ import annotations

import msgspec

FORMAT = "connexions-solidaires.person-data.1"


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Never shown in a log."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"


class Keeper(_Kept, frozen=True, kw_only=True):
    """Who keeps the data and answers for them."""

    legal_name: str
    address: str
    phone: str
    point: str
    till: str


class KeptIdentity(_Kept, frozen=True, kw_only=True):
    """Who the person is. `language` is an ISO 639 code; `prescriber` the name of who referred them, or a code."""

    given_name: str
    family_name: str
    year_of_birth: int
    language: str
    phone: str
    card: str
    prescriber: str
    state: str
    registered_at: str
    last_contact_at: str


class KeptChange(_Kept, frozen=True, kw_only=True):
    """A field took `value` at `at`; the first one is what was keyed at registration."""

    at: str
    field: str
    value: str


class KeptRight(_Kept, frozen=True, kw_only=True):
    """A period of the right; both days belong to it."""

    number: int
    programme: str
    starts_on: str
    ends_on: str
    renewals: int
    state: str
    prescriber: str


class KeptSlip(_Kept, frozen=True, kw_only=True):
    """An orientation slip that opened or renewed a right."""

    prescriber: str
    number: str
    written_on: str


class KeptLine(_Kept, frozen=True, kw_only=True):
    """An article of a ticket."""

    label: str
    quantity: int
    unit_cents: int
    total_cents: int
    saving_cents: int


class KeptPurchase(_Kept, frozen=True, kw_only=True):
    """A ticket; `counted_cents` of it count towards the month's cap."""

    ticket: str
    at: str
    lines: tuple[KeptLine, ...]
    total_cents: int
    saving_cents: int
    counted_cents: int


class KeptMonth(_Kept, frozen=True, kw_only=True):
    """A month: paid and saved here, counted here, and counted at other points as head office last said."""

    month: str
    paid_cents: int
    saved_cents: int
    counted_cents: int
    elsewhere_cents: int


class KeptEvent(_Kept, frozen=True, kw_only=True):
    """What else the journal says: `said` in words, `detail` as recorded."""

    at: str
    kind: str
    said: str
    detail: dict[str, object]


class PersonData(_Kept, frozen=True, kw_only=True):
    """Everything. `records` are the tokens under which the person stands, the first the one in use; `notes` what was
    written about their cases."""

    format: str
    made_at: str
    keeper: Keeper
    records: tuple[str, ...]
    identity: KeptIdentity
    changes: tuple[KeptChange, ...]
    rights: tuple[KeptRight, ...]
    slips: tuple[KeptSlip, ...]
    purchases: tuple[KeptPurchase, ...]
    months: tuple[KeptMonth, ...]
    events: tuple[KeptEvent, ...]
    notes: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """Without ending, and without the name: a file list is read by anybody at the desk."""
        return f"donnees-{self.records[0][:8]}"


def json_of(data: PersonData) -> bytes:
    """The file in UTF-8, indented, so that it can be read without a program."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"
