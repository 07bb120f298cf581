"""What `make translations` would find."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Message

from tests.tidy.translations import flaws


@pytest.mark.parametrize(
    ("english", "french", "found"),
    [
        ("Sold: {count}", "Vendus\u00a0: {count}", False),
        ("Sold: {count}", "Vendus : {count}", True),
        ("Sold: {count}", "Vendus\u00a0: {nombre}", True),
        ("Sold: {count}", "Vendus", True),
        ("Sold", "", True),
        ("It's over!", "C'est fini\u00a0!", True),
        ("It's over!", "C’est fini\u00a0!", False),
        ("at host:port", "à hôte:port", False),
        (("{count} note", "{count} notes"), ("{count} billet", "{count} billets"), False),
        (("{count} note", "{count} notes"), ("{count} billet", "billets"), True),
        (("{names} sells", "{names} sell"), ("{names} vend", ""), True),
    ],
)
def test_flaws_are_found(english: str | tuple[str, str], french: str | tuple[str, str], found: bool) -> None:
    assert bool(list(flaws(Message(english, french), "fr"))) is found
