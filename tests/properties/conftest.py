from __future__ import annotations

import pytest

from tests.tills import TemplateTill, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> TemplateTill:
    return make_template(tmp_path_factory.mktemp("template"))
