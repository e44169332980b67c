"""A published picture, in the sizes that it is served in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variant:
    """One size of a picture in each format. `avif_url` is "" until that is made."""

    width: int
    height: int
    webp_url: str
    jpeg_url: str
    avif_url: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture in one crop. `variants` run from narrow to wide and are never empty."""

    variants: tuple[Variant, ...]

    @property
    def widest(self) -> Variant:
        """Return the largest variant."""
        return self.variants[-1]

    @property
    def fallback(self) -> Variant:
        """Return the variant for a browser without `srcset`: the first of at least 800 px, else the widest."""
        return next((variant for variant in self.variants if variant.width >= 800), self.widest)

    @property
    def formats(self) -> tuple[str, ...]:
        """Return the formats that a page offers beside JPEG, the smallest files first."""
        return ("avif", "webp") if all(variant.avif_url for variant in self.variants) else ("webp",)

    def addresses(self, format: str) -> str:
        """Return the files of one format ("avif", "webp" or "jpeg") as a `srcset` lists them."""
        return ", ".join(f"{getattr(variant, f'{format}_url')} {variant.width}w" for variant in self.variants)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the content credentials (C2PA) say that a picture came with.

    `state` is "trusted", "valid", "changed" or "invalid"; `signer` is a stranger's word for himself, and may be "".
    `is_passed_on` says whether the copies on the page carry them on, signed by the newsroom.
    """

    state: str
    signer: str
    is_passed_on: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A published picture. `variants` show all of it; they run from narrow to wide and are never empty.

    `lead` (16:9) and `card` (3:2) are cut around the focal point; where they are empty, the whole picture stands in.

    `credit` is the credit chain as it is printed (`Jane Doe / Pool Photo via AP`) without the word Photo, which is a
    matter of language; `creators` are those of it who made the picture. `focus` is the point, in percent of width and
    height, that a crop has to keep. `ai` is "generated", "altered" or "", and `source_type` the code of IPTC's digital
    source type, or "". `is_for_social` says whether other sites may show it beside a link to the page.
    """

    width: int
    height: int
    variants: tuple[Variant, ...]
    alt: str = ""
    caption: str = ""
    credit: str = ""
    creator: str = ""
    credit_line: str = ""
    copyright_notice: str = ""
    creators: tuple[str, ...] = ()
    license_url: str = ""
    acquire_url: str = ""
    focus: tuple[int, int] = (50, 50)
    lead: tuple[Variant, ...] = ()
    card: tuple[Variant, ...] = ()
    ai: str = ""
    source_type: str = ""
    is_for_social: bool = True
    credentials: Credentials | None = None

    @property
    def widest(self) -> Variant:
        """Return the largest variant."""
        return self.variants[-1]

    def cut(self, shape: str = "") -> Cut:
        """Return the files for a shape of the stylesheet: "r169" and "r32" have their own, any other shows all of it."""
        return Cut({"r169": self.lead, "r32": self.card}.get(shape) or self.variants)

    @property
    def is_tall(self) -> bool:
        """Return whether it is higher than wide, so that a wide crop would behead somebody."""
        return self.height > self.width

    @property
    def focus_class(self) -> str:
        """Return the classes for the focal point, in steps of ten percent: `fx-3 fy-7`. Empty at the centre.

        Classes, because the content security policy allows no style attribute.
        """
        names = (f"{axis}-{round(percent / 10)}" for axis, percent in zip(("fx", "fy"), self.focus, strict=True))
        return " ".join(name for name in names if not name.endswith("-5"))


@dataclass(frozen=True, slots=True)
class PictureGone:
    """What stands in the place of a picture whose rights have ended: a plain box, and the caption without its credit."""

    caption: str = ""
