"""The languages people speak, as whoever works at the desk calls them."""

from __future__ import annotations

from pos_app.domain.languages import OWN_NAMES
from pos_app.i18n import N_
from pos_app.i18n import gettext as _

_NAMES: dict[str, str] = {
    "fr": N_("French"),
    "ar": N_("Arabic"),
    "en": N_("English"),
    "bm": N_("Bambara"),
    "bn": N_("Bengali"),
    "es": N_("Spanish"),
    "fa": N_("Persian"),
    "ff": N_("Fula"),
    "ha": N_("Hausa"),
    "it": N_("Italian"),
    "ka": N_("Georgian"),
    "ku": N_("Kurdish"),
    "ln": N_("Lingala"),
    "ps": N_("Pashto"),
    "pt": N_("Portuguese"),
    "ro": N_("Romanian"),
    "ru": N_("Russian"),
    "snk": N_("Soninke"),
    "so": N_("Somali"),
    "sq": N_("Albanian"),
    "ta": N_("Tamil"),
    "ti": N_("Tigrinya"),
    "tr": N_("Turkish"),
    "uk": N_("Ukrainian"),
    "ur": N_("Urdu"),
    "vi": N_("Vietnamese"),
    "wo": N_("Wolof"),
    "zh": N_("Chinese"),
}


def spoken(code: str) -> str:
    """ "arabe"; the code itself where nobody named it."""
    return _(_NAMES[code]) if code in _NAMES else code


def spoken_and_own(code: str) -> str:
    """ "arabe · العربية": for whoever asks the person, and for the person who points at theirs."""
    own = OWN_NAMES.get(code, code)
    return own if own == spoken(code) else f"{spoken(code)} · {own}"
