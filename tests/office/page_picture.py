"""Pictures of head office's pages, in a real browser."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from pos_app.demo.organisation import DemoOffice
from tests.office.browser import Browser
from tests.office.chromium import chromium_here

_SIZE = "1280,720"
_TIMEOUT_S = 60


def pictures_of_pages(office: DemoOffice, root: Path, files: Mapping[str, Path]) -> bool:
    """Writes the page at each address to its file, with `root` for what the browser keeps meanwhile; False where there
    is no Chromium."""
    chromium = chromium_here()
    if chromium is None:
        return False
    browser = Browser(office.office)
    browser.sign_in(office.office)
    texts = {path: browser.get(path).text for path in files}
    browser.close()
    for path, file in files.items():
        _picture(chromium, texts[path], root, file, f"https://{office.office.address}/")
    return True


def _picture(chromium: str, text: str, root: Path, file: Path, origin: str) -> None:
    page = root / f"{file.stem}.html"
    page.write_text(text.replace("<head>", f'<head><base href="{origin}">'), encoding="utf-8")
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--ignore-certificate-errors",
        f"--user-data-dir={root / 'chromium'}", f"--window-size={_SIZE}", f"--screenshot={file}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=_TIMEOUT_S)
