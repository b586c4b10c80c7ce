"""A browser that must stay silent and at home."""

import pytest


@pytest.fixture
def open_page(browser, live_server, clinics):  # noqa: ARG001
    """Opens an address in a fresh browser, which may ask this host only.

    Fails on anything the console says, such as a report of the content policy.
    """
    contexts, said = [], []

    def elsewhere(url):
        return [] if url.startswith((live_server.url, "data:")) else [url]

    def open_page(path, viewport, **options):
        context = browser.new_context(
            viewport=viewport, base_url=live_server.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.extend(elsewhere(request.url)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []
