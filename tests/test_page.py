"""The HTML pages, as text and in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from formats_samples import ARTICLE, article, extractions
from quotescope.formats import corpus_page, to_html
from quotescope.formats.statistics import statistics
from quotescope.models import Extraction

VOID = {"meta", "link"}


class _Outline(HTMLParser):
    """Checks that elements nest, and keeps the words of the article."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.article: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "article" in self.open:
            self.article.append(data)


def _outline(page: str) -> _Outline:
    outline = _Outline()
    outline.feed(page)
    outline.close()
    assert outline.open == []
    return outline


def test_the_article_of_the_page_is_the_text() -> None:
    assert "".join(_outline(to_html(article())).article) == ARTICLE


@settings(max_examples=60, deadline=None)
@given(extraction=extractions())
def test_any_page_nests_and_keeps_the_text(extraction: Extraction) -> None:
    page = to_html(extraction, title="<&>")
    words = "".join(_outline(page).article)
    assert re.sub("[\x00\ud800]", "\ufffd", extraction.text) == words
    assert page.encode("utf-8")


def test_nothing_comes_from_outside() -> None:
    for page in (to_html(article()), corpus_page(statistics([article()]))):
        assert _outline(page).addresses == ["data:,"]
        assert not re.search(r"https?:|@import|url\((?!#)", page)


def test_names_and_titles_are_escaped() -> None:
    page = to_html(article(), title="<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "<travaux" not in page
    corpus = corpus_page(statistics([article()]), title="<b>")
    assert "<b></h1>" not in corpus
    assert "<travaux" not in corpus


def test_the_statistics_count_each_speaker() -> None:
    counts = statistics([article(), article()])
    assert (counts.documents, counts.total.quotes) == (2, 14)
    first, *others = counts.speakers
    assert (first.name, first.quotes, first.documents) == ("Camille Roy", 4, 2)
    assert first.kinds == {"mixed": 2, "direct": 2}
    assert others[-1].name is None
    assert sum(tally.quotes for tally in counts.speakers) == 14
    assert [counts.genders[gender].quotes for gender in ("feminine", "masculine", None)] == [
        4,
        2,
        8,
    ]
    # What interrupts direct speech (a-t-elle expliqué) is not quoted.
    assert statistics([article()]).kinds["indirect"].words == 10


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or chromedriver is None:
        pytest.skip("no Chromium with its driver (Debian: chromium, chromium-driver)")
    options = selenium.ChromeOptions()
    options.binary_location = chromium
    for flag in (
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        f"user-data-dir={tmp_path_factory.mktemp('profile')}",
        "window-size=1280,900",
    ):
        options.add_argument(f"--{flag}")
    service = selenium.ChromeService(executable_path=chromedriver)
    driver = selenium.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def shown(browser: Any, tmp_path: Path) -> Any:
    path = tmp_path / "page.html"
    path.write_text(to_html(article()), encoding="utf-8")
    browser.get(path.as_uri())
    yield browser
    assert browser.get_log("browser") == []


HIGHLIGHTED = """
return [...document.querySelectorAll("article .said")]
  .filter((e) => getComputedStyle(e).backgroundColor !== "rgba(0, 0, 0, 0)")
  .map((e) => e.dataset.quote)
"""


def _settled(browser: Any) -> None:
    """Turn transitions off, so that computed styles are final."""
    browser.execute_script(
        "document.head.append(Object.assign(document.createElement('style'),"
        "{textContent: '* { transition: none !important }'}))"
    )


def _find(browser: Any, css: str) -> Any:
    return browser.find_element("css selector", css)


def test_a_chosen_speaker_alone_stays_highlighted(shown: Any) -> None:
    _settled(shown)
    assert sorted(set(shown.execute_script(HIGHLIGHTED))) == list("1234567")
    button = _find(shown, '.speakers button[data-speaker="0"]')
    assert "Camille Roy" in button.text
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert shown.execute_script(HIGHLIGHTED) == ["1", "2", "2"]
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert sorted(set(shown.execute_script(HIGHLIGHTED))) == list("1234567")


def test_escape_shows_all_speakers_again(shown: Any) -> None:
    _settled(shown)
    _find(shown, '.speakers button[data-speaker="1"]').click()
    assert shown.execute_script(HIGHLIGHTED) == ["3"]
    _find(shown, "body").send_keys("\ue00c")
    assert len(shown.execute_script(HIGHLIGHTED)) == 8


def _linked(browser: Any) -> dict[str, list[str]]:
    return {
        css: [element.text for element in browser.find_elements("css selector", f".{css}.linked")]
        for css in ("said", "cue", "mention")
    }


def test_the_focus_lights_up_cue_and_mention(shown: Any) -> None:
    shown.execute_script("document.querySelector('article [data-quote=\"2\"][tabindex]').focus()")
    assert _linked(shown) == {
        "said": ["Nous ne pouvons pas continuer ainsi", "sans l'accord des riverains."],
        "cue": ["expliqué"],
        "mention": ["elle"],
    }
    card = _find(shown, ".card")
    assert "shown" in card.get_attribute("class")
    assert card.get_property("textContent").startswith("Direct quotation, Camille Roy")


def test_the_pointer_over_a_cue_lights_up_its_quotation(shown: Any) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(shown).move_to_element(_find(shown, 'article .cue[data-quote="3"]')).perform()
    assert _linked(shown)["said"] == ["le coût du projet dépasse déjà 300 millions d'euros"]


def test_the_tab_key_goes_from_quotation_to_quotation(shown: Any) -> None:
    last = shown.find_elements("css selector", ".speakers button")[-1]
    shown.execute_script("arguments[0].focus()", last)
    visited = []
    for _ in range(7):
        shown.switch_to.active_element.send_keys("\ue004")
        visited.append(shown.switch_to.active_element.get_attribute("data-quote"))
    assert visited == list("1234567")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_is_never_wider_than_the_screen(shown: Any, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    shown.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    assert shown.execute_script("return document.documentElement.scrollWidth") <= width
    shown.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    path.write_text(f"<meta charset=utf-8><body>{article()._repr_html_()}", encoding="utf-8")
    browser.get(path.as_uri())
    before = browser.execute_script("return getComputedStyle(document.body).fontFamily")
    browser.switch_to.frame(_find(browser, "iframe"))
    assert browser.execute_script("return getComputedStyle(document.body).fontFamily") != before
    _settled(browser)
    _find(browser, '.speakers button[data-speaker="0"]').click()
    assert browser.execute_script(HIGHLIGHTED) == ["1", "2", "2"]
    browser.switch_to.default_content()
    assert browser.get_log("browser") == []


def test_kinds_differ_by_their_underline(shown: Any) -> None:
    styles = shown.execute_script(
        "return ['direct', 'mixed', 'indirect'].map((kind) => getComputedStyle("
        "document.querySelector(`article .said.${kind}`)).borderBottomStyle)"
    )
    assert styles == ["solid", "dashed", "dotted"]


CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
const rgb = (colour) => {
  canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
};
const light = (colour) => {
  const [r, g, b] = rgb(colour).map((v) => v / 255)
    .map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b;
};
const behind = (element) => {
  const colour = getComputedStyle(element).backgroundColor;
  return colour === "rgba(0, 0, 0, 0)" ? behind(element.parentElement) : colour;
};
return [...document.querySelectorAll("article [data-quote], aside .count, .hint")].map((e) => {
  const colours = [light(getComputedStyle(e).color), light(behind(e))];
  return (Math.max(...colours) + .05) / (Math.min(...colours) + .05);
});
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(shown: Any, scheme: str) -> None:
    feature = {"name": "prefers-color-scheme", "value": scheme}
    shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    _settled(shown)
    ratios = shown.execute_script(CONTRAST)
    assert len(ratios) >= 10
    assert min(ratios) >= 4.5
    shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_charts_are_drawn(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "corpus.html"
    path.write_text(corpus_page(statistics([article()])), encoding="utf-8")
    browser.get(path.as_uri())
    widths = browser.execute_script(
        "return [...document.querySelectorAll('.chart rect')]"
        ".map((e) => e.getBoundingClientRect().width)"
    )
    assert len(widths) >= 8
    assert min(widths) > 0
    assert browser.get_log("browser") == []
