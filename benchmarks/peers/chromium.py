"""Chromium without a window, kept warm by playwright, or started anew: the same HTML as for WeasyPrint."""

import atexit
import functools
import shutil
import subprocess
import typing as t
from pathlib import Path

from peers.pages import written

NAME, SUFFIX, WARM = "chromium", ".html", True
__all__ = ["NAME", "SUFFIX", "WARM", "command", "set_all", "version", "written"]
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def version() -> str | None:
    """Which one is installed; none where there is no playwright to keep it warm."""
    try:
        import playwright  # noqa: F401, PLC0415 - a peer, which need not be there
    except ImportError:
        return None
    program = _program()
    if program is None:
        return None
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]


def set_all(inputs: list[Path]) -> None:
    """Set the inputs, each into a PDF of its name."""
    page = _page()
    for path in inputs:
        page.goto(path.as_uri())
        page.pdf(path=path.with_suffix(".pdf"), prefer_css_page_size=True)


def command(path: Path) -> list[str]:
    """The browser as a command."""
    target = f"--print-to-pdf={path.with_suffix('.pdf')}"
    return [_program() or "", "--headless", "--no-sandbox", "--no-pdf-header-footer", target, path.as_uri()]


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@functools.cache
def _page() -> t.Any:  # noqa: ANN401 - playwright need not be there
    """The page of a browser that lives as long as this process."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a peer, which need not be there

    running = sync_playwright().start()
    browser = running.chromium.launch(executable_path=_program(), args=["--no-sandbox"])
    atexit.register(running.stop)
    return browser.new_page()
