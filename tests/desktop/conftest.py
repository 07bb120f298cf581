from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.desktop.application import Desktop
from pos_app.desktop.theme import apply_theme, load_fonts
from pos_app.keys.key_file import open_with_recovery_words
from tests.desktop.desk_work import AtDesk
from tests.tills import TemplateTill, copy_of, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> TemplateTill:
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def application(qapp: QApplication) -> QApplication:
    load_fonts(qapp)
    return qapp


@pytest.fixture
def started(
    application: QApplication, qtbot: QtBot, template: TemplateTill, tmp_path: Path
) -> Iterator[Callable[[], AtDesk]]:
    """Starts the whole desktop on a copy of the template till; closed as a person closes it."""
    apply_theme(application, "light")
    desks: list[AtDesk] = []

    def start() -> AtDesk:
        folder = copy_of(template, tmp_path)
        key = secrets.token_bytes(32)
        open_with_recovery_words(folder.key_file, template.words).with_keyring_slot(key)
        desktop = Desktop(application, folder, key=key)
        desktop.start()
        desk = AtDesk(desktop, qtbot, template)
        desks.append(desk)
        desk.wait_for_sign_in()
        return desk

    yield start
    for desk in desks:
        desk.close()


@pytest.fixture
def at_desk(started: Callable[[], AtDesk]) -> AtDesk:
    """Somebody is signed in, as the coordinator, with the sale page before them."""
    desk = started()
    desk.sign_in()
    return desk
