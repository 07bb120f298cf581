"""Practising: a till of its own beside the real one, with its own database, key and chain, invented people and stock.

BOFiP BOI-TVA-DECLA-30-10-30 § 150: what is practised is secured as the rest, its papers say SIMULATION, who practises
is known. It is kept in a folder apart, its tickets begin with X, it joins no head office, and no total of the one is in
the other.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from pos_app.clock import Clock
from pos_app.counter.add_operator import Newcomer, add_operators, check_newcomer
from pos_app.counter.invented import import_invented_codes, register_invented
from pos_app.counter.invented_machines import write_invented_passports
from pos_app.counter.open_till import OpenedTill, abandon_till, open_till, with_key_file
from pos_app.counter.receive_equipment import receive_equipment
from pos_app.counter.receive_stock import receive_stock
from pos_app.counter.running import RunningTill
from pos_app.counter.set_up_till import TRAINING_LETTER, TillSetup, set_up_till
from pos_app.counter.shelf import shelf
from pos_app.counter.sign_in import operators_on_file, record_sign_in
from pos_app.counter.status import status
from pos_app.counter.till import Till
from pos_app.counter.till_events import Listener
from pos_app.domain.catalogue import Tracking
from pos_app.domain.facts import TillSetUp, TrainingEntered, TrainingLeft
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator, Role
from pos_app.domain.refusals import Refusal
from pos_app.keys.key_file import OpenKeyFile, open_with_keyring_key
from pos_app.ledger.entry import Head
from pos_app.settings import TillFolder
from pos_app.store.people import people_after

TRAINING_PIN = "246810"
"""Everybody's PIN in a till for practice, which holds nothing real."""
_COLLEAGUE = "Amina"
_PEOPLE = 30
_LEAST = 10
_FILLED = {Tracking.COUNTED: 100, Tracking.SERIAL: 5}
_LONGEST_SERIES = 5


@dataclass(frozen=True, slots=True)
class Training:
    """Somebody practises: the till for it, who they are there, and where its journal ended before (a position)."""

    running: RunningTill
    operator: Operator
    since: int


def begin_training(real: RunningTill, *, operator: Operator, listener: Listener, clock: Clock) -> Training:
    """Opens the till for practice, made anew where there is none; `operator` has every right there.

    It may take some seconds: never on the GUI thread. Its journal's head then stands in the real journal, too. Raises
    what `open_till` raises; nothing was then recorded.
    """
    known = real.run(status).result()
    opened = _opened(real, known.issuer, known.series, clock)
    try:
        trainee = _trainee(opened.till, operator)
        _fill(opened.till, trainee)
    except BaseException:
        abandon_till(opened)
        raise
    running = RunningTill.of_opened(opened, listener=listener)
    try:
        head, since = running.run(lambda till: (till.store.head, till.store.position)).result()
        real.run(_record, operator.code, TrainingEntered(incarnation=head.incarnation, seq=head.seq)).result()
        running.run(record_sign_in, code=trainee.code, matched=True).result()
    except BaseException:
        running.stop()
        raise
    return Training(running, trainee, since)


def end_training(real: RunningTill, training: Training, *, operator: OperatorCode) -> None:
    """Closes the till for practice; the real journal says so. It may take a moment: never on the GUI thread."""
    head: Head = training.running.run(lambda till: till.store.head).result()
    training.running.stop()
    real.run(_record, operator, TrainingLeft(incarnation=head.incarnation, seq=head.seq)).result()


def training_series(series: str) -> str:
    """What tickets of practice begin with: XMRS1 beside MRS1."""
    found = re.match(r"([A-Z]+)([0-9]+)", series)
    if found is None:
        return f"{TRAINING_LETTER}AA1"
    return f"{TRAINING_LETTER}{found[1][:_LONGEST_SERIES]}{found[2]}"


def _record(till: Till, operator: OperatorCode, fact: TrainingEntered | TrainingLeft) -> None:
    with till.store.transaction(operator) as act:
        act.append(fact)


def _opened(real: RunningTill, issuer: TillSetUp, series: str, clock: Clock) -> OpenedTill:
    """Its own keys, wrapped by one that follows from the real till's: whoever works there may practise, nobody else."""
    folder = real.folder.training
    key = hmac.digest(real.key_file.keys.database, b"pos-app training", "sha256")
    if folder.exists:
        try:
            return open_till(folder, open_with_keyring_key(folder.key_file, key), clock=clock)
        except Refusal as refusal:
            if refusal.code != "keyring_key_wrong":
                raise
            _put_aside(folder, clock)
    made = set_up_till(folder, _set_up(issuer, series), clock=clock, training=True)
    key_file: OpenKeyFile = made.opened.key_file.with_keyring_slot(key)
    return with_key_file(made.opened, key_file)


def _put_aside(folder: TillFolder, clock: Clock) -> None:
    """The practice of a till whose keys are gone stays as it is: six years are asked of it, too."""
    folder.data.rename(folder.data.with_name(f"training-{clock.now_ms()}"))
    folder.mark.unlink(missing_ok=True)


def _set_up(issuer: TillSetUp, series: str) -> TillSetup:
    return TillSetup(
        point=issuer.point,
        till=issuer.till,
        series=training_series(series),
        legal_name=issuer.legal_name,
        address=issuer.address,
        siret=issuer.siret,
        phone=issuer.phone,
        coordinator=check_newcomer(Newcomer(_COLLEAGUE, Role.COORDINATOR, TRAINING_PIN)),
    )


def _trainee(till: Till, operator: Operator) -> Operator:
    """Who practises, by first name, as a coordinator: an evening is practised, too."""
    known = [account.operator for account in operators_on_file(till) if account.operator.role is Role.COORDINATOR]
    for one in known:
        if one.first_name == operator.first_name:
            return one
    newcomer = check_newcomer(Newcomer(operator.first_name, Role.COORDINATOR, TRAINING_PIN))
    (added,) = add_operators(till, by=known[0], newcomers=[newcomer])
    return added.operator


def _fill(till: Till, operator: Operator) -> None:
    """So much of everything that practice goes on; people once."""
    if not people_after(till.connection, 0, limit=1):
        register_invented(till, operator, most=_PEOPLE)
    short = [item for item in shelf(till).items if item.on_hand is not None and item.on_hand < _LEAST]
    at = till.store.position
    if any(item.family.tracking is Tracking.CODE for item in short):
        import_invented_codes(till, operator, seed=at)
    for item in short:
        more = _FILLED.get(item.family.tracking, 0) - (item.on_hand or 0)
        if more <= 0:
            continue
        if item.family.tracking is Tracking.COUNTED:
            receive_stock(till, operator=operator, product=item.product.code, quantity=more)
        else:
            serials = [f"FAUX-{item.product.code}-{at}-{number}" for number in range(more)]
            things = receive_equipment(
                till, operator=operator, product=item.product.code, serials=serials, batch="Faux don"
            )
            if item.family.code in till.rules.laptop.families:
                write_invented_passports(till, operator, things)
