"""What IPTC puts under what: Media Topics by IPTC's own table, the older Subject Codes by their numbers.

Media Topics below the seventeen top ones are numbered in no order that says where they belong, so a table has to.

Source: IPTC NewsCodes Media Topics of 2025-03-31 (CC BY 4.0), relations alone; Subject Codes: two digits for the
subject, three for the matter, three for the detail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_noop as _

#: The seventeen at the top, the same in Media Topics and in Subject Codes.
TOP_SUBJECTS = {
    "01000000": _("Arts, culture, entertainment and media"),
    "02000000": _("Crime, law and justice"),
    "03000000": _("Disasters and accidents"),
    "04000000": _("Economy, business and finance"),
    "05000000": _("Education"),
    "06000000": _("Environment"),
    "07000000": _("Health"),
    "08000000": _("Human interest"),
    "09000000": _("Labour"),
    "10000000": _("Lifestyle and leisure"),
    "11000000": _("Politics and government"),
    "12000000": _("Religion"),
    "13000000": _("Science and technology"),
    "14000000": _("Society"),
    "15000000": _("Sport"),
    "16000000": _("Conflict, war and peace"),
    "17000000": _("Weather"),
}
SUBJECT_CODE = re.compile(r"(?:0[1-9]|1[0-7])\d{6}", re.ASCII)


def broader(code: str) -> tuple[str, ...]:
    """Return the codes that a code belongs under, nearest first; none for a top one and for a code that is not IPTC's."""
    found = []
    above = _above(code)
    while above:
        found.append(above)
        above = _above(above)
    return tuple(found)


def _above(code: str) -> str:
    if not SUBJECT_CODE.fullmatch(code):
        return _table().get(code, "")
    if not code.endswith("000"):
        return code[:5] + "000"
    return code[:2] + "000000" if not code.endswith("000000") else ""


@cache
def _table() -> Mapping[str, str]:
    text = Path(__file__).with_name("mediatopics.txt").read_text("ascii")
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {narrower: above for above, *narrowers in rows for narrower in narrowers}
