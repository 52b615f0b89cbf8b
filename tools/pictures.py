"""Takes the pictures in the documentation from the real site: `make pictures`.

The README's picture of a calculator, and the sheets that show every state of a calculator in both themes.
"""

import base64
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

from ftdocs import hosting
from ftdocs.build import build_site

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs/reference"
PLACE = "trap/seductive-logic/"
WIDTH = 1280


def as_printed(lift: Locator) -> None:
    """Nothing has been loaded."""


def loading(lift: Locator) -> None:
    """Python is on its way, and will not arrive."""

    def halfway(route: Route) -> None:
        pass  # neither answered nor refused

    lift.page.route("**/*.wasm", halfway)
    lift.locator("[name=items]").fill("500")
    expect(lift).to_have_attribute("data-state", "loading")
    expect(lift.locator("progress").first).to_be_visible()


def ready(lift: Locator) -> None:
    lift.locator("[name=items]").fill("500")
    expect(lift).to_have_attribute("data-state", "ready")


def error(lift: Locator) -> None:
    ready(lift)
    lift.locator("[name=items]").fill("20")
    lift.locator("[name=items]").press("Enter")
    expect(lift.locator(".ft-errors")).to_be_visible()


def failure(lift: Locator) -> None:
    lift.page.route("**/python*.zip", lambda route: route.abort())
    lift.locator("[name=items]").fill("500")
    expect(lift.locator(".ft-failure")).to_be_visible()


def shared(lift: Locator) -> None:
    expect(lift.locator(".ft-shared")).to_be_visible()
    expect(lift).to_have_attribute("data-state", "ready")


def compared(lift: Locator) -> None:
    lift.locator("[data-action=pin]").click()
    lift.locator("[name=tuned_only_right]").fill("30")
    expect(lift.locator(".ft-compared")).to_be_visible()


# What is written below each picture, how the state comes about, and what the address adds.
STATES: dict[str, tuple[Callable[[Locator], None], str]] = {
    "As printed: nothing loaded": (as_printed, ""),
    "Loading: the printed result stays readable": (loading, ""),
    "Ready": (ready, ""),
    "Out of date, with the reason": (error, ""),
    "Python could not start": (failure, ""),
    "Numbers of a link": (shared, "#lift?items=1000&prompt_only_right=40&tuned_only_right=71"),
    "Two variants side by side": (compared, ""),
}


def in_state(browser: Browser, address: str, scheme: str, name: str) -> bytes:
    """A picture of the calculator in one state."""
    bring, fragment = STATES[name]
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": WIDTH, "height": 5200},
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        page.goto(address + PLACE + fragment)
        lift = page.locator("ft-calculator")
        bring(lift)
        # Neither a caret nor a ring of focus: they come and go.
        page.evaluate("document.activeElement?.blur()")
        return lift.screenshot(animations="disabled")
    finally:
        context.close()


SHEET = """<!doctype html><title>States</title><style>
body { margin: 0; padding: 28px; width: 1340px; columns: 3; column-gap: 24px }
body { background: %s; color: %s; font: 600 17px Arial }
figure { margin: 0 0 24px; break-inside: avoid } figcaption { margin-bottom: 10px } img { width: 100%% }
</style>%s"""


def sheet(page: Page, scheme: str, pictures: dict[str, str]) -> bytes:
    """All states on one sheet, as a JPEG."""
    paper, ink = ("#0c1014", "#e7ebf0") if scheme == "dark" else ("#e9edf0", "#1b2530")
    figures = "".join(
        f"<figure><figcaption>{n}</figcaption><img src='{at}' alt=''></figure>" for n, at in pictures.items()
    )
    page.set_content(SHEET % (paper, ink, figures))
    return page.locator("body").screenshot(type="jpeg", quality=64)


def main() -> int:
    chromium = os.environ.get("FTDOCS_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("pictures: Chromium is missing: install it, or set FTDOCS_CHROMIUM", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build_site(ROOT / "mkdocs.yml", site_dir=Path(folder, "site"))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with hosting.serve(Path(folder, "site"), "/") as host:
            (DOCS / "lift.png").write_bytes(in_state(browser, host.url, "light", "Ready"))
            for scheme in ("light", "dark"):
                pictures = {name: in_page(in_state(browser, host.url, scheme, name)) for name in STATES}
                made = sheet(browser.new_page(), scheme, pictures)
                (DOCS / f"decisions/states-{scheme}.jpg").write_bytes(made)
        browser.close()
    return 0


def in_page(picture: bytes) -> str:
    """A picture as the address of an image."""
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


if __name__ == "__main__":
    sys.exit(main())
