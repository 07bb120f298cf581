"""The fiscal perimeter: the sources that the law's four conditions rest on, and a number that changes with any of them.

What each of them answers to is a page, `pos_app/ledger/README.md` (LNE, requirements 20 and 21; BOFiP
BOI-TVA-DECLA-30-10-30 § 45 and 300 to 380).
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pos_app import SOFTWARE
from pos_app.settings import MIGRATIONS

SOURCES = (
    "perimeter.py", "clock.py",
    "ledger/archive_format.py", "ledger/audit.py", "ledger/canonical.py", "ledger/chain.py",
    "ledger/closing_audit.py", "ledger/closing_proof.py", "ledger/ed25519.py", "ledger/entry.py",
    "ledger/signatures.py", "ledger/signing.py", "signature_process.py",
    "domain/accounting.py", "domain/basket.py", "domain/identifiers.py", "domain/instalments.py", "domain/money.py",
    "domain/refund.py",
    "domain/tally.py", "domain/tender.py", "domain/totals.py", "domain/vat.py",
    "domain/facts/__init__.py", "domain/facts/audit.py", "domain/facts/cash.py", "domain/facts/closings.py",
    "domain/facts/fact.py", "domain/facts/laptops.py", "domain/facts/loans.py", "domain/facts/refunds.py",
    "domain/facts/registry.py", "domain/facts/sales.py", "domain/facts/till.py",
    "store/backup.py", "store/days.py", "store/journal.py", "store/journal_end.py", "store/marks.py",
    "store/opening.py", "store/projections.py", "store/rebuild.py", "store/till_store.py",
    "counter/back_up_till.py", "counter/check_archive.py", "counter/check_journal.py", "counter/close_day.py",
    "counter/close_period.py", "counter/correct_tender.py", "counter/day_report.py", "counter/end_plan.py",
    "counter/events.py", "counter/plan_payment.py",
    "counter/export_accounts.py", "counter/make_archive.py", "counter/open_till.py", "counter/print_book.py",
    "counter/print_prepayment.py",
    "counter/refund.py", "counter/reprint.py", "counter/restore_till.py", "counter/sell.py",
    "counter/ticket_dossier.py", "counter/training_till.py",
    "printing/closing_slip.py", "printing/prepayment_slip.py", "printing/receipt_slip.py", "printing/training.py",
    "sync/wire.py", "office/ingest.py", "office/check.py", "office/closing_proofs.py",
)  # fmt: skip
"""The files of the perimeter, in the package; beside them stands the schema of the journal."""
SCHEMA = "till/0001_journal.sql"
_SHOWN = 8


@cache
def perimeter() -> str:
    """SHA-256 (hex) over the name and the content of each source, whatever its line ends; the same on every system."""
    found = hashlib.sha256(b"pos-app perimeter 1\n")
    package = Path(__file__).parent
    for name, path in [(name, package / name) for name in SOURCES] + [(SCHEMA, MIGRATIONS / SCHEMA)]:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{name} {len(content)}\n".encode() + content)
    return found.hexdigest()


def software_on_paper() -> str:
    """The program as receipts and its own page name it: "pos-app 0.1.0 · 3f9a2c1b"."""
    return f"{SOFTWARE} · {perimeter()[:_SHOWN]}"
