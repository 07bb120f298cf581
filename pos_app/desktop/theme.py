"""Colours and type: light, dark and high contrast, from mocks/*.png."""

from __future__ import annotations

from functools import cache

import msgspec
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from pos_app.settings import RESOURCES

FAMILY = "Inter"
_OTHER_SCRIPTS = ("NotoSansArabic-Regular.ttf", "NotoSansBengali-Regular.ttf")


class Theme(msgspec.Struct, frozen=True):
    """Colours by what they mean."""

    name: str
    nav: str
    nav_ink: str
    accent: str
    accent_ink: str
    accent_soft: str
    page: str
    card: str
    chip: str
    border: str
    ink: str
    muted: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    veil: str

    def colour(self, role: str) -> QColor:
        return _colour(str(getattr(self, role)))


@cache
def _colour(name: str) -> QColor:
    """Made once: a page paints with hundreds."""
    return QColor(name)


LIGHT = Theme(
    name="light", nav="#14313a", nav_ink="#d6e2e4", accent="#0f766e", accent_ink="#ffffff", accent_soft="#eaf6f3",
    page="#f6f4ef", card="#ffffff", chip="#f3efe7", border="#e5e0d6", ink="#18212b", muted="#5c6672",
    good="#166534", good_soft="#ddf3e4", warn="#8a4b00", warn_soft="#fdf0d5", bad="#a61b1b", bad_soft="#fbe3e1",
    veil="#7e8e93",
)  # fmt: skip
DARK = Theme(
    name="dark", nav="#0c1d23", nav_ink="#c7d6d8", accent="#2aa598", accent_ink="#04201d", accent_soft="#17403d",
    page="#161b1e", card="#20272b", chip="#2b3337", border="#39444a", ink="#eef2f3", muted="#a3b0b6",
    good="#7fd6a0", good_soft="#173b27", warn="#f3c06b", warn_soft="#40300f", bad="#ff9a9a", bad_soft="#47201f",
    veil="#05090b",
)  # fmt: skip
CONTRAST = Theme(
    name="contrast", nav="#000000", nav_ink="#ffffff", accent="#00433d", accent_ink="#ffffff", accent_soft="#d9fff9",
    page="#ffffff", card="#ffffff", chip="#ffffff", border="#000000", ink="#000000", muted="#1a1a1a",
    good="#003d1a", good_soft="#ffffff", warn="#5c2f00", warn_soft="#ffffff", bad="#7a0000", bad_soft="#ffffff",
    veil="#333333",
)  # fmt: skip
THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}


class _InForce:
    """The theme in force; one for a process, as the language is."""

    theme = LIGHT


def theme() -> Theme:
    return _InForce.theme


def apply_theme(application: QApplication, name: str) -> None:
    """Colours and style rules for what is made from now on; the window is then made anew."""
    _InForce.theme = chosen = THEMES.get(name, LIGHT)
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: chosen.page,
        QPalette.ColorRole.Base: chosen.card,
        QPalette.ColorRole.AlternateBase: chosen.chip,
        QPalette.ColorRole.Button: chosen.card,
        QPalette.ColorRole.WindowText: chosen.ink,
        QPalette.ColorRole.Text: chosen.ink,
        QPalette.ColorRole.ButtonText: chosen.ink,
        QPalette.ColorRole.PlaceholderText: chosen.muted,
        QPalette.ColorRole.Highlight: chosen.accent,
        QPalette.ColorRole.HighlightedText: chosen.accent_ink,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    application.setPalette(palette)
    application.setStyleSheet(_rules(chosen))


def load_fonts(application: QApplication) -> None:
    for file in ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / file))
    application.setFont(font())


def load_scripts() -> None:
    """Letters that Inter has not, once: a computer may have no font of its own for them."""
    known = QFontDatabase.families()
    for file in _OTHER_SCRIPTS:
        if not any(family.replace(" ", "") == file.partition("-")[0] for family in known):
            QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / file))


@cache
def font(size: int = 14, *, bold: bool = False, semibold: bool = False, columns: bool = True) -> QFont:
    """Inter at `size` pixels, figures of one width so that amounts stand in `columns`. Shared: not to be changed."""
    made = QFont(FAMILY)
    made.setPixelSize(size)
    if bold or semibold:
        made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.DemiBold)
    made.setFeature(QFont.Tag("tnum"), int(columns))
    return made


def _rules(t: Theme) -> str:
    """Few rules: each one costs every widget a match."""
    caret = (RESOURCES / "icons" / "caret-down.svg").as_posix()
    return f"""
QPushButton {{ background: {t.card}; color: {t.ink}; border: 1px solid {t.border}; border-radius: 10px;
  padding: 8px 14px; }}
QPushButton:hover {{ border-color: {t.accent}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: 7px 13px; }}
QPushButton:disabled {{ color: {t.muted}; background: {t.page}; }}
QPushButton[kind="main"] {{ background: {t.accent}; color: {t.accent_ink}; border: 2px solid {t.accent};
  border-radius: 12px; font-weight: 700; font-size: 18px; }}
QPushButton[kind="main"]:focus {{ border-color: {t.ink}; }}
QPushButton[kind="main"]:disabled {{ background: {t.chip}; color: {t.muted}; border-color: {t.border}; }}
QPushButton[kind="chip"] {{ background: {t.chip}; border-color: {t.chip}; font-weight: 600; }}
QPushButton[kind="chip"]:focus {{ border-color: {t.accent}; }}
QPushButton:checked {{ background: {t.accent_soft}; border-color: {t.accent}; }}
QLineEdit, QComboBox, QPlainTextEdit {{ background: {t.card}; color: {t.ink};
  border: 1px solid {t.border}; border-radius: 10px; padding: 8px 12px; selection-background-color: {t.accent};
  selection-color: {t.accent_ink}; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {{ border: 2px solid {t.accent};
  padding: 7px 11px; }}
QComboBox::drop-down {{ border: none; width: 30px; }}
QComboBox::down-arrow {{ image: url("{caret}"); width: 14px; height: 14px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {t.border}; border-radius: 4px; min-height: 40px; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
QFrame[kind="card"] {{ background: {t.card}; border: 1px solid {t.border}; border-radius: 14px; }}
QFrame[kind="panel"] {{ background: {t.card}; border: none; border-left: 1px solid {t.border}; }}
QListWidget {{ background: {t.card}; border: 1px solid {t.border}; border-radius: 10px; padding: 4px; }}
QListWidget::item {{ padding: 0 10px; border-radius: 6px; color: {t.ink}; }}
QListWidget::item:selected {{ background: {t.accent_soft}; color: {t.ink}; }}
QTableView {{ background: {t.card}; border: 1px solid {t.border}; border-radius: 10px; gridline-color: {t.border}; }}
QTableView::item {{ padding: 0 10px; }}
QTableView::item:selected {{ background: {t.accent_soft}; color: {t.ink}; }}
QHeaderView::section {{ background: {t.page}; color: {t.muted}; border: none; padding: 8px 10px; }}
QTabBar::tab {{ background: transparent; color: {t.muted}; padding: 10px 18px; border: none; }}
QTabBar::tab:selected {{ color: {t.accent}; border-bottom: 2px solid {t.accent}; font-weight: 600; }}
QScrollArea {{ border: none; background: transparent; }}
"""
