"""A4 sheets about a person, read back."""

from __future__ import annotations

import msgspec
import pypdfium2
import pytest

from pos_app.printing.documents.person_data import (
    FORMAT,
    Keeper,
    KeptChange,
    KeptEvent,
    KeptIdentity,
    KeptLine,
    KeptMonth,
    KeptPurchase,
    KeptRight,
    KeptSlip,
    PersonData,
)
from pos_app.printing.person_sheets import person_data_pdf
from tests.printing.paper import picture_of, size_mm_of, words_of

TOKEN = "5f" * 16


def purchase(number: int) -> KeptPurchase:
    line = KeptLine(label="Carte illimitée", quantity=1, unit_cents=1300, total_cents=1300, saving_cents=1690)
    return KeptPurchase(
        ticket=f"MRS1-{number:06d}",
        at="2026-11-23T14:07:00",
        lines=(line,),
        total_cents=1300,
        saving_cents=1690,
        counted_cents=1300,
    )


def data(*, purchases: int = 2, given_name: str = "Samira", family_name: str = "Ben Ali") -> PersonData:
    return PersonData(
        format=FORMAT,
        made_at="2026-11-23T14:07:00",
        keeper=Keeper(
            legal_name="Connexions Solidaires", address="12 rue de l'Exemple", phone="", point="Marseille", till="1"
        ),
        records=(TOKEN,),
        identity=KeptIdentity(
            given_name=given_name,
            family_name=family_name,
            year_of_birth=1984,
            language="ar",
            phone="+33612345678",
            card="1234567897",
            prescriber="CCAS de Marseille",
            state="active",
            registered_at="2026-02-23T10:00:00",
            last_contact_at="2026-11-23T14:07:00",
        ),
        changes=(KeptChange(at="2026-02-23T10:00:00", field="family_name", value=family_name),),
        rights=(
            KeptRight(
                number=1,
                programme="CS",
                starts_on="2026-02-23",
                ends_on="2026-11-22",
                renewals=0,
                state="open",
                prescriber="CCAS de Marseille",
            ),
        ),
        slips=(KeptSlip(prescriber="CCAS de Marseille", number="", written_on="2026-02-20"),),
        purchases=tuple(map(purchase, range(1, purchases + 1))),
        months=(
            KeptMonth(month="2026-11", paid_cents=2600, saved_cents=3380, counted_cents=2600, elsewhere_cents=450),
        ),
        events=(KeptEvent(at="2026-02-23T10:00:00", kind="person_registered.1", said="Enregistrement", detail={}),),
    )


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_the_sheet_says_all_that_the_file_says() -> None:
    words = words_of(person_data_pdf(data()))
    for said in (
        "Ben Ali",
        "1984",
        "+33612345678",
        "1234567897",
        TOKEN,
        "23/02/2026",
        "22/11/2026",
        "20/02/2026",
        "MRS1-000002",
        "1 × Carte illimitée",
        "Vous avez économisé 33,80 € en tout.",
        "11/2026",
        "4,50",
        "Enregistrement",
        "CNIL",
    ):
        assert said in words
    assert [round(mm) for mm in size_mm_of(person_data_pdf(data()))] == [210, 297]


def test_a_long_history_goes_on_with_its_headings_and_page_numbers_and_loses_no_ticket() -> None:
    pages = pages_of(person_data_pdf(data(purchases=200)))
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"Page {number}" in page
    assert "Articles" in pages[1]
    text = " ".join(pages)
    assert all(f"MRS1-{number:06d}" in text for number in range(1, 201))


def test_nothing_bought_is_said() -> None:
    words = words_of(person_data_pdf(data(purchases=0)))
    assert "Aucun à cette caisse." in words


@pytest.mark.parametrize(
    "name", ["Wolfeschlegelsteinhausenbergerdorff" * 2, "عبد الرحمن بن عبد العزيز آل سعود", "অনামিকা", "李"]
)
def test_any_name_stays_within_the_page(name: str) -> None:
    """The margins of 20 mm are white, whatever the script."""
    picture = picture_of(person_data_pdf(data(family_name=name)), dots_per_mm=4)
    assert picture.crop((191 * 4, 0, picture.width, 275 * 4)).getextrema() == (255, 255)
    assert picture.crop((0, 0, 19 * 4, 275 * 4)).getextrema() == (255, 255)


def test_the_same_data_are_the_same_bytes() -> None:
    assert person_data_pdf(data()) == person_data_pdf(msgspec.structs.replace(data()))
