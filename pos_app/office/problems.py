"""What head office answers when it cannot do as asked: named problems, as RFC 9457 has them."""

from __future__ import annotations

from pos_app.sync.wire import Problem

_STATUS_AND_TITLE: dict[str, tuple[int, str]] = {
    "malformed": (400, "The request cannot be read"),
    "too_large": (413, "The request is too large"),
    "code_unknown_or_used": (403, "This enrolment code is unknown, used or expired"),
    "not_genuine": (401, "The request's signature does not hold"),
    "incarnation_unknown": (404, "This incarnation is not known here"),
    "revoked": (403, "This till was revoked"),
    "stale_incarnation": (403, "This till goes on under another key"),
    "gap": (409, "Entries are missing before these"),
    "epoch_gone": (410, "The feed is counted anew; read it from its beginning"),
    "fork": (409, "Another entry is stored under this number"),
    "chain_broken": (422, "The chain or its signature does not hold"),
    "parcel_refused": (422, "The file cannot be taken in"),
    "answer_unknown": (404, "No such answer waits here"),
    "busy": (503, "Head office is busy"),
    "unavailable": (503, "Head office's database cannot be reached"),
    "failed": (500, "Head office failed"),
}


class ProblemError(Exception):
    """Ends a request with a problem document; what the transaction did is rolled back unless said otherwise."""

    def __init__(self, code: str, detail: str = "", *, expected: int = 0, retry_after_s: int = 0) -> None:
        super().__init__(code, detail)
        status, title = _STATUS_AND_TITLE[code]
        self.problem = Problem(
            type=f"urn:pos-app:problem:{code}",
            title=title,
            status=status,
            code=code,
            detail=detail,
            expected=expected,
            retry_after_s=retry_after_s,
        )
