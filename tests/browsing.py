"""A real browser without a window, for the pages."""

import os
import shutil
import time
from collections.abc import Iterator

import pytest

QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
).split()
PATIENCE = 60_000
"""Milliseconds: this machine may be busy with much else."""


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """The Chromium of this machine; none is downloaded."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: it comes with toolweft[dev]")
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("there is no Chromium here: install one (apt-get install chromium), or name one in CHROMIUM")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=QUIET, timeout=PATIENCE)
        yield opened
        opened.close()


def until(page, condition: str) -> None:
    """Waits until an expression is true in the page; asks from outside, for the page's policy lets nothing be evaluated."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(20)
