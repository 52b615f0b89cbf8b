"""Whatever is wrong with the runtime, the page says so, keeps what was printed and typed, works on, and tries again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import faults

LIFT = "trap/seductive-logic/"
SENTENCE = "[data-output=sentence]"
STARTED = 30_000
"""Milliseconds in which a start comes to its end on a busy machine."""

MISSING = "A part of the calculator is missing on the server."
WRONG = "Something else came in place of a part of the calculator"
CUT = "The download of the calculator broke off before its end."
DAMAGED = "A part of the calculator is not as it was published"

FILES = ["pyodide.asm.wasm", "python.zip", "pyodide.asm.js", "pyodide.mjs", "worker.mjs", "manifest.js"]
# One of each way in which the files are loaded: fetched, imported, a worker's own. The others are `full`.
QUICK = {
    ("pyodide.asm.wasm", faults.missing),
    ("python.zip", faults.html),
    ("pyodide.asm.js", faults.cut),
    ("worker.mjs", faults.missing),
    ("pyodide.asm.wasm", faults.corrupt),
    ("python.zip", faults.corrupt),
    ("pyodide.mjs", faults.corrupt),
    ("worker.mjs", faults.wrong_type),
}
MATRIX = [
    (file, change, said)
    for change, said in (
        (faults.missing, MISSING),
        (faults.html, WRONG),
        (faults.cut, CUT),
        (faults.corrupt, DAMAGED),
        (faults.wrong_type, WRONG),
    )
    for file in FILES
    # Bytes are bytes: these two work whatever the host calls them.
    if change is not faults.wrong_type or file not in ("pyodide.asm.wasm", "python.zip")
]


def type_and_fail(tab, said):
    """Type into the calculator; see it fail with these words, and nothing else harmed. Returns it."""
    lift = tab.calculator("lift")
    printed = lift.locator(SENTENCE).inner_text()
    lift.locator("[name=items]").fill("555")
    # The entry is finished: leaving the field later on asks nothing more.
    lift.locator("[name=items]").press("Enter")
    expect(lift.locator(".ft-failure")).to_contain_text(said, timeout=STARTED)
    expect(lift).to_have_attribute("data-state", "error")
    expect(lift.locator(SENTENCE)).to_have_text(printed)
    expect(lift.locator("[name=items]")).to_have_value("555")
    lift.get_by_text("Where the starting values come from").click()
    expect(lift.get_by_role("columnheader", name="Where from")).to_be_visible()
    return lift


def try_again(lift):
    lift.get_by_role("button", name="Try again").click()
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
    expect(lift.locator(".ft-failure")).to_be_hidden()
    expect(lift).to_have_attribute("data-state", "ready")


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        pytest.param(*row, id=f"{row[0]}-{row[1].__name__}", marks=() if row[:2] in QUICK else (pytest.mark.full,))
        for row in MATRIX
    ],
)
def test_what_is_wrong_with_a_file_is_explained_and_a_retry_works_once_it_is_right(faulty, file, change, said):
    tab, fault = faulty
    fault.set(file, change)
    tab.open(LIFT)
    lift = type_and_fail(tab, said)
    fault.mend()
    try_again(lift)


@pytest.mark.parametrize("file", ["python.zip", pytest.param("pyodide.asm.wasm", marks=pytest.mark.full)])
def test_without_https_the_browser_compares_the_files(faulty, file):
    """`crypto.subtle` is missing there."""
    tab, fault = faulty
    first = "const { files } = manifest;"
    fault.set("worker.mjs", faults.replacing(first, f"Object.defineProperty(crypto, 'subtle', {{}});\n{first}"))
    fault.set(file, faults.corrupt)
    tab.open(LIFT)
    lift = type_and_fail(tab, DAMAGED)
    fault.set(file, lambda answer: answer)
    try_again(lift)


def test_files_that_were_checked_come_from_the_cache_and_without_it_are_checked_anew(faulty):
    tab, fault = faulty
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
    # What the host has now is not asked for.
    fault.set("python.zip", faults.corrupt)
    page.reload()
    lift.locator("[name=items]").fill("444")
    expect(lift.locator(SENTENCE)).to_contain_text("444 items", timeout=STARTED)
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.reload()
    lift = type_and_fail(tab, DAMAGED)
    fault.mend()
    try_again(lift)


@pytest.mark.full
@pytest.mark.parametrize("file", ["runtime.js", "session.js"])
def test_a_script_of_the_page_that_was_missing_is_asked_for_again(faulty, file):
    tab, fault = faulty
    fault.set(file, faults.missing)
    tab.open(LIFT)
    lift = type_and_fail(tab, MISSING)
    fault.mend()
    try_again(lift)


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("runtime.js", faults.cut_short),
        pytest.param("runtime.js", faults.corrupt, marks=pytest.mark.full),
        pytest.param("session.js", faults.cut_short, marks=pytest.mark.full),
        pytest.param("session.js", faults.corrupt, marks=pytest.mark.full),
    ],
)
def test_a_damaged_script_of_the_page_is_explained_and_right_after_a_reload(faulty, file, change):
    """The browser keeps what it made of a module as long as the page lives: trying again would be of no use."""
    tab, fault = faulty
    fault.set(file, change)
    page = tab.open(LIFT)
    lift = type_and_fail(tab, DAMAGED)
    expect(lift.locator(".ft-failure")).to_contain_text("reload the page")
    expect(lift.get_by_role("button", name="Try again")).to_be_hidden()
    fault.mend()
    # The next entry has the right one fetched, for when the page is loaded anew.
    with page.expect_response(lambda response: file in response.url and response.ok):
        lift.locator("[name=items]").fill("444")
    lift.get_by_role("button", name="Reload the page").click()
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
    expect(lift.locator(".ft-failure")).to_be_hidden()


@pytest.mark.parametrize("file", ["pyodide.asm.wasm", "python.zip"])
@pytest.mark.full
def test_a_host_that_calls_bytes_by_another_name_is_no_trouble(faulty, file):
    tab, fault = faulty
    fault.set(file, faults.wrong_type)
    tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
    assert tab.trouble == []


@pytest.mark.parametrize(
    "file",
    [pytest.param(file, marks=() if file == "python.zip" else (pytest.mark.full,)) for file in FILES],
)
def test_while_a_file_is_slow_the_page_waits_and_takes_what_is_typed(faulty, file):
    tab, fault = faulty
    fault.set(file, fault.hold)
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    printed = lift.locator(SENTENCE).inner_text()
    lift.locator("[name=items]").fill("444")
    expect(lift).to_have_attribute("data-state", "loading")
    page.wait_for_timeout(1500)  # as slow as that
    lift.locator("[name=items]").fill("555")
    lift.locator("[name=tuned_only_right]").fill("20")
    expect(lift.locator(SENTENCE)).to_have_text(printed)
    fault.mend()
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
    expect(lift.locator("[name=tuned_only_right]")).to_have_value("20")
    assert tab.trouble == []


@pytest.mark.full
def test_a_file_that_never_comes_is_given_up(faulty):
    tab, fault = faulty
    fault.set("pyodide.asm.wasm", fault.hold)
    tab.open(LIFT)
    lift = type_and_fail(tab, "The calculator did not finish loading in time.")
    fault.mend()
    try_again(lift)


def test_a_policy_that_forbids_webassembly_is_explained(faulty):
    tab, fault = faulty
    fault.set("worker.mjs", faults.without_wasm)
    tab.open(LIFT)
    lift = type_and_fail(tab, "This site's own security policy forbids WebAssembly")
    fault.mend()
    try_again(lift)


def test_offline_in_the_middle_of_the_download(faulty):
    tab, fault = faulty
    fault.set("python.zip", lambda answer: faults.cut(fault.hold(answer)))
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("1")
    expect(lift).to_have_attribute("data-state", "loading")
    page.context.set_offline(True)
    fault.held.set()
    # No connection, or a file that broke off: whichever the browser tells first.
    type_and_fail(tab, re.compile("try again", re.IGNORECASE))
    page.context.set_offline(False)
    fault.mend()
    try_again(lift)


@pytest.mark.full
def test_offline_after_the_start_changes_nothing(faulty):
    tab, _ = faulty
    page = tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("444")
    expect(lift.locator(SENTENCE)).to_contain_text("444 items", timeout=STARTED)
    page.context.set_offline(True)
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items")


def test_denied_storage_changes_nothing(faulty):
    tab, _ = faulty
    deny = "const get = () => { throw new DOMException('denied', 'SecurityError'); };"
    names = ("localStorage", "sessionStorage", "indexedDB", "caches")
    tab.page.add_init_script(deny + "".join(f"Object.defineProperty(window, '{name}', {{ get }});" for name in names))
    tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)


def test_a_calculator_that_raises_is_explained_and_answers_other_numbers(faulty):
    tab, fault = faulty
    fault.set("worker.mjs", faults.for_some_items("666", faults.RAISES))
    tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("666")
    expect(lift.locator(".ft-failure")).to_contain_text("stopped at an error of its own", timeout=STARTED)
    expect(lift.locator("[name=items]")).to_have_value("666")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items")
    expect(lift.locator(".ft-failure")).to_be_hidden()
    assert len(tab.asked_for("worker.mjs")) == 1


def test_a_calculation_without_end_is_stopped_and_the_next_one_answered(faulty):
    tab, fault = faulty
    fault.set("worker.mjs", faults.for_some_items("666", faults.NEVER_RETURNS))
    tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("666")
    expect(lift.locator(".ft-failure")).to_contain_text("took too long and was stopped", timeout=STARTED)
    expect(lift.locator("[name=items]")).to_have_value("666")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items", timeout=STARTED)
    expect(lift.locator(".ft-failure")).to_be_hidden()


def test_a_link_that_could_not_be_read_is_read_on_the_next_try_whatever_was_typed(faulty):
    tab, fault = faulty
    fault.set("python.zip", faults.missing)
    tab.open(LIFT + "#lift?items=700&prompt_only_right=5&v=1")
    lift = tab.calculator("lift")
    expect(lift.locator(".ft-failure")).to_be_visible(timeout=STARTED)
    expect(lift.get_by_text("These are not the link’s numbers yet")).to_be_visible()
    fault.mend()
    lift.locator("[name=tuned_only_right]").fill("20")
    lift.get_by_role("button", name="Try again").click()
    expect(lift.locator("[name=items]")).to_have_value("700")
    expect(lift.locator("[name=tuned_only_right]")).to_have_value("20")
    expect(lift.locator(SENTENCE)).to_contain_text("700 items")


def test_a_picture_that_cannot_be_drawn_leaves_the_numbers_alone(faulty):
    tab, fault = faulty
    fault.set("vega.mjs", faults.missing)
    tab.open(LIFT)
    lift = tab.calculator("lift")
    lift.locator("[name=items]").fill("555")
    expect(lift.locator(SENTENCE)).to_contain_text("555 items")
    expect(lift).to_have_attribute("data-state", "ready")
    expect(lift.get_by_text("The picture could not be drawn")).to_be_visible()
