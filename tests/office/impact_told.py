"""Sales as they count in the impact: of an article, to somebody, in a month."""

from __future__ import annotations

from msgspec.structs import replace

from pos_app.domain.facts import Beneficiary, SaleRecorded
from pos_app.domain.identifiers import PersonToken, ProductCode
from tests.office.remote_till import sale

MONTH = "2026-11"


def sale_to(
    person: PersonToken | None,
    *,
    number: int,
    month: str = MONTH,
    product: str = "CARTE-30",
    family: str = "CARTE",
    quantity: int = 1,
) -> SaleRecorded:
    """Each article costs 2,50 € and saves 1,00 €. To nobody in particular where `person` is None."""
    sold = sale(number=number, cents=250 * quantity)
    line = replace(
        sold.lines[0],
        product=ProductCode(product),
        family=family,
        quantity=quantity,
        unit_cents=250,
        saving_cents=100 * quantity,
    )
    sold = replace(sold, lines=(line,), saving_cents=100 * quantity, month=month)
    if person is None:
        return replace(sold, to_nobody="passing")
    of = Beneficiary(
        person=person,
        programme="CS",
        right=1,
        month=month,
        capped_cents=250,
        limited=0,
        cap_before_cents=3000,
        cap_after_cents=2750,
    )
    return replace(sold, beneficiary=of)
