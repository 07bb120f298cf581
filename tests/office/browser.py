"""A browser small enough for tests: keeps cookies, reads forms, follows redirects over the pinned authority."""

from __future__ import annotations

import html
import re
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from urllib3 import HTTPSConnectionPool
from urllib3.filepost import encode_multipart_formdata

from pos_app.office.office import Office
from pos_app.office.rights import OfficeRole

_URL_ENCODED = "application/x-www-form-urlencoded"
_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content: bytes
    headers: dict[str, str]
    set_cookies: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def words(self) -> str:
        """What a person reads: no tags, single spaces."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.text)).split())


class Browser:
    def __init__(self, office: Office, *, language: str = "fr") -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=office.authority.certificate_pem)
        host, _, port = office.address.rpartition(":")
        self._pool = HTTPSConnectionPool(host, int(port), ssl_context=context, maxsize=1)
        self._origin = f"https://{office.address}"
        self._language = language
        self.cookies: dict[str, str] = {}
        self.last: Answer | None = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path.removeprefix(self._origin), None)

    def submit(self, path: str, *, token: str | None = None, **fields: str | Sequence[str]) -> Answer:
        """Sends a form with the token of the page that was shown last."""
        token = self._token() if token is None else token
        return self._ask("POST", path, urlencode({**fields, "_csrf_token": token}, doseq=True).encode(), _URL_ENCODED)

    def upload(self, path: str, name: str, content: bytes, *, token: str | None = None, **fields: str) -> Answer:
        """Sends a form with a file, as `submit`."""
        token = self._token() if token is None else token
        body, content_type = encode_multipart_formdata({**fields, "_csrf_token": token, "file": (name, content)})
        return self._ask("POST", path, body, content_type)

    def sign_in(self, office: Office, role: OfficeRole = OfficeRole.ADMINISTRATOR) -> Answer:
        """As an invented account of this role; what people do is tested in test_sign_in."""
        link = office.entering_link(role)
        self.get(link)
        return self.submit("/acces/entrer", jeton=link.partition("jeton=")[2])

    def close(self) -> None:
        self._pool.close()

    def _token(self) -> str:
        found = _TOKEN.search(self.last.text if self.last else "")
        return found[1] if found else ""

    def _ask(self, method: str, path: str, body: bytes | None, content_type: str = "") -> Answer:
        headers = {
            "Accept-Language": self._language,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = content_type
        response = self._pool.urlopen(method, path, body=body, headers=headers, redirect=False, retries=False)
        for cookie in response.headers.getlist("set-cookie"):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        answer = Answer(
            response.status,
            response.data,
            {name.lower(): value for name, value in response.headers.items()},
            tuple(response.headers.getlist("set-cookie")),
        )
        if answer.status in (301, 302, 303):
            return self.get(answer.headers["location"])
        self.last = answer
        return answer
