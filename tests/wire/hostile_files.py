"""Files that cost much to read, a shape each: what hostile senders have thought of, and what the limits are for."""

from __future__ import annotations

MB = 1024 * 1024
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><content type="{}">{}</content></entry></feed>'
NITF = "<nitf><body><body.content><p>{}</p></body.content></body></nitf>"
RSS = "<rss><channel><item><guid>a</guid><description>{}</description></item></channel></rss>"

#: A sign outside the basic plane makes Python hold four bytes a sign, and every step of cleaning makes a copy.
HUNGRY = ('{"uri":"a","body_html":"<p>\U0001f4f0' + "x" * (15 * MB) + '</p>"}').encode()

SHAPES: dict[str, bytes] = {
    "one-sign-atom": ATOM.format("html", "x" * (9 * MB)).encode(),
    "one-sign-in-many-nodes": ATOM.format("html", "x<b/>" * 90_000).encode(),
    "hard-spaces": NITF.format("\xa0" * MB).encode(),
    "a-million-elements": NITF.format("<b/>" * 1_000_000).encode(),
    "deep": ("<nitf>" + "<a>" * 300_000).encode(),
    "attributes": ("<nitf " + " ".join(f"a{number}=''" for number in range(300_000)) + "/>").encode(),
    "entities": ("<!DOCTYPE rss><rss><channel><item><title>" + "&eacute;" * 2_000_000).encode(),
    "entries-rss": ("<rss><channel>" + "<item><guid>a</guid></item>" * 100_000 + "</channel></rss>").encode(),
    "entries-atom": (
        '<feed xmlns="http://www.w3.org/2005/Atom">' + "<entry><id>a</id></entry>" * 20_000 + "</feed>"
    ).encode(),
    "associations": b'{"uri":"a","associations":{'
    + b",".join(b'"%d":{"uri":"b"}' % number for number in range(40_000))
    + b"}}",
    "nested-markup": RSS.format("&lt;b&gt;&lt;p&gt;" * 300_000).encode(),
    "tag-soup": RSS.format("&lt;b&gt;&lt;i&gt;&lt;p&gt;&lt;/b&gt;" * 12_000).encode(),
    "hungry": HUNGRY,
}
