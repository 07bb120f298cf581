"""What the address of a page asks for: its query as one struct, fields that were left empty left out."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import urlencode

import msgspec
from litestar.exceptions import ValidationException

from pos_app.office.pages.shown import PageRequest

Asked = TypeVar("Asked", bound=msgspec.Struct)


def asked(request: PageRequest, type_: type[Asked]) -> Asked:
    """Raises ValidationException where the address makes no sense."""
    known = {field.name for field in msgspec.structs.fields(type_)}
    given = {name: values[-1] for name, values in request.query_params.dict().items() if name in known and values[-1]}
    try:
        return msgspec.convert(given, type_, strict=False)
    except msgspec.ValidationError as error:
        raise ValidationException(str(error)) from error


def query_of(asked_for: msgspec.Struct, **others: object) -> str:
    """`asked_for` as the query of an address, `others` instead of its own fields; what is empty is left out."""
    given = {**msgspec.structs.asdict(asked_for), **others}
    return urlencode({name: str(value) for name, value in given.items() if value or value is False})
