"""What `broadsheet wire read` prints."""

from __future__ import annotations

import json
from pathlib import Path

from broadsheet.wire import reading

FIXTURES = Path(__file__).parent / "fixtures"


def test_each_item_is_one_object_of_the_contract() -> None:
    [item] = reading.read_files([FIXTURES / "story.nitf.xml"])
    assert item["file"] == str(FIXTURES / "story.nitf.xml")
    assert item["headline"] == "Ferga går igjen"
    assert json.dumps(item)


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"<nitf>")
    results = list(reading.read_files([broken, tmp_path / "missing.xml", FIXTURES / "story.nitf.xml"]))
    assert results[0]["file"] == str(broken)
    assert results[0]["error"] == "MalformedDispatchError"
    assert results[1] == {
        "file": str(tmp_path / "missing.xml"),
        "error": "FileNotFoundError",
        "detail": "The file cannot be opened: No such file or directory.",
    }
    assert results[2]["guid"] == "NTB0f3a"


def test_a_file_that_is_too_large_is_refused_without_being_read(tmp_path: Path) -> None:
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(reading.MAX_FILE_BYTES * 3)
    [result] = reading.read_files([large])
    assert result["error"] == "OversizedError"


def test_with_schemas_their_faults_are_among_the_warnings(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"uri": "a", "headline": 4}')
    schemas = tmp_path / "schemas"
    schemas.mkdir()
    (schemas / "ninjs-schema_1.6.json").write_text('{"properties": {"headline": {"type": "string"}}}')
    [item] = reading.read_files([path], schemas=schemas)
    assert "By the schema: data.headline must be string." in item["warnings"]
    assert "By the schema" not in str(list(reading.read_files([path])))
