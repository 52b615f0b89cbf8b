"""One tab for a long time: one worker for all pages, and nothing piles up behind it."""

import pytest

from bench import tab


@pytest.mark.full
def test_navigations_and_answers_leave_next_to_nothing(chromium, site_dir, hosted):
    """The same with more of both, and with times: `python -m bench --only tab`."""
    context = chromium.new_context()
    with hosted(site_dir, fault=tab.telling) as host:
        page = context.new_page()
        workers: list[str] = []
        page.on("worker", lambda worker: workers.append(worker.url))
        page.goto(host.url + tab.FIRST)
        lived = tab.walk(chromium, page, context.new_cdp_session(page), navigations=40, answers=200)
        # The theme's search has one too.
        assert len([url for url in workers if url.endswith("worker.mjs")]) == 1
        assert len(lived.answers) > 30
    context.close()
    # A page has some 2,500 nodes and 80 listeners, of which a few stay with Material.
    assert lived.by_navigation("nodes") < 30
    assert lived.by_navigation("listeners") < 4
    assert lived.by_navigation("heap") < 50_000
    assert lived.by_answer("nodes") < 0.1
    assert lived.by_answer("listeners") == 0
    assert lived.by_answer("objects") < 0.1
    assert lived.grown("wasm") == 0
