"""The languages people speak at the desks, by their own names: chosen by whoever speaks them."""

from __future__ import annotations

OWN_NAMES: dict[str, str] = {
    "fr": "français", "ar": "العربية", "en": "English", "bm": "bamanankan", "bn": "বাংলা", "es": "español",
    "fa": "فارسی", "ff": "pulaar", "ha": "Hausa", "it": "italiano", "ka": "ქართული", "ku": "kurdî", "ln": "lingála",
    "ps": "پښتو", "pt": "português", "ro": "română", "ru": "русский", "snk": "sooninke", "so": "Soomaali",
    "sq": "shqip", "ta": "தமிழ்", "ti": "ትግርኛ", "tr": "Türkçe", "uk": "українська", "ur": "اردو", "vi": "tiếng Việt",
    "wo": "wolof", "zh": "中文",
}  # fmt: skip
"""ISO 639 code to the language's own name; French, the country's, first."""
