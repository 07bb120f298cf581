"""What head office set of contact and codes, as this till received it."""

from __future__ import annotations

from pos_app.domain.office_parameters import OfficeParameters, read_parameters
from pos_app.store.opening import Connection
from pos_app.store.parameters import read_parameter

PARAMETERS_TEXT = "office_parameters"


def office_parameters(connection: Connection) -> OfficeParameters:
    """Those that head office set, or the usual values."""
    text = read_parameter(connection, PARAMETERS_TEXT, type=str, default="")
    return read_parameters(text) if text else OfficeParameters()
