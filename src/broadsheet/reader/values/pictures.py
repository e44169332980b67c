"""A published picture, in the sizes that it is served in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variant:
    """One size of a picture, in both formats."""

    width: int
    height: int
    webp_url: str
    jpeg_url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A published picture. `variants` run from narrow to wide and are never empty.

    `credit` is the credit chain as it is printed (`Jane Doe / Pool Photo via AP`) without the word Photo, which is a
    matter of language; `creators` are those of it who made the picture. `focus` is the point, in percent of width and
    height, that a crop has to keep.
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

    @property
    def widest(self) -> Variant:
        """Return the largest variant."""
        return self.variants[-1]

    @property
    def fallback(self) -> Variant:
        """Return the variant for a browser without `srcset`: the first of at least 800 px, else the widest."""
        return next((variant for variant in self.variants if variant.width >= 800), self.widest)

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
