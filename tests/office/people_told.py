"""Changes of people as a till tells them, and what head office then knows."""

from __future__ import annotations

import secrets

from pos_app.domain.identifiers import PersonToken, card_number, person_token
from pos_app.office.office import Office
from pos_app.sync.people_messages import ChangeTold, PeopleAnswer, PeoplePush
from tests.ledger.chains import START_MS
from tests.office.remote_till import RemoteTill


def somebody(**changes: str) -> dict[str, str]:
    fields = {
        "given_name": "Samira",
        "family_name": "Ben Ali",
        "year_of_birth": "1984",
        "language": "ar",
        "phone": "+33612345678",
        "prescriber": "CCAS",
        "state": "active",
        "card": card_number(secrets.randbelow(10**9)),
    }
    return fields | changes


def new_token() -> PersonToken:
    return person_token(secrets.token_bytes(16))


def told(token: PersonToken, fields: dict[str, str], *, at_ms: int = START_MS, base: int = 0) -> tuple[ChangeTold, ...]:
    return tuple(
        ChangeTold(
            id=secrets.token_hex(16),
            person=token,
            field=field,
            value=value,
            at_ms=at_ms,
            counter=counter,
            operator="OP-TEST",
            base=base,
        )
        for counter, (field, value) in enumerate(fields.items())
    )


def tell(till: RemoteTill, *changes: ChangeTold) -> PeopleAnswer:
    return till.client.push_people(PeoplePush(changes=changes))


def outcomes(answer: PeopleAnswer) -> list[str]:
    return [each.outcome for each in answer.outcomes]


def fields_of(office: Office, token: PersonToken) -> dict[str, str]:
    with office.database.transaction() as connection:
        return dict(connection.execute("SELECT field, value FROM person_field WHERE token = %s", (token,)).fetchall())
