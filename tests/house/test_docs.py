"""The docs name what there is, their links lead somewhere, and what is committed is at home on every machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from broadsheet.__main__ import main as command
from broadsheet.settings.table import FEED_KEYS, TABLE
from tools import docs

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = [
    *sorted(DOCS.rglob("*.md")),
    *(ROOT / f"{name}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING", "SECURITY")),
]
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SOURCE_FILE = re.compile(r"`((?:[a-z_]+/)+[a-z_0-9]+\.py)`")
CODE = re.compile(r"```.*?```", re.DOTALL)
#: What no committed file may hold, put together here so that this file does not hold it either.
HOMES = tuple("/" + name + "/" for name in ("work", "root"))
INDEXES = ("index" + "-url", "files.python" + "hosted")
CRITERIA = (
    *("c1", "c2", "c4", "c5", "c6", "c7", "c9", "c11", "c12"),
    *("p1", "p2", "p5", "p8", "p9"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8"),
    *("v6", "d1", "d2", "d3", "d4", "d6", "d7", "d8", "d9", "d10", "d11"),
    *("o1", "o2", "o7", "o8", "b1", "b2", "b3", "b4", "b6"),
    *("w1", "w2", "w3", "w4", "w5", "w11", "w12", "i1", "i2"),
)


def text_of(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.md")))


def anchors_in(path: Path) -> set[str]:
    headings = HEADING.findall(CODE.sub("", path.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path: Path) -> list[str]:
    broken = []
    for link in LINK.findall(CODE.sub("", path.read_text("utf-8"))):
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        if "://" in link or link.startswith("mailto:"):
            continue
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors_in(file)):
            broken.append(link)
    return broken


def missing_files(text: str) -> list[str]:
    """Return the names of source files, with a folder in them, that are neither in the package nor in the repository."""
    named = SOURCE_FILE.findall(CODE.sub("", text))
    return [name for name in named if not (docs.SOURCE / name).exists() and not (ROOT / name).exists()]


def committed_texts() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8192]]


def foreign_words(text: str) -> list[str]:
    found = [home for home in HOMES if re.search(rf"(?<![\w.-]){re.escape(home)}", text)]
    text = text.replace("--no-emit-" + INDEXES[0], "")
    return [*found, *(word for word in INDEXES if word in text)]


def names_of_tests() -> str:
    sources = (path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return "\n".join(
        name for source in sources for name in re.findall(r"^\s*(?:async )?def (test_\w+)", source, re.MULTILINE)
    )


def has_test(criterion: str, names: str) -> bool:
    return re.search(rf"_{criterion}(?:_|$)", names, re.MULTILINE) is not None


@pytest.mark.parametrize("name", [*(row.name for row in TABLE), *(f"feeds.<name>.{key}" for key in FEED_KEYS)])
def test_the_docs_name_every_setting(name: str) -> None:
    assert f"`{name}`" in text_of(DOCS)


@pytest.mark.parametrize("words", [" ".join(words) for words, _ in docs.public_commands(command, ["broadsheet"])])
def test_the_docs_name_every_command(words: str) -> None:
    assert f"`{words}`" in text_of(DOCS)


@pytest.mark.parametrize("room", sorted(docs.ROOMS))
def test_the_docs_name_every_error(room: str) -> None:
    page = (DOCS / "reference" / "errors.md").read_text("utf-8")
    assert [fault.name for fault in docs.faults(room) if f"`{fault.name}`" not in page] == []


@pytest.mark.parametrize("room", sorted(docs.ROOMS))
def test_every_error_says_when_it_is_raised(room: str) -> None:
    assert [fault.name for fault in docs.faults(room) if not fault.when] == []


def test_every_room_with_errors_is_in_the_docs() -> None:
    assert docs.rooms_with_errors() <= docs.ROOMS.keys()


def test_the_generated_pages_are_fresh() -> None:
    assert docs.stale_pages() == []


def test_a_page_that_says_something_else_is_stale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in docs.PAGES:
        (tmp_path / name).write_text("something else", "utf-8")
    monkeypatch.setattr(docs, "REFERENCE", tmp_path)
    assert docs.stale_pages() == list(docs.PAGES)


@pytest.mark.parametrize("name", sorted(docs.WITHOUT_EFFECT))
def test_what_the_docs_call_without_effect_has_none(name: str) -> None:
    variable = name.replace(".", "_").upper()
    users = [
        path.name
        for path in docs.SOURCE.rglob("*.py")
        if path.parent.name != "settings"
        and (f'"{name}"' in path.read_text("utf-8") or variable in path.read_text("utf-8"))
    ]
    assert users == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    assert broken_links(path) == []


def test_the_check_of_links_sees_a_broken_one(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Here\n[a](gone.md) [b](#here) [c](#there) [d](https://paper.example)", "utf-8")
    assert broken_links(page) == ["gone.md", "#there"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_source_file_that_the_docs_name_is_there(path: Path) -> None:
    assert missing_files(path.read_text("utf-8")) == []


def test_the_check_of_source_files_sees_one_that_is_gone() -> None:
    assert missing_files("`press/loop.py` and `press/gone.py`") == ["press/gone.py"]


def test_every_page_of_the_docs_is_listed() -> None:
    listed = (DOCS / "README.md").read_text("utf-8")
    names = [str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md") if path.name != "README.md"]
    assert [name for name in names if f"({name})" not in listed] == []


def test_no_committed_file_names_a_machine_or_an_index() -> None:
    found = {
        str(path.relative_to(ROOT)): foreign_words(path.read_text("utf-8", "replace")) for path in committed_texts()
    }
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "text", [f"open {HOMES[0]}paper", f'"{HOMES[1]}.cache"', f"--{INDEXES[0]} x", f"https://{INDEXES[1]}.org"]
)
def test_the_check_of_committed_files_sees_what_is_foreign(text: str) -> None:
    assert foreign_words(text)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_each_criterion_that_holds_has_a_test_with_its_number(criterion: str) -> None:
    assert has_test(criterion, names_of_tests())


def test_a_number_is_not_taken_for_a_longer_one() -> None:
    assert not has_test("c1", "test_c11_a_form_from_elsewhere_is_refused")
