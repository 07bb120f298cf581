"""VAT: a rate, or an exemption with the one mention that the receipt must carry."""

from __future__ import annotations

import msgspec


class VatTreatment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a product stands towards VAT.

    `rate_bp` is in basis points (2000 is 20 %), 0 for an exemption; `mention` is the sentence that the law
    asks on the receipt of an exempt sale (CGI art. 242 nonies A, ann. II), empty for a taxed one.
    """

    code: str
    rate_bp: int
    mention: str
