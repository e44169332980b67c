"""What the standards ask for and an item lacks is a warning, and never a refusal."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from broadsheet.wire.errors import SchemaFolderError
from broadsheet.wire.formats import read

OSLO = ZoneInfo("Europe/Oslo")
XSD = """<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="{namespace}" elementFormDefault="qualified">
  <element name="{root}"><complexType><sequence><element name="body" type="string"/></sequence></complexType></element>
</schema>"""
NITF = "http://iptc.org/std/NITF/2006-10-18/"


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    (tmp_path / "nitf-3-6.xsd").write_text(XSD.format(namespace=NITF, root="nitf"))
    ninjs = {"type": "object", "required": ["uri"], "properties": {"urgency": {"type": "integer"}}}
    (tmp_path / "ninjs-schema_1.6.json").write_text(json.dumps(ninjs))
    return tmp_path


def _warnings(data: bytes, schemas: Path | None = None) -> tuple[str, ...]:
    return read(data, filename="a", time_zone=OSLO, schemas=schemas)[0].warnings


def test_a_newsml_g2_item_without_its_mandatory_parts_is_read_and_says_what_is_missing() -> None:
    assert _warnings(b'<newsItem guid="a" standard="NewsML-G2" standardversion="2.35"><itemMeta/></newsItem>') == (
        "The item has no itemClass, which NewsML-G2 asks for.",
        "The item has no provider, which NewsML-G2 asks for.",
        "The item has no versionCreated, which NewsML-G2 asks for.",
    )


def test_an_nitf_document_without_a_body_says_so() -> None:
    assert "The item has no body, which NITF asks for." in _warnings(b"<nitf/>")
    assert "The item has no body, which NITF asks for." not in _warnings(b"<nitf><body/></nitf>")


def test_each_item_of_a_message_has_its_own_faults() -> None:
    whole = (
        '<newsItem guid="a" standard="NewsML-G2" standardversion="2.35"><itemMeta><itemClass/><provider/>'
        "<versionCreated>2026-05-16T09:00:00Z</versionCreated></itemMeta></newsItem>"
    )
    data = f"<newsMessage><itemSet>{whole}<newsItem/></itemSet></newsMessage>".encode()
    first, second = read(data, filename="a", time_zone=OSLO)
    assert first.warnings == ()
    assert "The item has no guid, which NewsML-G2 asks for." in second.warnings


def test_a_fault_by_the_schema_is_a_warning(schemas: Path) -> None:
    [fault] = [said for said in _warnings(b"<nitf><head/><body/></nitf>", schemas) if said.startswith("By the schema")]
    assert "head" in fault
    assert "By the schema: data.urgency must be integer." in _warnings(b'{"uri": "a", "urgency": "4"}', schemas)


def test_what_keeps_to_the_schema_has_no_such_warning(schemas: Path) -> None:
    said = [*_warnings(b"<nitf><body/></nitf>", schemas), *_warnings(b'{"uri": "a", "urgency": 4}', schemas)]
    assert not [sentence for sentence in said if sentence.startswith("By the schema")]


def test_a_folder_without_a_schema_for_the_format_says_nothing(schemas: Path) -> None:
    assert not [said for said in _warnings(b"<newsItem/>", schemas) if said.startswith("By the schema")]


@pytest.mark.parametrize(
    ("name", "data"), [("nitf-3-6.xsd", b"<nitf/>"), ("ninjs-schema_1.6.json", b'{"uri": "a"}')], ids=["xml", "json"]
)
def test_a_broken_schema_is_an_error_of_whoever_gave_it(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_text("not a schema")
    with pytest.raises(SchemaFolderError, match=name):
        read(data, filename="a", time_zone=OSLO, schemas=tmp_path)


@pytest.mark.shared
def test_the_real_schema_finds_what_it_was_found_to_find(shared_dir: Path) -> None:
    wire = shared_dir / "wire"
    found, wanted = {}, {}
    for line in (wire / "expected.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["format"] in {"newsml-g2", "newsml-g2-other"} and row["document"]["root"].endswith(("Item", "Message")):
            items = read((wire / row["file"]).read_bytes(), filename="a", time_zone=OSLO, schemas=wire / "schemas")
            said = [sentence for item in items for sentence in item.warnings]
            found[row["file"]] = not any(sentence.startswith("By the schema") for sentence in said)
            wanted[row["file"]] = row["schema_check"]["valid"] or not items
    assert found == wanted
