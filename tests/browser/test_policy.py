"""The site lives under its policy: violations are heard, a frame is refused, an embedding page is not believed."""

import contextlib
import dataclasses
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from ftdocs import hosting
from tests.browser.conftest import Visit
from tests.conftest import BASE_PATH
from tests.reports import POLICY, listening

LIFT = "trap/seductive-logic/"
SENTENCE = "[data-output=sentence]"


def test_a_violation_is_heard_in_the_page_and_by_the_listener(chromium, site_dir):
    """Without this the other tests could not fail."""
    with listening() as reports, hosting.serve(site_dir, BASE_PATH, fault=reports.beside()) as host:
        context = chromium.new_context()
        tab = Visit(context, host.url)
        page = tab.open()
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'spy()'}))")
        assert "script-src-elem" in reports.received.get(timeout=20)
        page.evaluate("document.body.setAttribute('style', 'top: 0')")
        assert "style-src-attr" in reports.received.get(timeout=20)
        context.close()
    assert any("policy: script-src-elem stops inline" in line for line in tab.trouble)


def test_a_violation_in_a_worker_is_heard_by_the_listener(chromium, site_dir):
    """Nothing else hears it: a worker's violations never reach its page."""

    def with_a_spy(path, answer):
        if path != "spy.mjs":
            return answer
        script = b"fetch('http://127.0.0.1:9/spied').catch(() => postMessage('stopped'))"
        headers = {"Content-Type": "text/javascript", "Content-Length": str(len(script))}
        return dataclasses.replace(answer, status=200, headers=answer.headers | headers, body=script)

    with listening() as reports, hosting.serve(site_dir, BASE_PATH, fault=reports.beside(with_a_spy)) as host:
        context = chromium.new_context()
        tab = Visit(context, host.url)
        tab.open().evaluate(
            "() => new Promise((heard) => { new Worker('spy.mjs', {type: 'module'}).onmessage = heard })"
        )
        report = reports.received.get(timeout=20)
        assert "connect-src" in report
        assert "/spied" in report
        context.close()
    assert tab.trouble == []


@contextlib.contextmanager
def page_of_another_origin(text):
    """A page on another port of this machine, which to a browser is another site."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_):
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def shown_in_a_frame(chromium, site_dir, fault=None):
    """How many calculators a page of another origin can show of the site."""
    with contextlib.ExitStack() as stack:
        host = stack.enter_context(hosting.serve(site_dir, BASE_PATH, fault=fault))
        trap = stack.enter_context(page_of_another_origin(f'<iframe src="{host.url}{LIFT}"></iframe>'))
        context = chromium.new_context()
        page = context.new_page()
        page.goto(trap)
        page.wait_for_load_state("networkidle")
        count = page.frame_locator("iframe").locator("ft-calculator").count()
        context.close()
        return count


def test_the_site_cannot_be_laid_under_another_page(chromium, site_dir):
    """Clickjacking: a reader must not press what they do not see."""
    assert shown_in_a_frame(chromium, site_dir) == 0
    assert shown_in_a_frame(chromium, site_dir, framed) > 0


def framed(path, answer):
    """A site whose operator lets others show it in a frame."""
    headers = {
        **answer.headers,
        POLICY: answer.headers[POLICY].replace("ancestors 'none'", "ancestors http://127.0.0.1:*"),
    }
    return dataclasses.replace(answer, headers=headers)


FORGED = """frame => {
  const lie = { sentence: "FORGED", outputs: {}, fields: { items: "666" }, shown: { sentence: "FORGED" } };
  const messages = [
    { type: "ready" }, { type: "failed", reason: "crashed" }, { type: "start" }, "text", null, 7,
    { type: "progress", stage: "download", loaded: 9e9, total: 1 },
    JSON.parse('{"__proto__": {"polluted": 1}, "id": 1, "response": {"sentence": "FORGED"}}'),
    ...[0, 1, 2, 3].flatMap((id) => [{ id, response: lie }, { id, request: {} }, { id, reason: "crashed" }]),
  ];
  for (const message of messages) frame.contentWindow.postMessage(message, "*");
}"""


def test_an_embedding_page_is_not_believed(chromium, site_dir):
    with hosting.serve(site_dir, BASE_PATH, fault=framed) as host:
        text = f'<title>Wiki</title><iframe width="900" height="900" src="{host.url}{LIFT}"></iframe>'
        with page_of_another_origin(text) as wiki:
            context = chromium.new_context()
            page = context.new_page()
            trouble = []
            page.on("pageerror", lambda error: trouble.append(str(error)))
            page.goto(wiki)
            lift = page.frame_locator("iframe").locator("ft-calculator[name=lift]")
            printed = lift.locator(SENTENCE).inner_text()
            page.locator("iframe").evaluate(FORGED)
            expect(lift).to_have_attribute("data-state", "static")
            lift.locator("[name=items]").fill("555")
            page.locator("iframe").evaluate(FORGED)
            expect(lift.locator(SENTENCE)).to_contain_text("555 items")
            page.locator("iframe").evaluate(FORGED)
            lift.locator("[name=items]").fill("200")
            expect(lift.locator(SENTENCE)).to_have_text(printed)
            expect(lift).to_have_attribute("data-state", "ready")
            assert lift.evaluate("() => ({}).polluted") is None
            assert trouble == []
            context.close()


@pytest.mark.parametrize("place", ["window", "document"])
def test_a_message_from_the_page_itself_changes_nothing(visit, place):
    visit.open(LIFT)
    lift = visit.calculator("lift")
    printed = lift.locator(SENTENCE).inner_text()
    lift.evaluate(
        f"() => {place}.dispatchEvent(new MessageEvent('message', {{data: {{id: 1, response: {{sentence: 'NO'}}}}}}))"
    )
    lift.locator("[name=items]").fill("201")
    expect(lift.locator(SENTENCE)).to_contain_text("201 items")
    lift.locator("[name=items]").fill("200")
    expect(lift.locator(SENTENCE)).to_have_text(printed)
