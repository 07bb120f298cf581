"""A trial page shows what receipts need."""

from __future__ import annotations

import datetime as dt

from pos_app.domain.facts import TillSetUp
from pos_app.printing.documents.trial_page import ACCENTS, BARCODE, TrialPage
from pos_app.printing.writers import document_pdf
from tests.printing.paper import barcodes_of, picture_of, words_of

ISSUER = TillSetUp(
    point="Marseille", till="Caisse 1", legal_name="Connexions Solidaires", address="12 rue", siret="12345678900012"
)


def test_accents_euro_and_barcode_read_back() -> None:
    pdf = document_pdf(TrialPage(ISSUER, dt.datetime(2026, 11, 23, 9, 5, tzinfo=dt.UTC), "pos-app test"))
    words = words_of(pdf)
    assert ACCENTS in words
    assert "12,50 €" in words
    assert "23/11/2026 09:05" in words
    assert [text for _format, text in barcodes_of(picture_of(pdf))] == [BARCODE]
