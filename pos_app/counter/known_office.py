"""Head office as this till knows it since it joined one."""

from __future__ import annotations

import msgspec

from pos_app.counter.till import Till
from pos_app.store.parameters import read_parameter
from pos_app.sync.outcome import OfficeAddress

OFFICE = "office"


class OfficeKnown(msgspec.Struct, frozen=True):
    """Where it is, which authority it must show, and the key that signs what it says (hex)."""

    address: str = ""
    authority_pem: str = ""
    till_id: str = ""
    till_secret: str = ""
    point: str = ""
    office_key: str = ""

    def __repr__(self) -> str:
        return f"OfficeKnown({self.address}, till {self.till_id})"

    def as_called(self) -> OfficeAddress:
        """What a sync needs of it."""
        secret = bytes.fromhex(self.till_secret)
        return OfficeAddress(
            self.address, self.authority_pem, self.till_id, secret, office_key=self.office_key, point=self.point
        )


def office_known(till: Till) -> OfficeKnown:
    """Head office as this till knows it; without an address before it joined one."""
    return read_parameter(till.connection, OFFICE, type=OfficeKnown, default=OfficeKnown())
