"""Somebody with an account: a password, and a telephone that shows codes."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import pyotp

from pos_app.office.office import Office
from tests.clock import ManualClock
from tests.office.browser import Answer, Browser

PASSWORD = "cheval pile agrafe exacte"  # of nobody


@dataclass
class Holder:
    """What somebody knows and holds. `codes` are the recovery codes that were shown."""

    login: str
    password: str
    factor: str
    codes: list[str]

    def code(self, clock: ManualClock) -> str:
        """What the telephone shows now."""
        return pyotp.TOTP(self.factor).at(clock.now_ms() // 1000)

    def sign_in(self, browser: Browser, clock: ManualClock, **other: str) -> Answer:
        """With everything right, but for what is given."""
        browser.get("/acces")
        return browser.submit(
            "/acces", **{"login": self.login, "password": self.password, "code": self.code(clock), **other}
        )


def secret_of(link: str) -> str:
    return link.partition("jeton=")[2]


def factor_shown(answer: Answer) -> str:
    """The letters below the square code."""
    found = re.search(r'<p class="code"><code>([A-Z2-7 ]+)</code>', answer.text)
    assert found, answer.words
    return found[1].replace(" ", "")


def codes_shown(answer: Answer) -> list[str]:
    return [html.unescape(code) for code in re.findall(r"<li><code>([^<]+)</code>", answer.text)]


def open_by_link(browser: Browser, link: str, clock: ManualClock, *, login: str, **named: str) -> Holder:
    """Goes through the link as a person does."""
    browser.get(link)
    shown = browser.submit(
        "/acces/ouvrir", jeton=secret_of(link), login=login, password=PASSWORD, again=PASSWORD, **named
    )
    holder = Holder(login, PASSWORD, factor_shown(shown), [])
    done = browser.submit("/acces/code", jeton=secret_of(link), code=holder.code(clock))
    holder.codes = codes_shown(done)
    clock.advance(seconds=30)
    return holder


def first_administrator(office: Office, clock: ManualClock) -> Holder:
    link = office.first_administrator_link()
    assert link
    browser = Browser(office)
    holder = open_by_link(browser, link, clock, login="claire", name="Claire")
    browser.close()
    return holder
