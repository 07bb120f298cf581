"""A real Chromium without a screen, driven over a pipe (the DevTools protocol): what a person with a keyboard, a narrow
screen or a screen reader meets. Scripts are off: the pages must work without."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from select import select
from types import TracebackType
from typing import Any

from tests.office.browser import Browser

PATIENCE_S = 60
"""A browser that says nothing for so long is stuck."""


def chromium_here() -> str | None:
    """The program, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Chromium:
    """One page of a browser. It has the cookies of `signed_in`, a small browser that signed in before."""

    def __init__(self, program: str, folder: Path, signed_in: Browser, origin: str) -> None:
        commands, self._tell = os.pipe()
        self._hear, answers = os.pipe()
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors")

        def pipes() -> None:
            os.dup2(commands, 3)
            os.dup2(answers, 4)

        self._process = subprocess.Popen(
            [program, *options, "--remote-debugging-pipe", f"--user-data-dir={folder}"],
            preexec_fn=pipes,  # noqa: PLW1509  # Chromium wants its pipes under these two numbers
            pass_fds=(3, 4),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        self._origin = origin
        self._heard = b""
        self._number = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Accessibility"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setScriptExecutionDisabled", value=True)
        self.call("Network.setExtraHTTPHeaders", headers={"Accept-Language": "fr"})
        for name, value in signed_in.cookies.items():
            self.call("Network.setCookie", name=name, value=value, url=origin, secure=True, httpOnly=True, path="/")

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Asks the browser for something and waits for its answer."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._tell, json.dumps(message).encode() + b"\0")
        while True:
            heard = self._next()
            if heard.get("id") == self._number:
                assert "error" not in heard, heard["error"]
                result: dict[str, Any] = heard["result"]
                return result

    def open(self, path: str) -> None:
        """Goes to a page and waits until it is loaded."""
        self.events.clear()
        self.call("Page.navigate", url=f"{self._origin}{path}")
        self.wait_for("Page.loadEventFired")

    def wait_for(self, event: str) -> None:
        """Until the browser says so; what it said before counts."""
        while not any(heard.get("method") == event for heard in self.events):
            self._next()

    def resize(self, width: int, height: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def value(self, expression: str) -> Any:
        """What an expression is on the page, as JSON."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def until(self, expression: str, wanted: object) -> None:
        """Asks until it is so: a page takes its focus a moment after it is loaded."""
        for _asked in range(2_000):
            if self.value(expression) == wanted:
                return
        raise AssertionError(f"{expression} is {self.value(expression)!r}, not {wanted!r}")

    def press(self, key: str, *, text: str = "") -> None:
        """Presses a key and lets it go."""
        code = {"Tab": 9, "Enter": 13}.get(key, 0)
        told: dict[str, object] = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **told)
        self.call("Input.dispatchKeyEvent", type="keyUp", **told)

    def tab_to(self, name: str) -> None:
        """Presses Tab until the field called `name` has the focus, as somebody without a mouse does."""
        for _press in range(200):
            self.press("Tab")
            if self.value("document.activeElement.name || document.activeElement.id") == name:
                return
        raise AssertionError(f"{name} is not reached by Tab")

    def type_in(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def enter(self) -> None:
        """Sends the form that has the focus and waits for the next page."""
        self.events.clear()
        self.press("Enter", text="\r")
        self.wait_for("Page.loadEventFired")

    def nameless(self) -> list[str]:
        """The roles of controls that a screen reader would read without a name."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        controls = {"textbox", "combobox", "button", "link", "checkbox", "searchbox", "Date", "DateTime"}
        return [
            node["role"]["value"]
            for node in nodes
            if not node.get("ignored")
            and node.get("role", {}).get("value") in controls
            and not node.get("name", {}).get("value")
        ]

    def troubles(self) -> list[str]:
        """What the browser complained of on this page: what a policy forbids, files that are not there."""
        heard = [event for event in self.events if event.get("method") == "Log.entryAdded"]
        return [event["params"]["entry"]["text"] for event in heard]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._heard:
            assert select([self._hear], [], [], PATIENCE_S)[0], "the browser says nothing"
            more = os.read(self._hear, 1 << 16)
            assert more, "the browser is gone"
            self._heard += more
        message, _, self._heard = self._heard.partition(b"\0")
        heard: dict[str, Any] = json.loads(message)
        if "method" in heard and self._session:
            self.events.append(heard)
        return heard

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()
        os.close(self._tell)
        os.close(self._hear)
