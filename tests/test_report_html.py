"""The page in a real browser: what a click shows, what filters leave, and that it asks for nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from gouji import model as m
from gouji.report import render_check
from gouji.report.options import OutputOptions
from msgspec.structs import replace

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = '</script><img src=x onerror="window.hacked=1"><svg/onload=window.hacked=1>{{7*7}}'


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


class Opened:
    """A page opened from a file, with what it asked for and what it complained about."""

    def __init__(self, browser: Any, path: Path, data: bytes) -> None:
        path.write_bytes(data)
        self.page = browser.new_page(viewport={"width": 1280, "height": 800})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(path.as_uri())

    def quiet(self) -> None:
        """No request but the file itself (and data addresses), and no word on the console."""
        assert [url for url in self.requests if not url.startswith("data:")] == self.requests[:1]
        assert self.complaints == []


@pytest.fixture
def opened(browser: Any, samples: ModuleType, tmp_path: Path) -> Iterator[Opened]:
    data = render_check(samples.report(), "html", load=lambda path: samples.document(path))
    page = Opened(browser, tmp_path / "page.html", data)
    yield page
    page.page.close()


def test_same_bytes_twice(samples: ModuleType) -> None:
    def made() -> bytes:
        return render_check(samples.report(), "html", load=lambda path: samples.document(path))

    assert made() == made()


def test_no_address_in_the_page(samples: ModuleType) -> None:
    doc = replace(samples.document(), title="见 https://example.org/a")
    text = render_check(samples.report(doc), "html", load=lambda path: doc).decode()
    assert "https://example.org/a" in text
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', text) == []


def test_english(samples: ModuleType) -> None:
    text = render_check(samples.report(), "html", lang="en", load=lambda path: samples.document(path)).decode()
    assert '<html lang="en">' in text and "Findings" in text and "received plus carried" in text
    assert "问题列表" not in text


def test_click_shows_every_number_in_place(opened: Opened) -> None:
    page = opened.page
    page.click("article[data-r=B101] .open")
    assert page.locator("#viewer mark.bad").all_inner_texts() == ["43"]
    assert sorted(page.locator("#viewer mark.on").all_inner_texts()) == ["2", "3", "41"]
    assert page.locator("article[data-r=B101] .sum tr.total .n").all_inner_texts() == ["44", "45"]
    assert "应为 42" in page.locator("article[data-r=B101] tr.bad").inner_text()
    page.click("article[data-r=N102] .open")
    assert page.locator("#viewer mark.on").all_inner_texts() == ["41件", "42件"]
    opened.quiet()


def test_filters_and_search(opened: Opened) -> None:
    page = opened.page

    def visible() -> list[str]:
        return [a.get_attribute("data-r") for a in page.locator("article.f:visible").all()]

    assert visible() == ["B101", "N102"]
    page.check("#filters [value=note]")
    assert visible() == ["B101", "N102", "F301"]
    page.uncheck("#filters [value=error]")
    assert visible() == ["N102", "F301"]
    page.click("#filters [type=reset]")
    page.locator("article[data-r=F301]").wait_for(state="hidden")
    page.fill("#q", "前后不一")
    assert visible() == ["N102"]
    page.fill("#q", "")
    page.select_option("#r", "N102")
    # The text beside the list is that of a finding in the list.
    assert visible() == ["N102"] == [page.locator("article.now").get_attribute("data-r")]
    page.click("#filters [type=reset]")
    page.locator("article[data-r=B101]").wait_for(state="visible")
    page.click("[data-find]")
    assert page.input_value("#q") == "某县.txt" and visible() == ["B101", "N102"]
    opened.quiet()


def test_keyboard(opened: Opened) -> None:
    page = opened.page
    page.keyboard.press("j")
    assert page.evaluate("location.hash") == "#f2"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('article').id") == "f1"
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.locator("#viewer mark.at").all_inner_texts() == ["3"]
    page.keyboard.press("/")
    page.keyboard.type("jk")
    assert page.input_value("#q") == "jk"
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    assert page.evaluate("document.documentElement.dataset.theme") in ("dark", "light")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    opened.quiet()


def hostile(samples: ModuleType) -> tuple[m.Report, m.Document]:
    """A report whose text, title, body and file name try to run a script."""
    doc = samples.document(HOSTILE)
    text = doc.text + HOSTILE + "\n"
    block = m.Block("b4", "paragraph", None, len(doc.text), len(text) - 1)
    doc = replace(doc, text=text, blocks=(*doc.blocks, block), title=HOSTILE)
    report = samples.report(doc)
    finding = replace(report.findings[0], message=HOSTILE, explanation=HOSTILE, rule="B101")
    summary = replace(report.documents[0], title=HOSTILE, body=HOSTILE)
    return replace(report, findings=(finding,), documents=(summary, *report.documents[1:])), doc


def test_hostile_text_is_inert(browser: Any, samples: ModuleType, tmp_path: Path) -> None:
    report, doc = hostile(samples)
    page = Opened(browser, tmp_path / "hostile.html", render_check(report, "html", load=lambda path: doc))
    page.page.click("article .open")
    assert page.page.evaluate("window.hacked") is None
    assert HOSTILE in page.page.locator("article h3").inner_text()
    assert HOSTILE in page.page.locator("#viewer").inner_text()
    page.quiet()
    page.page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible(opened: Opened, theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    opened.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    opened.page.check("#filters [value=note]")
    result = axe.Axe().run(opened.page)
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in result.response["violations"]] == []


def test_a_report_without_findings_is_shown(browser: Any, samples: ModuleType, tmp_path: Path) -> None:
    clean = replace(samples.report(), findings=())
    clean = replace(clean, documents=clean.documents[:1])
    data = render_check(clean, "html", load=lambda path: samples.document(path))
    page = Opened(browser, tmp_path / "clean.html", data)
    assert page.page.locator("#viewer table").count() == 1
    assert not page.page.locator("#q").is_visible()
    page.quiet()
    # On paper nothing is left that only a click would open.
    page.page.emulate_media(media="print")
    assert not page.page.locator("details:not([open])").first.is_visible()
    page.page.close()


def test_a_changed_source_is_not_shown(samples: ModuleType) -> None:
    other = replace(samples.document(), sha256="ff" * 32)
    text = render_check(samples.report(), "html", load=lambda path: other).decode()
    assert "已改动" in text and 'type="text/html"' not in text


def archive(samples: ModuleType, documents: int, findings: int) -> m.Report:
    """One report many times over, as of many bodies and years."""
    one = samples.report()
    summaries, all_findings = [], []
    for number in range(documents):
        path = f"{number:03}.txt"
        body, year = f"第{number // 5}县", 2019 + number % 5
        summaries.append(replace(one.documents[0], path=path, body=body, year=year))
        for finding in one.findings[:2] * (findings // documents // 2):
            evidence = tuple(replace(item, document=path) for item in finding.evidence)
            relations = tuple(
                replace(r, terms=tuple(replace(t, document=path) for t in r.terms)) for r in finding.relations
            )
            all_findings.append(replace(finding, documents=(path,), evidence=evidence, relations=relations))
    return m.Report(one.gouji, tuple(summaries), tuple(all_findings))


def test_a_large_archive_stays_small(browser: Any, samples: ModuleType, tmp_path: Path) -> None:
    report = archive(samples, 500, 2000)
    data = render_check(report, "html", load=lambda path: samples.document(path))
    assert len(data) < 10_000_000
    page = Opened(browser, tmp_path / "large.html", data)
    page.page.click(".heat button >> nth=7")
    shown = page.page.locator("article.f:visible")
    assert shown.count() == 4
    assert {a.get_attribute("data-y") for a in shown.all()} == {"2021"}
    # Of many findings the chosen one is unfolded.
    assert page.page.locator(".sum:visible").count() == 1
    page.page.click("article.f:visible .open >> nth=0")
    assert "只含所引" in page.page.locator("#viewer").inner_text()
    page.quiet()
    page.page.close()


def test_full_embeds_everything(samples: ModuleType) -> None:
    report = archive(samples, 30, 60)
    load = samples.document
    cited = render_check(report, "html", load=load).decode()
    whole = render_check(report, "html", load=load, options=OutputOptions(full=True)).decode()
    assert cited.count("某县2021年年度报告</h3>") == 0
    assert whole.count("某县2021年年度报告</h3>") == 30
