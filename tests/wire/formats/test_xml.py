"""The hardened XML parser. W1 to W4 over the public collections are in `test_security.py`."""

from __future__ import annotations

import pytest

from broadsheet.wire.errors import MalformedDispatchError, OversizedError, UnreadableEntityError
from broadsheet.wire.formats import xml


def _text(data: str | bytes) -> str:
    root = xml.parse(data.encode() if isinstance(data, str) else data, [])
    return "".join(str(part) for part in root.itertext())


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a SYSTEM "../dtd/nitf-3-2.dtd">',
        '<!DOCTYPE a PUBLIC "-//IPTC//DTD" "http://192.0.2.1/nitf.dtd">',
        '<!DOCTYPE a [<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf;]>',
        "<!DOCTYPE a [<!-- it's -- > a ] --><!ELEMENT a (#PCDATA)>]>",
        '<?xml version="1.0"?>\n<!-- head -->\n<!DOCTYPE a>\n',
    ],
    ids=["system", "public", "parameter entity", "comment", "after a comment"],
)
def test_w3_a_doctype_is_read_over(doctype: str) -> None:
    assert _text(f"{doctype}<a>text</a>") == "text"


def test_w4_names_of_html_are_resolved_from_a_built_in_table() -> None:
    assert _text('<!DOCTYPE a SYSTEM "nitf.dtd"><a t="&agrave;">caf&eacute;&nbsp;&mdash; bar</a>') == "café\xa0— bar"


def test_w4_a_name_for_a_sign_of_markup_stays_text() -> None:
    assert _text("<a>1 &LT; 2 &AMP; 3</a>") == "1 < 2 & 3"


@pytest.mark.parametrize("body", ["&foo;", "x &foo; y", "<b t='&foo;'/>"])
def test_w4_any_other_reference_refuses_the_file(body: str) -> None:
    with pytest.raises(UnreadableEntityError) as caught:
        xml.parse(f'<!DOCTYPE a [<!ENTITY foo "bar">]><a>{body}</a>'.encode(), [])
    assert caught.value.name == "foo"


@pytest.mark.parametrize("declared", ['"&#233;"', "'é'", '"&#xE9;"'])
def test_w4_a_name_that_the_document_declares_as_html_does_is_resolved(declared: str) -> None:
    assert _text(f"<!DOCTYPE a [<!ENTITY eacute {declared}>]><a>caf&eacute;</a>") == "café"


@pytest.mark.parametrize("declared", ['"x"', 'SYSTEM "file:///etc/hostname"', '"&#38;#233;"'])
def test_w4_a_name_that_the_document_declares_as_something_else_refuses_the_file(declared: str) -> None:
    with pytest.raises(UnreadableEntityError):
        xml.parse(f"<!DOCTYPE a [<!ENTITY eacute {declared}>]><a>caf&eacute;</a>".encode(), [])


def test_a_reference_in_a_comment_or_in_cdata_is_no_reference() -> None:
    assert _text("<!DOCTYPE a><a><!-- &foo; --><![CDATA[&foo;]]></a>") == "&foo;"


@pytest.mark.parametrize("name", ["utf8", "UTF-8", "iso-8859-1", "windows-1252", "us-ascii"])
def test_bytes_that_are_utf_8_are_read_as_utf_8(name: str) -> None:
    assert _text(f'<?xml version="1.0" encoding="{name}"?><a>æøå</a>') == "æøå"


def test_a_wrong_declaration_is_said_in_a_warning() -> None:
    warnings: list[str] = []
    xml.parse('<?xml version="1.0" encoding="iso-8859-1"?><a>æ</a>'.encode(), warnings)
    assert "its bytes are UTF-8" in warnings[0]


def test_latin_1_is_read_as_browsers_read_it() -> None:
    assert _text('<?xml version="1.0" encoding="iso-8859-1"?><a>“£66”</a>'.encode("cp1252")) == "“£66”"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert _text('<?xml version="1.0" encoding="utf-8"?><a>æ</a>'.encode(encoding)) == "æ"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"not xml",
        b"<a/><b/>",
        b"<!DOCTYPE a [",
        b"<!DOCTYPE a [<!--",
        b"<a><!--" * 50,
        b"\xff\xfe\x00",
        b"<a>\xff</a>",
        b'<?xml version="1.0" encoding="utf-7"?><a>+AGE</a>',
        b'<?xml version="1.0" encoding="punycode"?><a>\xff</a>',
        b"<a>\x00</a>",
        b"<a>" * 400,
    ],
)
def test_broken_xml_has_one_error(data: bytes) -> None:
    with pytest.raises(MalformedDispatchError):
        xml.parse(data, [])


def test_an_undeclared_prefix_is_mended_and_said() -> None:
    warnings: list[str] = []
    root = xml.parse(b'<a xsi:schemaLocation="x y" o:b="1"><c/></a>', warnings)
    assert root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation") == "x y"
    assert len(warnings) == 2


def test_too_many_undeclared_prefixes_are_malformed() -> None:
    with pytest.raises(MalformedDispatchError):
        xml.parse(b"<a>" + b"".join(b"<p%d:b/>" % number for number in range(30)) + b"</a>", [])


def test_more_bytes_or_more_tags_than_one_file_may_have_are_refused() -> None:
    with pytest.raises(OversizedError):
        xml.parse(b"<a>" + b" " * xml.MAX_BYTES + b"</a>", [])
    with pytest.raises(OversizedError) as caught:
        xml.parse(b"<a>" + b"<b/>" * xml.MAX_MARKUP + b"</a>", [])
    assert caught.value.found > caught.value.limit


def test_a_broken_file_leaves_the_parser_fit_for_the_next() -> None:
    with pytest.raises(MalformedDispatchError):
        xml.parse(b"<nitf><head>", [])
    assert xml.parse(b"<nitf><head/></nitf>", [])[0].tag == "head"
