"""The words of a comment as a scorer reads them, with the disguises off: only for scoring, never shown or stored.

Why not a library of confusables: the kept ones carry the whole Unicode table (megabytes) and answer "may these two be
confused", while all that is wanted here is the Latin letter that a Cyrillic, Greek or styled one stands in for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LINK: Final = "⟨link⟩"
NUMBER: Final = "⟨number⟩"
MAIL: Final = "⟨mail⟩"

# Letters of other alphabets that look like a Latin one in most typefaces, small forms; NFKC has done the styled ones.
_LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕһԁӏԛԝαβεικνορτυχωϲѵıɡаᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "abekmhopctyxijshdlqwabeikvoptuxwcvigaabcdeghijklmnoprstuvwyz",
)
_LEET = str.maketrans("013457@$!|€", "oieastasile")
# An address, also one that is written to get past a filter: "spam . com", "www spam com", "spam[.]com", "adf.ly / x".
_ENDINGS = "com|net|org|info|biz|ru|cn|xyz|top|club|shop|online|site|tk|io|co|me|tv|ly|gl|be|app|link|live|store|pro"
_LINK = re.compile(
    r"https?://\S+|\bwww?[. ]\s?[\w-]{1,63}(?:[. ]\s?[a-z]{2,6})?(?:/\S*)?"
    rf"|(?<![\w-])[\w-]{{1,63}} ?(?:\.|\[\.\]|\(\.\)| dot ) ?(?:{_ENDINGS})\b(?: ?/ ?\S*)?"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.[a-z]{2,3}/\S*|(?<![\w-])[\w-]{1,63}\.co\.[a-z]{2}\b"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{2,63}")
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .*_\-·][^\W\d_]){3,40}(?![^\W_])")
_WORD = re.compile(r"⟨\w+⟩|[\w@$!|€]*\w(?:['’]\w+)?")
_RUN = re.compile(r"(.)\1{2,}")
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Co", "Cn"})


def plain(text: str) -> str:
    """Return the text in small letters, without invisible characters, stacked marks and look-alikes.

    The letters æ, ø and å stay: they are one character each after NFKC.

    Source: Unicode Standard Annex 15 (NFKC); Unicode Technical Standard 39 for the idea of look-alikes.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return text
    kept = "".join(letter for letter in text if unicodedata.category(letter) not in _INVISIBLE)
    return kept.translate(_LOOKALIKES)


def words(text: str) -> list[str]:
    """Return the words of a `plain` text in order; links, mail addresses and numbers are one placeholder each."""
    text = _LINK.sub(f" {LINK} ", _MAIL.sub(f" {MAIL} ", text))
    text = _SPACED.sub(lambda spaced: spaced.group()[::2], text)
    return [_word(found) for found in _WORD.findall(text)]


def is_disguised(text: str) -> bool:
    """Return whether a text hides its letters: Latin and look-alike letters in one word, or invisible ones between."""
    if text.isascii():
        return False
    return any(map(_is_mixed, text.split()))


@lru_cache(maxsize=4096)
def _word(found: str) -> str:
    if found.startswith("⟨"):
        return found
    found = found.rstrip("!|").replace("’", "'")
    if found.isdecimal():
        return NUMBER
    if not found.isalpha():
        found = found.translate(_LEET)
    return _RUN.sub(r"\1\1", found)


def _is_mixed(word: str) -> bool:
    folded = unicodedata.normalize("NFKC", word).casefold()
    has_latin = any("a" <= letter <= "z" for letter in folded)
    hidden = any("\u200b" <= letter <= "\u200f" or letter in "\u00ad\u2060\ufeff" for letter in word.strip("\ufeff"))
    return has_latin and (hidden or any(ord(letter) in _LOOKALIKES and not letter.isascii() for letter in folded))
