"""The documents of print jobs, made from the ledger. Loaded with the first job: the sign-in page waits for none."""

from __future__ import annotations

from pos_app.counter.cash_documents import CASH_SLIP, CLOSING_SLIP, OPENING_SLIP, cash_document
from pos_app.counter.end_loan import LOAN_END
from pos_app.counter.events import EVENTS_SLIP, events_document
from pos_app.counter.laptop_papers import LAPTOP_PAPERS, laptop_document
from pos_app.counter.lend_equipment import LOAN_CONTRACT
from pos_app.counter.loan_papers import loan_document
from pos_app.counter.plan_payment import plan_paper
from pos_app.counter.print_prepayment import PREPAYMENT_SLIP, prepayment_document
from pos_app.counter.remind_loans import LOAN_REMINDER
from pos_app.counter.sessions import SESSION_SLIP, session_slip_of
from pos_app.counter.ticket_dossier import DOSSIER, dossier_of
from pos_app.counter.till import Till
from pos_app.perimeter import software_on_paper
from pos_app.printing.documents.receipt import Receipt, receipt_of
from pos_app.printing.jobs import Document, PrintJob
from pos_app.store.operators import shown_name
from pos_app.store.tickets import copy_entry, find_ticket, issuer_at


def document_of(till: Till, job: PrintJob) -> Document:
    """The document of a job that carries no code, as the journal gives it now."""
    if job.document in (CASH_SLIP, OPENING_SLIP, CLOSING_SLIP):
        return cash_document(till, int(job.reference))
    if job.document in (LOAN_CONTRACT, LOAN_END, LOAN_REMINDER):
        return loan_document(till, int(job.reference))
    if job.document == PREPAYMENT_SLIP:
        return prepayment_document(till, int(job.reference))
    if job.document == DOSSIER:
        return dossier_of(till.connection, till.clock, job.reference)
    if job.document == EVENTS_SLIP:
        return events_document(till, job.reference)
    if job.document == SESSION_SLIP:
        return session_slip_of(till, job.reference)
    if job.document in LAPTOP_PAPERS:
        return laptop_document(till, job.document, job.reference)
    return receipt_for(till, job.reference, copy=job.copy)


def receipt_for(till: Till, ticket: str, *, copy: int = 0) -> Receipt:
    """The receipt of a ticket as it stands in the ledger, `copy` 0 for the first print."""
    found = find_ticket(till.connection, ticket)
    families = till.catalogue.families.values()
    return receipt_of(
        found.entry,
        found.sale,
        issuer=issuer_at(till.connection, found.position),
        operator_name=shown_name(till.connection, found.entry.operator),
        vat=till.catalogue.vat,
        durable_families=frozenset(family.code for family in families if family.durable),
        software=software_on_paper(),
        copied=(copy, copy_entry(till.connection, found, copy)) if copy else None,
        plan_paper=plan_paper(found.sale),
    )
