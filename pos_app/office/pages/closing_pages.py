"""The page that reads the code of a closing slip: whether every entry up to it is here."""

from __future__ import annotations

from litestar import Controller, get
from litestar.params import FromQuery
from litestar.response import Template

from pos_app.domain.refusals import Refusal
from pos_app.i18n import speaking
from pos_app.ledger.closing_proof import ClosingProof, read_closing_proof
from pos_app.office.closing_proofs import CheckedProof, check_proof
from pos_app.office.pages.shown import InOffice, PageRequest, language_of, page, require_right
from pos_app.office.rights import Right
from pos_app.sentences import say


class ClosingCodes(Controller):
    """The code of a closing slip."""

    path = "/cloture"
    guards = [require_right(Right.TICKETS_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def check(self, request: PageRequest, office: InOffice, code: FromQuery[str] = "") -> Template:
        proof: ClosingProof | None = None
        found: CheckedProof | None = None
        refused = ""
        try:
            if code.strip():
                proof = read_closing_proof(code)
                with office.database.transaction() as connection:
                    found = check_proof(connection, proof)
        except Refusal as refusal:
            with speaking(language_of(request).name):
                refused = say(refusal)
        return page(
            request,
            office,
            "closing_code.html",
            code=code,
            proof=proof,
            found=found,
            refused=refused,
            status_code=422 if refused else 200,
        )
