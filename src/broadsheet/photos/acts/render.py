"""Render a picture: make the public files that readers get, once for each state of the picture.

WebP for nearly everybody and JPEG for the rest, in steps of width, whole and in two crops around the focal point. Files
are named by their content, so that they may be kept for a year, and are on the disk before the database names them.

They are made in a folder that only the desk reads, when the picture comes, so that a publication has not to wait for
them; a file is put among the public ones when a page that anyone may read shows the picture, and not before (W16).
"""

from __future__ import annotations

import hashlib
import math
import os
import secrets
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pyvips
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from broadsheet.photos import metadata
from broadsheet.photos.decoding import MAX_HEIGHT, as_jpeg, as_webp, open_upright
from broadsheet.photos.errors import NotAPictureError, PictureUnreadableError
from broadsheet.photos.models import Picture, PublishedRendition

Crop, Format = PublishedRendition.Crop, PublishedRendition.Format

WIDTHS = (320, 640, 960, 1280, 1920)
CROPS: Mapping[str, tuple[float | None, tuple[int, ...]]] = {
    Crop.FULL: (None, WIDTHS),
    Crop.LEAD: (16 / 9, WIDTHS),
    Crop.CARD: (3 / 2, (320, 640, 960)),
}
NEAR_ENOUGH = 0.9
"""A picture whose own width lies between two steps gets a copy in that width too, unless a step is this near."""

MADE = "published"
"""The folder below the desk's own media where files wait until a page shows them."""

KEPT_FOR = timedelta(days=1)
"""How long the files of an earlier state stay, for pages that still show it."""


@dataclass(frozen=True)
class Variant:
    """One width of a picture in both formats, by root-relative addresses."""

    width: int
    height: int
    webp_url: str
    jpeg_url: str


@dataclass(frozen=True)
class PublishedPicture:
    """A picture as a page shows it. Texts are data and not safe for HTML.

    `crops` has "full", "lead" (16:9) and "card" (3:2), each from narrow to wide and never empty; `widths` is "full".
    `width` and `height` are those of the whole picture, upright, in its widest copy. `credit` is without the word
    Photo. `focus` is the point that a crop has to keep, in percent of width and height.
    """

    id: int
    width: int
    height: int
    crops: Mapping[str, tuple[Variant, ...]]
    creator: str
    credit_line: str
    credit: str
    caption: str
    alt_text: str
    is_decorative: bool
    copyright_notice: str
    creators: tuple[str, ...]
    license_url: str
    acquire_url: str
    focus: tuple[int, int]

    @property
    def widths(self) -> tuple[Variant, ...]:
        """Return the copies of the whole picture."""
        return self.crops[Crop.FULL]


def published(picture: Picture) -> PublishedPicture | None:
    """Return one picture as a page shows it, its files public from now on; None if it was withdrawn.

    Raises:
        PictureUnreadableError: its file is missing or damaged.
    """
    return published_for([picture]).get(picture.pk)


def published_for(pictures: Iterable[Picture]) -> dict[int, PublishedPicture]:
    """Return pictures by their id as a page shows them, their files public from now on; withdrawn ones are left out.

    Only a page that anyone may read asks this. One query for all, and a few for each that must be made now.

    Raises:
        PictureUnreadableError: a file is missing or damaged; then none is returned.
    """
    wanted = {picture.pk: picture for picture in pictures if not picture.withdrawn_at}
    made = _made(wanted)
    for rows in made.values():
        _reveal(row.name for row in rows)
    return {number: _as_shown(picture, made[number], settings.PICTURES_URL) for number, picture in wanted.items()}


def made_for(pictures: Iterable[Picture]) -> dict[int, PublishedPicture]:
    """Return pictures by their id as a page will show them, by addresses that only the desk may open.

    Nothing becomes public: for previews, and to have the files ready before a publication.

    Raises:
        PictureUnreadableError: a file is missing or damaged; then none is returned.
    """
    wanted = {picture.pk: picture for picture in pictures if not picture.withdrawn_at}
    made = _made(wanted)
    address = f"{settings.MEDIA_URL}{MADE}/"
    for rows in made.values():
        _keep_ready(row.name for row in rows)
    return {number: _as_shown(picture, made[number], address) for number, picture in wanted.items()}


def remove_files(names: Iterable[str]) -> None:
    """Remove files, public and waiting; one that is gone already is no error."""
    for name in names:
        (_root() / name).unlink(missing_ok=True)
        (_waiting() / name).unlink(missing_ok=True)


def hide_files(names: Iterable[str]) -> None:
    """Take files away from the public; the desk keeps them, and a page that shows them makes them public again."""
    names = list(names)
    _keep_ready(names)
    for name in names:
        (_root() / name).unlink(missing_ok=True)


def _made(wanted: Mapping[int, Picture]) -> dict[int, list[PublishedRendition]]:
    made: dict[int, list[PublishedRendition]] = defaultdict(list)
    for row in PublishedRendition.objects.filter(picture__in=wanted).order_by("width"):
        if row.recipe == wanted[row.picture_id].recipe:
            made[row.picture_id].append(row)
    for picture_id, picture in wanted.items():
        if not made[picture_id] or not _all_there(made[picture_id]):
            made[picture_id] = _made_now(picture)
    return made


def _reveal(names: Iterable[str]) -> None:
    """Put files among the public ones; those that are there already cost one look each."""
    missing = [name for name in names if not (_root() / name).exists()]
    for name in missing:
        _link(_waiting() / name, _root() / name)
    if missing:
        _sync_folder(_root())


def _keep_ready(names: Iterable[str]) -> None:
    """Have files in the waiting folder too: those of an earlier release were public only."""
    for name in names:
        with suppress(FileNotFoundError):
            if not (_waiting() / name).exists():
                _link(_root() / name, _waiting() / name)


def _link(source: Path, target: Path) -> None:
    """Give a file a second name; where the folders lie on two disks, a copy under a name of its own first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f".{target.name}.{secrets.token_hex(4)}"
    try:
        os.link(source, temporary)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, temporary)
        temporary.chmod(0o644)
    temporary.replace(target)
    temporary.unlink(missing_ok=True)  # both names of one file: then nothing was replaced


def _made_now(picture: Picture) -> list[PublishedRendition]:
    """Make the files, then record them; what another process recorded meanwhile stands, being the same."""
    try:
        with picture.open_file() as file:
            rows = list(_rendered(picture, file.read()))
    except (OSError, ValueError, NotAPictureError, pyvips.Error) as err:
        raise PictureUnreadableError(picture.pk, str(err)) from err
    _sync_folder(_waiting())
    long_ago = timezone.now() - KEPT_FOR
    with transaction.atomic():
        old = picture.published_renditions.exclude(recipe=picture.recipe).filter(made_at__lt=long_ago)
        names = set(old.values_list("name", flat=True))
        old.delete()
        PublishedRendition.objects.bulk_create(rows, ignore_conflicts=True)
        names.difference_update(picture.published_renditions.values_list("name", flat=True))
        transaction.on_commit(lambda: remove_files(names))
    return sorted(rows, key=lambda row: row.width)


def _rendered(picture: Picture, data: bytes) -> Iterator[PublishedRendition]:
    facts = picture.embedded_facts
    xmp = metadata.packet(facts) if any(facts.values()) else b""
    base = open_upright(data, max_width=_base_width(picture))
    focus = _focus(picture)
    for crop, (ratio, widths) in CROPS.items():
        region = base if ratio is None else _cropped(base, ratio, focus)
        for width in _steps(region.width, widths):
            image = region if width == region.width else region.thumbnail_image(width, height=MAX_HEIGHT)
            image = image.copy_memory()
            jpeg = metadata.embed(as_jpeg(image), facts)
            for format, content in ((Format.WEBP, as_webp(image, xmp=xmp)), (Format.JPEG, jpeg)):
                yield PublishedRendition(
                    picture=picture,
                    recipe=picture.recipe,
                    crop=crop,
                    format=format,
                    width=image.width,
                    height=image.height,
                    name=_kept(picture.pk, content, image.width, format),
                    size_bytes=len(content),
                )


def _base_width(picture: Picture) -> int:
    """Return the width to decode at: enough for the widest whole copy, and for the crops of a panorama."""
    longer: int = max(picture.width, picture.height)
    shorter: int = max(1, min(picture.width, picture.height))
    return max(WIDTHS[-1], math.ceil(WIDTHS[-1] * longer / shorter * 9 / 16))


def _steps(width: int, widths: tuple[int, ...]) -> list[int]:
    """Return the widths to make: the steps that the picture has pixels for, and its own where no step is near."""
    steps = [step for step in widths if step <= width]
    own = min(width, widths[-1])
    if not steps or steps[-1] < own * NEAR_ENOUGH:
        steps.append(own)
    return steps


def _focus(picture: Picture) -> tuple[float, float]:
    """Return the focal point as shares of width and height; the middle where nobody set one."""
    if picture.focal_point_x is None or picture.focal_point_y is None:
        return 0.5, 0.5
    return min(1.0, picture.focal_point_x / picture.width), min(1.0, picture.focal_point_y / picture.height)


def _cropped(image: pyvips.Image, ratio: float, focus: tuple[float, float]) -> pyvips.Image:
    """Return the largest region of this ratio that keeps the focal point as near its middle as the edges allow."""
    width = min(image.width, max(1, round(image.height * ratio)))
    height = min(image.height, max(1, round(image.width / ratio)))
    left = min(max(0, round(focus[0] * image.width - width / 2)), image.width - width)
    top = min(max(0, round(focus[1] * image.height - height / 2)), image.height - height)
    return image.crop(left, top, width, height)


def _kept(picture_id: int, content: bytes, width: int, format: str) -> str:
    """Return the file's name once its content is on the disk."""
    extension = "jpg" if format == Format.JPEG else "webp"
    name = f"{picture_id}-{hashlib.sha256(content).hexdigest()[:16]}-{width}.{extension}"
    root = _waiting()
    root.mkdir(parents=True, exist_ok=True)
    temporary = root / f".{name}.{secrets.token_hex(4)}"
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(root / name)
    finally:
        temporary.unlink(missing_ok=True)
    return name


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _all_there(rows: Iterable[PublishedRendition]) -> bool:
    return all((_waiting() / row.name).exists() or (_root() / row.name).exists() for row in rows)


def _root() -> Path:
    return Path(settings.PICTURES_ROOT)


def _waiting() -> Path:
    return Path(settings.MEDIA_ROOT) / MADE


def _as_shown(picture: Picture, rows: list[PublishedRendition], address: str) -> PublishedPicture:
    crops = {str(crop): _variants((row for row in rows if row.crop == crop), address) for crop in CROPS}
    widest = crops[Crop.FULL][-1]
    return PublishedPicture(
        id=picture.pk,
        width=widest.width,
        height=widest.height,
        crops=crops,
        creator=picture.creator,
        credit_line=picture.credit_line,
        credit=picture.credit,
        caption=picture.caption,
        alt_text="" if picture.is_decorative else picture.alt_text,
        is_decorative=picture.is_decorative,
        copyright_notice=picture.copyright_notice,
        creators=picture.chain.creators,
        license_url=picture.license_url,
        acquire_url=picture.acquire_url,
        focus=(round(_focus(picture)[0] * 100), round(_focus(picture)[1] * 100)),
    )


def _variants(rows: Iterable[PublishedRendition], address: str) -> tuple[Variant, ...]:
    by_width: dict[int, dict[str, PublishedRendition]] = defaultdict(dict)
    for row in rows:
        by_width[row.width][row.format] = row
    return tuple(
        Variant(
            width=width,
            height=pair[Format.WEBP].height,
            webp_url=address + pair[Format.WEBP].name,
            jpeg_url=address + pair[Format.JPEG].name,
        )
        for width, pair in by_width.items()
    )
