"""The picture of head office's first page, in a real browser."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from pos_app.demo.organisation import DemoOffice
from tests.office.browser import Browser

_SIZE = "1280,720"
_TIMEOUT_S = 60


def picture_of_page(office: DemoOffice, root: Path, file: Path) -> bool:
    """Writes it to `file`, with `root` for what the browser keeps meanwhile; False where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        return False
    browser = Browser(office.office)
    page = root / "overview.html"
    text = browser.sign_in(office.office).text
    browser.close()
    page.write_text(text.replace("<head>", f'<head><base href="https://{office.office.address}/">'), encoding="utf-8")
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--ignore-certificate-errors",
        f"--user-data-dir={root / 'chromium'}", f"--window-size={_SIZE}", f"--screenshot={file}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=_TIMEOUT_S)
    return True
