"""The rules that head office has in force: those that it set, or those that the program comes with."""

from __future__ import annotations

from pos_app.office.reference import rules_set as rules_in_force

__all__ = ["rules_in_force"]
