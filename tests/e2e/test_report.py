"""The report in a real browser: nothing leaves it, everything fits, everything can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

REPORT = Path(__file__).parents[1] / "export" / "golden" / "report.html"

CONTRASTS = """() => {
  const context = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const rgba = colour => {
    context.clearRect(0, 0, 1, 1); context.fillStyle = colour; context.fillRect(0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
  };
  const luminance = colour => {
    const [r, g, b] = [...rgba(colour)].slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const holds = each !== element && each.matches("g, a") && !each.closest(".parts");
      const shape = holds && each.querySelector(":scope > rect, :scope > circle");
      if (shape && !getComputedStyle(shape).fill.startsWith("url")) return getComputedStyle(shape).fill;
      const colour = getComputedStyle(each).backgroundColor;
      if (rgba(colour)[3] > 0) return colour;
    }
    return "white";
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join("");
    if (!text || element.matches("title")) continue;
    const style = getComputedStyle(element);
    found.push([ratio(element.matches("text") ? style.fill : style.color, behind(element)), text]);
  }
  return found;
}"""

OVERLAPS = """() => {
  const texts = [...document.querySelectorAll("svg.timeline text")];
  const boxes = texts.map(text => [text.getBoundingClientRect(), text.textContent]);
  const clash = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  return boxes.flatMap(
    ([a, one], n) => boxes.slice(n + 1).filter(([b]) => clash(a, b)).map(([_, two]) => [one, two]));
}"""


@pytest.fixture(params=["by hand", "of the sample rehearsal"])
def report(request: pytest.FixtureRequest) -> Path:
    """The page of a report that holds everything there can be, and of one that was really coached."""
    if request.param == "by hand":
        return REPORT
    sample: Path = request.getfixturevalue("sample_page")
    return sample


def test_the_report_asks_the_network_for_nothing_and_makes_no_complaint(page: Page) -> None:
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(REPORT.as_uri())
    page.wait_for_load_state("networkidle")
    assert requests == [REPORT.as_uri()]
    assert complaints == []


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_is_wider_than_the_window(page: Page, report: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_timeline_scrolls_inside_its_own_box(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(REPORT.as_uri())
    inner, outer = page.evaluate(
        "(box => [box.scrollWidth, box.clientWidth])(document.querySelector('.timeline').parentElement)"
    )
    assert inner > 2 * outer


def test_on_a_phone_no_table_of_the_sample_is_cut_off(page: Page, sample_page: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(sample_page.as_uri())
    tables = page.locator("table").evaluate_all(
        "all => all.map(t => [t.scrollWidth, t.parentElement.clientWidth])"
    )
    assert len(tables) == 3
    assert [table for table, box in tables if table > box] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_what_is_behind_it(page: Page, report: Path, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 200
    assert [(round(ratio, 2), text) for ratio, text in contrasts if ratio < 4.5] == []


def test_no_labels_of_the_timeline_lie_on_each_other(page: Page, report: Path) -> None:
    page.goto(report.as_uri())
    assert page.evaluate(OVERLAPS) == []


def test_every_link_leads_to_a_place_on_the_page(page: Page, report: Path) -> None:
    page.goto(report.as_uri())
    links = page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    places = page.locator("[id]").evaluate_all("places => places.map(place => '#' + place.id)")
    assert len(links) > 40
    assert set(links) <= set(places)
    assert len(places) == len(set(places))


def test_every_moment_leads_to_its_sentence_and_lights_it_up(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(REPORT.as_uri())
    link = page.locator("#finding-1 a.moment").first
    before = page.locator("#sentence-35").evaluate("each => getComputedStyle(each).backgroundColor")
    link.click()
    target = page.locator(":target")
    assert target.inner_text() == "We only tested on English contracts."
    top, bottom = target.evaluate("each => (box => [box.top, box.bottom])(each.getBoundingClientRect())")
    assert 0 <= top < bottom <= 900
    assert target.evaluate("each => getComputedStyle(each).backgroundColor") != before


def test_on_paper_everything_is_open_black_on_white_and_free_of_controls(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(REPORT.as_uri())
    assert page.locator("details[open]").count() == 0
    assert page.get_by_text("How large is the variance over seeds?").bounding_box() is not None
    assert page.locator("nav").is_hidden()
    assert all(summary.is_hidden() for summary in page.locator("summary").all())
    body = page.locator("body").evaluate(
        "each => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor]"
    )
    assert body == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.evaluate(OVERLAPS) == []
