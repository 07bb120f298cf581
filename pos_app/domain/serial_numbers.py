"""Serial numbers of things: IMEI, ICCID or a maker's own. Checked when they are keyed; only their end is read later."""

from __future__ import annotations

import enum
import re

from pos_app.domain.identifiers import luhn_digit
from pos_app.domain.refusals import Refusal

SHOWN_DIGITS = 4
"""How much of a number may be read later (LAW.md § 8: the number of a SIM is personal data)."""
_SEPARATORS = re.compile(r"[\s./-]+")
_OWN = re.compile(r"[0-9A-Z]{4,40}")
_IMEI_DIGITS = 15
_ICCID_DIGITS = (19, 20)
_TELECOM = "89"


class SerialKind(enum.StrEnum):
    """`IMEI`: a device on a mobile network (3GPP TS 23.003 § 6.2). `ICCID`: a SIM (ITU-T E.118). Else the maker's."""

    IMEI = "imei"
    ICCID = "iccid"
    OWN = "own"


class SerialNumber:
    """A number in clear. It shows itself by its end; only `reveal` says it, for the keyed hash that knows it again."""

    __slots__ = ("_text", "kind")

    def __init__(self, text: str, kind: SerialKind) -> None:
        self._text = text
        self.kind = kind

    def reveal(self) -> str:
        return self._text

    @property
    def last_four(self) -> str:
        return self._text[-SHOWN_DIGITS:]

    def __repr__(self) -> str:
        return f"***{self.last_four}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SerialNumber) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


def read_serial(text: str) -> SerialNumber:
    """The number that somebody keyed or scanned, without its spaces, hyphens, points and strokes, in capitals.

    Fifteen digits are an IMEI and 19 or 20 that begin with 89 an ICCID: their last digit must fit (Luhn; of an ICCID of
    twenty, the network's own twentieth digit may stand after it). Raises Refusal("serial_malformed",
    "serial_check_digit"); neither repeats the number.
    """
    folded = _SEPARATORS.sub("", text).upper()
    if not folded.isascii() or not _OWN.fullmatch(folded):
        raise Refusal("serial_malformed")
    kind = _kind(folded)
    if kind is SerialKind.IMEI:
        _require_check(folded)
    elif kind is SerialKind.ICCID and not (_fits(folded) or (len(folded) > _ICCID_DIGITS[0] and _fits(folded[:-1]))):
        raise Refusal("serial_check_digit", end=folded[-SHOWN_DIGITS:])
    return SerialNumber(folded, kind)


def _kind(folded: str) -> SerialKind:
    if not folded.isdigit():
        return SerialKind.OWN
    if len(folded) == _IMEI_DIGITS:
        return SerialKind.IMEI
    return SerialKind.ICCID if len(folded) in _ICCID_DIGITS and folded.startswith(_TELECOM) else SerialKind.OWN


def _require_check(digits: str) -> None:
    if not _fits(digits):
        raise Refusal("serial_check_digit", end=digits[-SHOWN_DIGITS:])


def _fits(digits: str) -> bool:
    return int(digits[-1]) == luhn_digit(digits[:-1])
