from __future__ import annotations

import pytest

from pos_app.i18n import use_language


@pytest.fixture(autouse=True)
def french() -> None:
    """Paper speaks French unless a test says otherwise."""
    use_language("fr")
