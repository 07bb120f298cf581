"""The notice of data rights as a value: what a person is told when registered (GDPR art. 13)."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.facts import TillSetUp
from pos_app.domain.language_file import Language


@dataclass(frozen=True, slots=True)
class DataNotice:
    """`months` is how long identity is kept after the last visit; `issuer` who answers for it."""

    language: Language
    issuer: TillSetUp
    months: int

    @property
    def name(self) -> str:
        """What its file is called, without ending."""
        return "notice"

    @property
    def sentences(self) -> tuple[str, str, str]:
        return self.language.notice.sentences(organisation=self.issuer.legal_name, months=self.months)
