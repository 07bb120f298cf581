"""Signatures verified in processes of their own, on the other cores: threads would wait for each other's turn.

A process hears public keys, hashes and signatures on its standard input and answers on its standard output; it gets no
secret, no file and no argument. Where none can be started, the work is done here.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import struct
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import IO

from pos_app.ledger.ed25519 import PUBLIC_KEY_BYTES, verify_here

_log = logging.getLogger(__name__)
_ASKED = struct.Struct(f">I{PUBLIC_KEY_BYTES}s")
_ANSWER = struct.Struct(">i")
_MOST_HELPERS = 3
_ANSWERING = "from pos_app.signature_process import answer_parent; answer_parent()"


class SignatureProcesses:
    """`verify` hands a batch to a process that has nothing to do; several threads may call it. None runs before."""

    def __init__(self, *, helpers: int | None = None) -> None:
        cores = os.cpu_count() or 1
        self.helpers = helpers if helpers is not None else max(1, min(_MOST_HELPERS, cores - 1))
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes] | None] = queue.SimpleQueue()
        self._started: list[subprocess.Popen[bytes]] = []
        for _ in range(self.helpers):
            self._idle.put(None)

    def verify(self, public_key: bytes, signed: bytes) -> int:
        """As `pos_app.ledger.ed25519.Verify`."""
        process = self._idle.get()
        try:
            process = process or self._start()
            return _ask(process, public_key, signed)
        except OSError as error:
            _log.info("signatures are verified here: %s", error)
            return verify_here(public_key, signed)
        finally:
            self._idle.put(process)

    def __enter__(self) -> SignatureProcesses:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._started:
            with suppress(OSError), process:  # closes what it reads from, which ends it, and waits for it
                pass

    def _start(self) -> subprocess.Popen[bytes]:
        if getattr(sys, "frozen", False):
            raise OSError("this program is not run by a Python of its own")
        process = subprocess.Popen(  # noqa: S603  # this same program
            [sys.executable, "-P", "-c", _ANSWERING],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._started.append(process)
        return process


def answer_parent() -> None:
    """What such a process does until its parent has nothing more to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the parent ends what it reads from
    asking, answering = sys.stdin.buffer, sys.stdout.buffer
    while head := asking.read(_ASKED.size):
        size, public_key = _ASKED.unpack(head)
        answering.write(_ANSWER.pack(verify_here(public_key, asking.read(size))))
        answering.flush()


def _ask(process: subprocess.Popen[bytes], public_key: bytes, signed: bytes) -> int:
    asking, answering = _pipes(process)
    asking.write(_ASKED.pack(len(signed), public_key) + signed)
    asking.flush()
    answer = answering.read(_ANSWER.size)
    if len(answer) != _ANSWER.size:
        raise OSError("the process that verifies signatures has ended")
    (index,) = _ANSWER.unpack(answer)
    return int(index)


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise OSError("no pipe")
    return process.stdin, process.stdout
