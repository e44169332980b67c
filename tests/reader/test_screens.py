"""Pages as a browser shows them: axe finds nothing, nothing scrolls sideways, no script is needed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.reader.samples import PAGES
from tests.reader.screens import CHROMIUM, FLAGS, faults_of, print_pages, serve

pytestmark = pytest.mark.browser

VIEWS = [(360, "light"), (1440, "dark")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample paper."""
    folder: Path = tmp_path_factory.mktemp("paper")
    print_pages(folder)
    server = serve(folder)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start one browser for all pages."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.mark.parametrize(("width", "scheme"), VIEWS, ids=["phone in light", "desk in dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_the_fonts_are_there(
    browser: Browser, address: str, name: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{address}/{name}.html")
    page.goto(f"{address}/{name}.html")
    assert faults_of(page) == []
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_at_320_pixels_or_in_type_of_200_percent(
    browser: Browser, address: str, name: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(f"{address}/{name}.html")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.close()


def test_a_reader_without_javascript_sees_the_notice_that_a_comment_waits(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/story.html")
    assert not page.locator("#waits").is_visible()
    page.goto(f"{address}/story.html#waits")
    assert page.locator("#waits").is_visible()
    context.close()


def test_nothing_is_fetched_from_an_embed_before_it_is_asked_for(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.route(
        lambda url: not url.startswith(address), lambda route: (asked.append(route.request.url), route.abort())[1]
    )
    page.goto(f"{address}/story.html")
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.get_by_role("button", name="Show it here, from Vimeo").click()
    page.wait_for_selector(".embed iframe")
    assert asked == ["https://player.vimeo.com/video/76979871"]
    page.close()


def test_an_unsent_comment_survives_a_reload_and_a_sent_one_does_not(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/story.html")
    page.get_by_label("Comment", exact=True).fill("Half a thought")
    page.reload()
    assert page.get_by_label("Comment", exact=True).input_value() == "Half a thought"
    page.route("**/comments/17/", lambda route: route.fulfill(status=303, headers={"Location": "/story.html#waits"}))
    page.get_by_label("Name").fill("Marit")
    page.get_by_label("Email").fill("marit@vik.example")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_url("**/story.html#waits")
    assert page.get_by_label("Comment", exact=True).input_value() == ""
    page.close()
