"""What can go wrong in the photos room.

PhotosError
├── PictureRefusedError            an upload that is not taken in
│   ├── NotAPictureError           not a JPEG, PNG, GIF or WebP, or a broken one
│   ├── AnimatedPngError           a PNG that moves
│   ├── PictureTooLargeError       too many pixels
│   ├── PictureFileTooLargeError   too many bytes
│   ├── TooManyFramesError         an animation that is too long
│   └── DecoderStoppedError        one that took too much memory or time, or ended the decoder
├── PictureUnreadableError         taken in, and cannot be made into published renditions
│   ├── CopiesStoppedError         because the decoder stopped
│   └── CopiesPutOffError          because the machine was at fault: tried again later
└── UnknownFieldError              a fact that no picture file carries
"""

from __future__ import annotations

from typing import ClassVar


class PhotosError(Exception):
    """Base of every error of this room. `template` is the sentence for a person, to be filled with the facts."""

    template: ClassVar[str] = "The picture could not be used."

    @property
    def said(self) -> str:
        """Return the sentence for a person, in English: a screen translates `template` and fills it with `vars`."""
        return self.template % vars(self)


class PictureRefusedError(PhotosError):
    """An upload that is not taken in."""


class NotAPictureError(PictureRefusedError):
    """The bytes are not of a kind that is taken in, or are damaged. `detail` is for the log."""

    template = (
        "This file is not a JPEG, PNG, GIF or WebP picture, or it is damaged. Save it as one of these and try again."
    )

    def __init__(self, detail: str) -> None:
        super().__init__(f"not a picture that is taken in: {detail}")
        self.detail = detail


class AnimatedPngError(PictureRefusedError):
    """A PNG with frames: the desk's library cannot show it."""

    template = "Animated PNG is not taken in. Save it as GIF or WebP and try again."

    def __init__(self) -> None:
        super().__init__("PNG with animation chunks")


class PictureTooLargeError(PictureRefusedError):
    """More pixels than are taken in, all frames counted."""

    template = (
        "This picture has %(width)s × %(height)s pixels. At most %(max_megapixels)s million are taken: "
        "scale it down and try again."
    )

    def __init__(self, width: int, height: int, frames: int, *, max_pixels: int) -> None:
        super().__init__(f"{width} x {height} pixels, {frames} frames; at most {max_pixels} pixels")
        self.width, self.height, self.frames = width, height, frames
        self.max_pixels, self.max_megapixels = max_pixels, max_pixels // 1_000_000


class PictureFileTooLargeError(PictureRefusedError):
    """More bytes than are taken in."""

    template = "This file is larger than %(max_megabytes)s MB. Save it with more compression and try again."

    def __init__(self, size_bytes: int, *, max_bytes: int) -> None:
        super().__init__(f"{size_bytes} bytes; at most {max_bytes}")
        self.size_bytes = size_bytes
        self.max_bytes, self.max_megabytes = max_bytes, max_bytes // 2**20


class TooManyFramesError(PictureRefusedError):
    """An animation with more frames than are taken in."""

    template = "This animation has more than %(max_frames)s frames. Shorten it and try again."

    def __init__(self, frames: int, *, max_frames: int) -> None:
        super().__init__(f"{frames} frames; at most {max_frames}")
        self.frames, self.max_frames = frames, max_frames


class DecoderStoppedError(PictureRefusedError):
    """The process that decodes has ended amid this picture: by a limit, by a fault in it, or by somebody's hand."""

    template = (
        "This picture could not be opened within the limits of time and memory. "
        "Try again; if it happens again, save it smaller or as another format."
    )

    def __init__(self, detail: str) -> None:
        super().__init__(f"the decoder stopped: {detail}")
        self.detail = detail


class PictureUnreadableError(PhotosError):
    """A picture in the library that no published rendition can be made of."""

    template = "This picture is damaged or missing, so it cannot be published. Upload it again."

    def __init__(self, picture_id: int | None, detail: str) -> None:
        super().__init__(f"picture {picture_id}: {detail}")
        self.picture_id, self.detail = picture_id, detail


class CopiesStoppedError(PictureUnreadableError):
    """The decoder stopped while it made the copies: the picture may be whole, so a second try may do."""

    template = (
        "The copies of this picture could not be made within the limits of time and memory. "
        "Try again; if it happens again, upload it smaller."
    )


class CopiesPutOffError(PictureUnreadableError):
    """The machine was at fault while it made the copies (disk, files, memory): the picture may be whole, and waits."""

    template = (
        "The copies of this picture could not be made because of a fault of the server: a full disk, or too little "
        "memory. They are tried again by themselves."
    )


class UnknownFieldError(PhotosError):
    """A fact that no picture file carries."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no such fact of a picture: {name!r}")
        self.name = name
