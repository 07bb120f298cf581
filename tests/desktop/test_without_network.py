"""A stick at the window: written, carried, brought back, and every fault said in one sentence."""

from __future__ import annotations
