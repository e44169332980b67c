"""What machines read of a page: structured data in schema.org's words, and JSON Feed.

Plain dictionaries; the template puts them out with the `tojson` filter, which writes `<` as `\\u003c`.
"""

from typing import Any

from broadsheet.reader.values import Author, Correction, Feed, FeedEntry, Picture, Site, StoryPage

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def article_data(page: StoryPage, site: Site) -> dict[str, Any]:
    """Return a story as a schema.org `NewsArticle`; without its picture where that is not for social media: they read this.

    Source: schema.org 28, `NewsArticle`, `ImageObject`, `CorrectionComment`; IPTC's mapping of a picture's credit.
    """
    address = site.url + page.path
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "OpinionNewsArticle" if page.form == "opinion" else "NewsArticle",
        "headline": page.headline,
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": page.published.isoformat(),
        "dateModified": page.modified.isoformat(),
        "inLanguage": page.language,
        "articleSection": page.section.text,
        "isAccessibleForFree": True,
        "publisher": _publisher(site),
        "author": [_person(author, site) for author in page.authors] or _byline(page, site),
    }
    if page.standfirst:
        data["description"] = page.standfirst
    if images := [image_data(picture, site) for picture in page.for_machines]:
        data["image"] = images if len(images) > 1 else images[0]
    if page.topics:
        data["keywords"] = [topic.text.removeprefix("#") for topic in page.topics]
    if page.holder:
        data["copyrightHolder"] = {"@type": "Organization", "name": page.holder}
    if page.corrections:
        data["correction"] = [_correction(correction) for correction in page.corrections]
    if page.thread:
        data["commentCount"] = page.thread.count
    return data


def image_data(picture: Picture, site: Site) -> dict[str, Any]:
    """Return a picture as an `ImageObject` that carries its credit.

    Source: IPTC Photo Metadata and Google's image licence metadata: `creditText`, `creator`, `copyrightNotice`,
    `license`, `acquireLicensePage`; schema.org's `digitalSourceType`, whose values IPTC keeps.
    """
    widest = picture.widest
    data: dict[str, Any] = {
        "@type": "ImageObject",
        "url": site.url + widest.jpeg_url,
        "contentUrl": site.url + widest.jpeg_url,
        "width": widest.width,
        "height": widest.height,
    }
    if picture.caption:
        data["caption"] = picture.caption
    if picture.credit:
        data["creditText"] = picture.credit
    if names := picture.creators or tuple(filter(None, [picture.creator])):
        persons = [{"@type": "Person", "name": name} for name in names]
        data["creator"] = persons[0] if len(persons) == 1 else persons
    if picture.copyright_notice:
        data["copyrightNotice"] = picture.copyright_notice
    if picture.license_url:
        data["license"] = picture.license_url
    if picture.acquire_url:
        data["acquireLicensePage"] = picture.acquire_url
    if picture.source_type:
        data["digitalSourceType"] = SOURCE_TYPES + picture.source_type
    return data


def site_data(site: Site) -> dict[str, Any]:
    """Return the paper as a `WebSite` with its search."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.name,
        "url": f"{site.url}/",
        "inLanguage": site.language,
        "publisher": _publisher(site),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{site.url}/search/?q={{query}}",
            "query-input": "required name=query",
        },
    }


def json_feed(feed: Feed, site: Site) -> dict[str, Any]:
    """Return a feed in JSON Feed 1.1.

    Source: jsonfeed.org, version 1.1.
    """
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": site.url + feed.home,
        "feed_url": site.url + feed.path,
        "description": feed.description or site.name,
        "language": site.language,
        "items": [_feed_item(entry, site) for entry in feed.entries],
    }


def _feed_item(entry: FeedEntry, site: Site) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.guid,
        "url": site.url + entry.url,
        "title": entry.title,
        "content_html": str(entry.html) or "",
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
    }
    if entry.summary:
        item["summary"] = entry.summary
    if entry.authors:
        item["authors"] = [{"name": name} for name in entry.authors]
    if entry.topics:
        item["tags"] = list(entry.topics)
    if entry.picture:
        item["image"] = site.url + entry.picture.widest.jpeg_url
        item["_picture"] = _feed_picture(entry.picture)
    if entry.gallery:
        item["_gallery"] = [
            {"url": site.url + picture.widest.jpeg_url, **_feed_picture(picture)} for picture in entry.gallery
        ]
    if entry.language:
        item["language"] = entry.language
    return item


def _feed_picture(picture: Picture) -> dict[str, str]:
    """Return an extension of ours, as the version allows, since a JSON Feed has no place for a picture's credit."""
    told = {
        "credit": picture.credit,
        "caption": picture.caption,
        "copyright": picture.copyright_notice,
        "digital_source_type": SOURCE_TYPES + picture.source_type if picture.source_type else "",
    }
    return {name: text for name, text in told.items() if text}


def _publisher(site: Site) -> dict[str, str]:
    return {"@type": "NewsMediaOrganization", "name": site.name, "url": f"{site.url}/"}


def _person(author: Author, site: Site) -> dict[str, str]:
    data = {"@type": "Person", "name": author.name}
    return {**data, "url": site.url + author.url} if author.url else data


def _byline(page: StoryPage, site: Site) -> list[dict[str, str]]:
    return [{"@type": "Organization", "name": page.byline or page.text_from or site.name}]


def _correction(correction: Correction) -> dict[str, str]:
    return {"@type": "CorrectionComment", "text": correction.text, "datePublished": correction.at.isoformat()}
