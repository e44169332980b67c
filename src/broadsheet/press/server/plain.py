"""The server's own words: short pages that need no file, no app and no database.

A reader whose comment could not be passed on gets it back, character for character, in a form that sends it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import parse_qsl

MAX_FIELDS: Final = 20

_SENTENCES: Final = {
    "en": {
        400: ("That request cannot be read", "The address or the request was not in order. Go back and try again."),
        404: ("No page here", "There is nothing at this address. The story may have moved, or the address is wrong."),
        405: ("That cannot be done here", "This address does not take that kind of request."),
        408: ("That took too long", "The connection was too slow and the request was cut off. Try again."),
        410: ("No longer here", "What was at this address may no longer be shown."),
        413: ("That is too large", "What was sent is larger than we take. Shorten it and send it again."),
        416: ("No such part", "The file is shorter than the part that was asked for."),
        431: (
            "Too much in the request",
            "The browser sent more than we read. Clear this site's cookies and try again.",
        ),
        502: ("Something went wrong", "We got no proper answer from our own system. Try again in a moment."),
        503: ("Back in a moment", "This part of the site is being restarted. The news can be read meanwhile."),
        504: ("That took too long", "Our own system did not answer in time. Try again in a moment."),
    },
    "nb": {
        400: (
            "Forespørselen kan ikke leses",
            "Adressen eller forespørselen var ikke i orden. Gå tilbake og prøv igjen.",
        ),
        404: (
            "Ingen side her",
            "Det finnes ingenting på denne adressen. Saken kan være flyttet, eller adressen er feil.",
        ),
        405: ("Det går ikke her", "Denne adressen tar ikke imot den slags forespørsler."),
        408: ("Det tok for lang tid", "Forbindelsen var for treg, og forespørselen ble avbrutt. Prøv igjen."),
        410: ("Ikke her lenger", "Det som var på denne adressen, kan ikke lenger vises."),
        413: ("Det er for stort", "Det som ble sendt, er større enn vi tar imot. Kort det ned og send på nytt."),
        416: ("Ingen slik del", "Filen er kortere enn delen det ble spurt om."),
        431: (
            "For mye i forespørselen",
            "Nettleseren sendte mer enn vi leser. Slett informasjonskapslene for nettstedet og prøv igjen.",
        ),
        502: ("Noe gikk galt", "Vi fikk ikke noe skikkelig svar fra vårt eget system. Prøv igjen om litt."),
        503: ("Straks tilbake", "Denne delen av nettstedet starter på nytt. Nyhetene kan leses imens."),
        504: ("Det tok for lang tid", "Vårt eget system svarte ikke i tide. Prøv igjen om litt."),
    },
}

_FORM_WORDS: Final = {
    "en": {
        "text": "We cannot tell whether your comment reached us. Here it is; sending it twice does no harm.",
        "name": "Name",
        "email": "E-mail (will not be published)",
        "body": "Comment",
        "send": "Send it again",
        "search": "Your words were not lost. Search again in a moment.",
        "words": "Search for",
        "find": "Search",
        "front": "To the front page",
    },
    "nb": {
        "text": "Vi vet ikke om kommentaren din kom fram. Her er den; det gjør ingenting om den sendes to ganger.",
        "name": "Navn",
        "email": "E-post (blir ikke publisert)",
        "body": "Kommentar",
        "send": "Send på nytt",
        "search": "Ordene dine er her fortsatt. Søk på nytt om litt.",
        "words": "Søk etter",
        "find": "Søk",
        "front": "Til forsiden",
    },
}

_PAGE: Final = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{heading} · {site}</title>
</head>
<body>
<main>
<p>{site}</p>
<h1>{heading}</h1>
<p>{sentence}</p>
{rest}<p><a href="/">{front}</a></p>
</main>
</body>
</html>
"""


@dataclass(frozen=True)
class PlainPages:
    """Makes the server's own pages in the site's name and language."""

    site_name: str
    language: str = "en"

    def page(self, status: int) -> bytes:
        """Return the page for a status; one that has no sentence of its own speaks as its class does."""
        return self._page(status, "")

    def comment_back(self, status: int, action: str, body: bytes) -> bytes:
        """Return the page for a status with a comment form that holds what the reader sent, urlencoded, to `action`.

        A body that is no such form, or has no comment in it, gives the page without a form.
        """
        fields = _form_fields(body)
        if "body" not in fields:
            return self.page(status)
        return self._page(status, self._form(action, fields))

    def search_back(self, status: int, action: str, query: bytes) -> bytes:
        """Return the page for a status with a search form that holds the words that were searched for."""
        words = _FORM_WORDS.get(self.language, _FORM_WORDS["en"])
        wanted = _form_fields(query).get("q", "")
        if not wanted:
            return self.page(status)
        return self._page(
            status,
            f'<p>{words["search"]}</p>\n<form action="{escape(action)}">\n<p><label>{words["words"]} '
            f'<input type="search" name="q" value="{escape(wanted)}"></label> <button>{words["find"]}</button></p>\n</form>\n',
        )

    def _page(self, status: int, rest: str) -> bytes:
        language = self.language if self.language in _SENTENCES else "en"
        sentences = _SENTENCES[language]
        heading, sentence = sentences.get(status) or sentences[400 if status < 500 else 502]
        return _PAGE.format(
            language=language,
            site=escape(self.site_name),
            heading=heading,
            sentence=sentence,
            rest=rest,
            front=_FORM_WORDS[language]["front"],
        ).encode()

    def _form(self, action: str, fields: dict[str, str]) -> str:
        words = _FORM_WORDS.get(self.language, _FORM_WORDS["en"])
        shown = {"name", "email", "body"}
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">\n'
            for name, value in fields.items()
            if name not in shown
        )
        return (
            f'<p>{words["text"]}</p>\n<form method="post" action="{escape(action)}">\n{hidden}'
            f'<p><label>{words["name"]} <input name="name" value="{escape(fields.get("name", ""))}"></label></p>\n'
            f'<p><label>{words["email"]} <input type="email" name="email" value="{escape(fields.get("email", ""))}">'
            "</label></p>\n"
            f'<p><label>{words["body"]}<br><textarea name="body" rows="12" cols="60">\n{escape(fields["body"])}'
            "</textarea></label></p>\n"
            f"<p><button>{words['send']}</button></p>\n</form>\n"
        )


def _form_fields(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MAX_FIELDS
        )
    except ValueError:
        return {}
    return {name: value.replace("\x00", "") for name, value in pairs}
