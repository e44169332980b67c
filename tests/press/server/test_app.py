"""Pages, files, redirects and errors as a reader's browser gets them from a running page server."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest

from broadsheet.core.places import GONE


def story(server: Any) -> bytes:
    return bytes(server.store.read("/world/story/").body)


@pytest.mark.parametrize(
    ("accepts", "coding", "unpack"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0.1, gzip;q=0.9", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("br;q=0", None, bytes),
    ],
)
def test_a_page_comes_in_the_coding_that_the_client_likes_best(server, accepts, coding, unpack):
    answer = server.get("/world/story/", Accept_Encoding=accepts)
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == coding
    assert unpack(answer.body) == story(server)


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/world/story/", "text/html; charset=utf-8"),
        ("/feed/", "application/rss+xml; charset=utf-8"),
        ("/atom/", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/static/folder/app.js", "text/javascript; charset=utf-8"),
        ("/media/one.jpg", "image/jpeg"),
        ("/media/large.webp", "image/webp"),
    ],
)
def test_each_kind_of_answer_says_what_it_is(server, path, content_type):
    answer = server.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == content_type


def test_a_page_says_how_long_it_may_be_kept(server):
    answer = server.get("/world/story/")
    assert answer.headers["Cache-Control"] == ("public, max-age=5, stale-while-revalidate=30, stale-if-error=86400")


@pytest.mark.parametrize("form", ["{etag}", "W/{etag}", '"x", {etag}', "*"], ids=["same", "weak", "list", "any"])
def test_a_client_that_has_the_page_gets_304_and_no_body(server, form):
    etag = server.get("/world/story/").headers["ETag"]
    answer = server.get("/world/story/", If_None_Match=form.format(etag=etag))
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag


def test_each_coding_has_an_entity_tag_of_its_own(server):
    tags = {server.get("/world/story/", Accept_Encoding=coding).headers["ETag"] for coding in ("br", "gzip", "x")}
    assert len(tags) == 3


def test_the_tag_of_one_coding_does_not_match_another(server):
    etag = server.get("/world/story/", Accept_Encoding="gzip").headers["ETag"]
    assert server.get("/world/story/", Accept_Encoding="br", If_None_Match=etag).status == 200


def test_head_gives_the_length_and_no_body(server):
    answer = server.ask("HEAD", "/world/story/")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(story(server))


def test_the_query_of_a_stored_page_is_ignored(server):
    assert server.get("/world/story/?utm_source=x&a=%20").body == story(server)


def test_a_changed_page_is_served_with_the_next_request(server):
    server.store.write_page("/world/changing/", b"before")
    assert server.get("/world/changing/").body == b"before"
    server.store.write_page("/world/changing/", b"after")
    assert server.get("/world/changing/").body == b"after"


def test_a_withdrawn_page_gives_410_with_the_next_request_in_every_coding(server):
    server.store.write_page("/world/fallen/", b"a page")
    assert server.get("/world/fallen/", Accept_Encoding="br").status == 200
    server.store.withdraw("/world/fallen/", b"a notice")
    for coding in ("br", "gzip", "identity"):
        assert server.get("/world/fallen/", Accept_Encoding=coding).status == 410
    assert server.get("/world/fallen/").headers["Cache-Control"] == "public, max-age=5"


def test_a_page_published_again_after_a_withdrawal_is_up_at_once(server):
    server.store.withdraw("/world/risen/", b"a notice")
    assert server.get("/world/risen/").status == 410
    server.store.write_page("/world/risen/", b"a page")
    assert server.get("/world/risen/").status == 200


def test_a_moved_page_sends_the_reader_on(server):
    answer = server.get("/world/old/")
    assert (answer.status, answer.headers["Location"]) == (301, "/world/story/")
    assert answer.headers["Cache-Control"] == "public, max-age=5"


def test_an_address_without_its_last_slash_leads_to_the_page(server):
    answer = server.get("/world/story")
    assert (answer.status, answer.headers["Location"]) == (301, "/world/story/")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a_stored_page_takes_no_other_method(server, method):
    answer = server.ask(method, "/world/story/")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_a_static_file_is_kept_for_a_year(server):
    answer = server.get("/static/site.0a1b.css")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_static_file_that_lies_compressed_beside_is_sent_so(server):
    answer = server.get("/static/site.0a1b.css", Accept_Encoding="br")
    assert (answer.headers["Content-Encoding"], answer.body) == ("br", b"brotli bytes")


@pytest.mark.parametrize("name", ["one.jpg", "large.webp"])
@pytest.mark.parametrize(
    ("wanted", "part"),
    [("bytes=0-9", slice(0, 10)), ("bytes=100-", slice(100, None)), ("bytes=-7", slice(-7, None))],
)
def test_a_range_of_a_picture_is_that_part(server, name, wanted, part):
    whole = (Path(server.config.pictures) / name).read_bytes()
    answer = server.get(f"/media/{name}", Range=wanted)
    assert (answer.status, answer.body) == (206, whole[part])
    start, stop, _step = part.indices(len(whole))
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(whole)}"


@pytest.mark.parametrize("name", ["one.jpg", "large.webp"])
def test_a_picture_comes_whole_without_a_range(server, name):
    assert server.get(f"/media/{name}").body == (Path(server.config.pictures) / name).read_bytes()


@pytest.mark.parametrize("name", ["one.jpg", "large.webp"])
def test_several_ranges_give_the_whole_file(server, name):
    assert server.get(f"/media/{name}", Range="bytes=0-1,5-6").status == 200


@pytest.mark.parametrize("name", ["one.jpg", "large.webp"])
def test_a_range_beyond_the_file_is_416(server, name):
    assert server.get(f"/media/{name}", Range="bytes=99999999-").status == 416


@pytest.mark.parametrize("name", ["one.jpg", "large.webp"])
def test_a_range_of_another_version_gives_the_whole_file(server, name):
    assert server.get(f"/media/{name}", Range="bytes=0-1", If_Range='"another"').status == 200


@pytest.mark.parametrize("name", ["one.jpg", "large.webp"])
def test_a_picture_that_the_client_has_is_304(server, name):
    etag = server.get(f"/media/{name}").headers["ETag"]
    assert server.get(f"/media/{name}", If_None_Match=etag).status == 304


def test_a_file_of_no_known_kind_below_media_is_never_html(server):
    answer = server.get("/media/page.html")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/folder",
        "/static/folder/",
        "/static/.hidden.css",
        "/media/",
        "/media/nothing.jpg",
        "/media/../outside.jpg",
        "/media/%2e%2e/outside.jpg",
        "/static/..%2foutside.jpg",
    ],
)
def test_there_is_no_listing_and_no_way_out_of_a_folder(server, path):
    answer = server.get(path)
    assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")


def test_a_page_is_not_found_by_the_name_of_its_file(server):
    asked = [server.get(f"/world/story/index.html{suffix}") for suffix in ("", ".br", ".gz")]
    assert all(b"words of a story" not in answer.body for answer in asked)


def test_everything_stored_stays_up_without_the_app(appless):
    paths = ["/world/story/", "/feed/", "/sitemap.xml", "/media/one.jpg", "/static/site.0a1b.css"]
    assert [appless.get(path).status for path in paths] == [200] * len(paths)


def test_h9_an_address_that_needs_the_app_gives_503_that_no_cache_keeps_while_the_app_is_away(appless):
    answer = appless.get("/world/not-stored/")
    assert (answer.status, answer.headers["Cache-Control"]) == (503, "no-store")
    assert answer.headers["Retry-After"] == "5"
    assert b"<h1>Back in a moment</h1>" in answer.body


def test_a_comment_that_cannot_be_passed_on_comes_back_in_a_form(appless):
    answer = appless.ask(
        "POST",
        "/comments/17/",
        {"Content-Type": "application/x-www-form-urlencoded"},
        b"name=Kari+%C3%98&email=k%40example.org&body=%0A%3C%2Ftextarea%3E%3Cscript%3E+%26+%F0%9F%98%80&token=a%22b",
    )
    page = answer.body.decode()
    assert answer.status == 503
    assert '<form method="post" action="/comments/17/">' in page
    assert '<textarea name="body" rows="12" cols="60">\n\n&lt;/textarea&gt;&lt;script&gt; &amp; 😀</textarea>' in page
    assert 'name="name" value="Kari Ø"' in page
    assert 'name="token" value="a&quot;b"' in page
    assert "<script" not in page


def test_the_server_is_alive_without_the_app(appless):
    answer = appless.get("/healthz")
    assert (answer.status, answer.body) == (200, b"ok\n")


def test_the_front_page_of_no_other_address_is_cached_under_a_private_one(server):
    server.store.write_page("/desk/planted/", b"planted")
    assert b"planted" not in server.get("/desk/planted/").body


def test_a_picture_whose_rights_have_ended_is_gone_for_every_worker_at_the_next_request(start_server):
    running = start_server()
    pictures = Path(running.config.pictures)
    (pictures / "7-abc-320.jpg").write_bytes(b"picture")
    assert [running.get("/media/7-abc-320.jpg").status for _ in range(5)] == [200] * 5
    (pictures / GONE).mkdir()
    (pictures / GONE / "7-abc-320.jpg").touch()
    (pictures / "7-abc-320.jpg").unlink()
    answer = running.get("/media/7-abc-320.jpg")
    assert (answer.status, answer.headers["Cache-Control"]) == (410, "no-store")
    assert running.get("/media/8-abc-320.jpg").status == 404
    (pictures / "7-abc-320.jpg").write_bytes(b"picture")
    assert running.get("/media/7-abc-320.jpg").status == 200


def test_a_name_longer_than_the_disk_takes_is_not_found(start_server):
    running = start_server()
    (Path(running.config.pictures) / GONE).mkdir()
    assert running.get(f"/media/{'a' * 400}.jpg").status == 404


def test_no_address_reaches_the_marks_of_what_is_gone(start_server):
    running = start_server()
    pictures = Path(running.config.pictures)
    (pictures / GONE).mkdir()
    (pictures / GONE / "7-abc-320.jpg").touch()
    assert running.get(f"/media/{GONE}/7-abc-320.jpg").status == 404
