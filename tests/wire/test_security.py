"""W1 to W5, W11 and W12 (its part at ingest), each with a control that shows what the defence is against."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from broadsheet.wire.errors import UnreadableEntityError, UnreadableFileError
from broadsheet.wire.formats import json as strict_json
from broadsheet.wire.formats import markup, read, xml
from tests.wire import capped, feedparser_calls

OSLO = ZoneInfo("Europe/Oslo")
SOURCE = Path(__file__).parents[2] / "src"
CANARY = "CANARY-7f3a91"
BOMB = (
    '<!DOCTYPE nitf [<!ENTITY a "{}">'.format("x" * 100)
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 100}">' for before, name in zip("abcd", "bcde", strict=True))
    + "]><nitf><body><body.content><p>&e;</p></body.content></body></nitf>"
)


def _hostile_xml(shared: Path, folder: Path) -> list[Path]:
    """Return every hostile document as a file; those that come one a line are written out."""
    found = [path for path in sorted((shared / "security" / "xml").rglob("*")) if path.is_file()]
    lines = (shared / "security" / "xml" / "patt_xxe_lines.jsonl").read_text().splitlines()
    for number, line in enumerate(lines):
        path = folder / f"line-{number}.xml"
        path.write_text(json.loads(line)["payload"])
        found.append(path)
    return [path for path in found if path.suffix != ".jsonl"]


@pytest.mark.shared
def test_w1_no_hostile_xml_exhausts_the_worker(shared_dir: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xml"
    bomb.write_text(BOMB)
    report = capped.run("HARDENED", [bomb, *_hostile_xml(shared_dir, tmp_path)])
    assert "died" not in report, report
    assert report["megabytes"] < 300
    assert max(result["seconds"] for result in report["files"].values()) < 5
    assert report["files"][str(bomb)]["error"] == "UnreadableEntityError"


def test_w1_control_the_bomb_goes_off_without_the_defence(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xml"
    bomb.write_text(BOMB)
    report = capped.run("DEFENCE_OFF", [bomb])
    assert "died" in report or len(report["files"][str(bomb)].get("text", "")) > 1e6 or _was_stopped(report, bomb)


def _was_stopped(report: dict[str, dict[str, dict[str, str]]], bomb: Path) -> bool:
    """libxml2 has a limit of its own since 2.11, and stops in the middle of the expansion."""
    return "amplification" in report["files"][str(bomb)]["error"]


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE a [" + b"<!--" * 400_000,
        b"<!DOCTYPE a [" + b'"' * 400_001,
        b"<!DOCTYPE a><a>" + b"<!--" * 200_000,
        b"<!DOCTYPE a><a>" + b"<![CDATA[" * 200_000,
        b"<a>" + b"&foo " * 1_000_000,
        b"<a " + b" ".join(b'a%d=""' % number for number in range(100_000)) + b"/>",
    ],
    ids=["comments", "quotes", "body comments", "cdata", "ampersands", "attributes"],
)
def test_w1_input_that_never_closes_takes_no_longer_than_it_is_long(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "long.xml"
    path.write_bytes(data)
    report = capped.run("HARDENED", [path])
    assert "died" not in report, report
    assert report["files"][str(path)]["seconds"] < 5


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A server on loopback that answers with the canary and remembers who asked."""
    asked: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _address = server.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(1)
                asked.append(connection.recv(1000))
                connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + CANARY.encode())

    thread = threading.Thread(target=serve)
    thread.start()
    yield server.getsockname()[1], asked
    stop.set()
    thread.join()
    server.close()


def _reaching_out(folder: Path, port: int) -> dict[str, Path]:
    """Return documents that would read the canary's file, or ask the listener, if anything did."""
    canary = folder / "canary.txt"
    canary.write_text(CANARY)
    dtd = folder / "evil.dtd"
    dtd.write_text(f'<!ENTITY e "{CANARY}">')
    body = "<nitf><body><body.content><p>{}</p></body.content></body></nitf>"
    web = f"http://127.0.0.1:{port}/x"
    documents = {
        "file": f'<!DOCTYPE nitf [<!ENTITY e SYSTEM "file://{canary}">]>' + body.format("&e;"),
        "web": f'<!DOCTYPE nitf [<!ENTITY e SYSTEM "{web}">]>' + body.format("&e;"),
        "external dtd": f'<!DOCTYPE nitf SYSTEM "file://{dtd}">' + body.format("&e;"),
        "web dtd": f'<!DOCTYPE nitf SYSTEM "{web}">' + body.format("x"),
        "parameter": f'<!DOCTYPE nitf [<!ENTITY % p SYSTEM "file://{dtd}"> %p;]>' + body.format("&e;"),
        "xinclude": body.format(
            f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" parse="text" href="file://{canary}"/>'
        ),
        "stylesheet": f'<?xml-stylesheet href="{web}"?>' + body.format("x"),
        "schema": body.format("x").replace("<nitf>", f'<nitf xsi:noNamespaceSchemaLocation="{web}">'),
    }
    paths = {}
    for name, text in documents.items():
        paths[name] = folder / f"{name}.xml"
        paths[name].write_text(text)
    return paths


@pytest.mark.shared
def test_w2_no_xml_reads_a_file_or_makes_a_connection(
    shared_dir: Path, tmp_path: Path, listener: tuple[int, list[bytes]]
) -> None:
    port, asked = listener
    own = _reaching_out(tmp_path, port)
    report = capped.run("HARDENED", [*own.values(), *_hostile_xml(shared_dir, tmp_path)])
    assert "died" not in report, report
    assert CANARY not in json.dumps(report)
    assert asked == []
    assert "root:x:0" not in json.dumps(report)


@pytest.mark.parametrize("name", ["file", "external dtd", "parameter"])
def test_w2_control_the_file_is_read_without_the_defence(name: str, tmp_path: Path) -> None:
    path = _reaching_out(tmp_path, 9)[name]
    assert CANARY in json.dumps(capped.run("DEFENCE_OFF", [path]))


@pytest.mark.shared
def test_w3_real_wires_with_a_doctype_still_parse(shared_dir: Path) -> None:
    fishing = shared_dir / "wire/fixtures/nitf/superdesk__superdesk-core/nitf-fishing.xml"
    [item] = read(fishing.read_bytes(), filename="a", time_zone=OSLO)
    assert item.headline == "Weather and Tide Updates for Norfolk"
    assert item.body_text is not None
    assert item.body_text.endswith("Happy fishing everybody!")


def _newsml_1(shared: Path) -> Iterator[tuple[Path, list[str]]]:
    for line in (shared / "wire/expected.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["format"] == "newsml-1":
            headlines = [text for item in row["document"]["items"] for text in item.get("headlines", [])]
            yield shared / "wire" / row["file"], headlines


@pytest.mark.shared
def test_w3_newsml_1_with_its_doctypes_parses_and_keeps_every_headline(shared_dir: Path) -> None:
    missing = []
    for path, headlines in _newsml_1(shared_dir):
        root = xml.parse(path.read_bytes(), [])
        found = {" ".join("".join(map(str, part.itertext())).split()) for part in root.iter("{*}HeadLine")}
        missing += [f"{path.name}: {text}" for text in headlines if " ".join(text.split()) not in found]
    assert missing == []


def test_w3_a_parameter_entity_of_newsml_1_is_read_over() -> None:
    doctype = '<!DOCTYPE NewsML PUBLIC "urn:newsml:x" "NewsML.dtd" [<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf;]>'
    root = xml.parse(f"<?xml version='1.0'?>{doctype}<NewsML><HeadLine>Text</HeadLine></NewsML>".encode(), [])
    assert root.findtext("HeadLine") == "Text"


def test_w4_text_with_names_of_html_is_whole() -> None:
    data = (
        '<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd"><nitf><body><body.content><p>caf&eacute;</p></body.content></body></nitf>'
    )
    assert read(data.encode(), filename="a", time_zone=OSLO)[0].body_text == "café"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["xmlbomb.xml", "xmlbomb2.xml", "cyclic.xml", "external.xml"])
def test_w4_an_item_with_any_other_reference_is_refused_whole(name: str, shared_dir: Path) -> None:
    with pytest.raises(UnreadableEntityError):
        xml.parse((shared_dir / "security/xml/defusedxml" / name).read_bytes(), [])


def test_w4_control_lxml_by_itself_leaves_a_hole() -> None:
    data = b'<!DOCTYPE a SYSTEM "x.dtd"><a>caf&eacute; au lait</a>'
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    assert root.text == "caf"


def test_w5_feedparser_is_given_bytes_only() -> None:
    assert feedparser_calls.unsafe_calls_under(SOURCE) == []


@pytest.mark.parametrize(
    "source",
    [
        "import feedparser\nfeedparser.parse(text)",
        "import feedparser as f\nf.parse('/etc/hostname')",
        "from feedparser import parse\nparse(url)",
        "from feedparser import parse as p\np(open(x))",
        "import feedparser\nfeedparser.parse()",
    ],
)
def test_w5_control_a_careless_call_is_found(source: str) -> None:
    assert feedparser_calls.unsafe_calls(source) == [2]


def test_w5_control_a_careful_call_is_not() -> None:
    assert feedparser_calls.unsafe_calls("import io, feedparser\nfeedparser.parse(io.BytesIO(data))") == []


def _json_files(shared: Path, prefix: str) -> list[Path]:
    return sorted((shared / "security/json/nst_parsing").glob(f"{prefix}_*.json"))


@pytest.mark.shared
def test_w11_all_that_is_json_is_accepted_and_nothing_else(shared_dir: Path) -> None:
    accepted = [path.name for path in _json_files(shared_dir, "n") if _loads(path)]
    refused = [path.name for path in _json_files(shared_dir, "y") if not _loads(path)]
    assert (accepted, refused) == ([], [])


@pytest.mark.shared
def test_w11_what_the_standard_leaves_open_gives_a_value_or_a_clean_refusal(shared_dir: Path) -> None:
    others = [*_json_files(shared_dir, "i"), *sorted((shared_dir / "security/json/nst_transform").iterdir())]
    assert len([_loads(path) for path in others]) == len(others) > 20


def _loads(path: Path) -> bool:
    try:
        strict_json.loads(path.read_bytes())
    except UnreadableFileError:
        return False
    return True


@pytest.mark.shared
def test_w11_hostile_json_stays_within_its_limits(shared_dir: Path, tmp_path: Path) -> None:
    deep = tmp_path / "deep.json"
    deep.write_bytes(b'{"uri":"a","associations":' * 400_000)
    wide = tmp_path / "wide.json"
    wide.write_bytes(b'{"uri":"a","subject":[' + b"{}," * 300_000 + b"{}]}")
    paths = sorted((shared_dir / "security/json/nst_parsing").iterdir())
    report = capped.run("HARDENED", [deep, wide, *paths])
    assert "died" not in report, report
    assert report["megabytes"] < 300


def test_w11_control_pythons_own_json_gives_up_on_deep_nesting() -> None:
    with pytest.raises(RecursionError):
        json.loads("[" * 100_000)


class _Oracle(HTMLParser):
    """Says what in a body is not on the desk's list. It shares no code with the sanitiser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in LISTED:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            allowed = LISTED.get(tag, {}).get(name)
            if allowed is None or value is None or not allowed.match(value):
                self.faults.append(f"<{tag} {name}={value!r}>")

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.faults.append("processing instruction")


_ANY = {name: re.compile(r"\d{1,3}\Z") for name in ("colspan", "rowspan")}
LISTED: dict[str, dict[str, re.Pattern[str]]] = {
    **{tag: {} for tag in ("p", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "br")},
    **{tag: {} for tag in ("table", "caption", "thead", "tbody", "tfoot", "tr")},
    "td": _ANY,
    "th": _ANY,
    "a": {"href": re.compile(r"https?://")},
}


def _faults(html: str | None) -> list[str]:
    """Return what is not on the list. Python's parser gives up on broken declarations; those are a fault too."""
    oracle = _Oracle()
    try:
        oracle.feed(html or "")
        oracle.close()
    except AssertionError:
        oracle.faults.append("broken declaration")
    return oracle.faults


def _hostile_html(shared: Path) -> Iterator[str]:
    for path in sorted((shared / "security/xss").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            yield json.loads(line)["payload"]
    for path in sorted((shared / "security/feeds/feedparser_sanitize").glob("*.xml")):
        yield path.read_text(errors="replace")
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(recover=True, resolve_entities=False))
        yield from (part.text for part in (root.iter() if root is not None else ()) if isinstance(part.text, str))


@pytest.mark.shared
def test_w12_hostile_html_keeps_to_the_desks_list_through_ninjs(shared_dir: Path) -> None:
    faults = []
    for payload in _hostile_html(shared_dir):
        data = json.dumps({"uri": "a", "body_html": f"<p>before</p>{payload}<p>after</p>"}).encode()
        [item] = read(data, filename="a", time_zone=OSLO)
        faults += [(fault, payload) for fault in _faults(item.body_html)]
    assert faults == []


@pytest.mark.shared
def test_w12_hostile_html_keeps_to_the_desks_list_through_newsml_g2(shared_dir: Path) -> None:
    faults = []
    for payload in _hostile_html(shared_dir):
        content = etree.Element("inlineData", contenttype="text/html")
        content.text = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", payload)
        data = b'<newsItem guid="a"><contentSet>' + etree.tostring(content) + b"</contentSet></newsItem>"
        [item] = read(data, filename="a", time_zone=OSLO)
        faults += [(fault, payload) for fault in _faults(item.body_html)]
    assert faults == []


@pytest.mark.shared
def test_w12_control_the_oracle_finds_faults_in_what_is_not_cleaned(shared_dir: Path) -> None:
    payloads = list(_hostile_html(shared_dir))
    assert sum(bool(_faults(payload)) for payload in payloads) > len(payloads) / 3


def test_w12_the_oracle_lists_what_the_desk_lists() -> None:
    assert set(LISTED) == set(markup.BODY_TAGS)
