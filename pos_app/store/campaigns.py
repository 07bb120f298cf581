"""Campaigns on file: what the journal says of them, with the name that is kept beside it."""

from __future__ import annotations

import datetime as dt

from pos_app.domain.campaign import Campaign
from pos_app.domain.identifiers import ProductCode
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act


def keep_label(act: Act, *, code: str, label: str) -> None:
    act.tables.table("campaign_label").upsert({"code": code, "label": label}, pk="code")


def campaigns(connection: Connection) -> dict[str, Campaign]:
    """Every campaign by its code; one whose name is not known here is called by its code."""
    rows = connection.execute(
        "SELECT code, coalesce(label, code), products, budget_cents, starts_on, ends_on, given, given_cents,"
        " saved_cents FROM campaign LEFT JOIN campaign_label USING (code) ORDER BY code"
    )
    return {
        code: Campaign(
            code=code,
            label=label,
            products=frozenset(ProductCode(product) for product in products.split()),
            budget_cents=budget_cents,
            starts_on=dt.date.fromisoformat(starts_on),
            ends_on=dt.date.fromisoformat(ends_on),
            given=given,
            given_cents=given_cents,
            saved_cents=saved_cents,
        )
        for code, label, products, budget_cents, starts_on, ends_on, given, given_cents, saved_cents in rows
    }
