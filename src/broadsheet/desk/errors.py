"""DeskError
├── StoryHeldError
│   ├── EmbargoedStoryError      it may not be read before ``until``
│   └── WithheldStoryError       the provider has put a hold on it
├── KilledStoryError             it is dead for good
├── IncompleteStoryError         something that a page must have is missing
│   ├── NoHeadlineError          a rule publishes nothing without a headline
│   ├── NoBodyError              a rule publishes nothing without a text
│   ├── NoCreditError            the feed asks for a credit line, and there is none
│   ├── UncreditedPictureError   a picture whose credit is not complete
│   └── UndescribedPictureError  a picture without alt text that nobody has marked as decorative
├── UnusablePictureError         a picture that may not be shown when the story comes out
├── DamagedPictureError          a picture that no copies for readers can be made of
├── StaleEditError               somebody saved a later version meanwhile
├── OfferDecidedError            somebody settled the new version, or a newer one came
├── StoryLockedError             somebody at the desk has locked it
├── UnusableTextError            what was typed does not fit the field
├── UnusableDispatchError        no story can be made of this dispatch
│   ├── CanceledDispatchError    the agency has canceled it
│   ├── NotTextError             it is a picture, a package or an event
│   └── MissingPictureError      its picture has not come, or is not taken in
├── EditedStoryError             a rule may not overwrite what a person wrote
├── NoSectionError               the newsroom has no section yet
├── EmptyCorrectionError         a correction without a text
├── UntoldCorrectionError        the agency's correction is in the draft, and nobody has said what was wrong
├── ScheduledCorrectionError     a correction is published at once, and the draft is scheduled
├── NotPublishedError            the act is for a published story
└── AccountError
    ├── UnknownRoleError         there is no such role
    ├── WrongNameError           no account can have that name
    ├── WrongAddressError        the e-mail address is none
    ├── NameTakenError           another account has the name
    ├── NoSuchUserError          no account has the name
    └── WeakPasswordError        the password is too easy to guess
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop as _

from broadsheet.desk.said import Said, Value
from broadsheet.photos.credit import LACKS_CREDIT
from broadsheet.photos.rights import Reason


class DeskError(Exception):
    """An act that the desk refuses; the text is for the person who tried, in the language of whoever reads it.

    ``said`` is the same to be kept. ``picture_id`` is the picture that stands in the way, where it is one.
    """

    picture_id: int | None = None

    def __init__(self, text: str = "", **values: Value) -> None:
        super().__init__(text)
        self.said = Said(text, values)

    def __str__(self) -> str:
        return str(self.said)


class StoryHeldError(DeskError):
    """The story may not be read yet."""


class EmbargoedStoryError(StoryHeldError):
    """An embargo stands until ``until`` (aware, UTC)."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        text = _("This story is under embargo until %(until)s UTC. Schedule it instead.")
        super().__init__(text, until=f"{until:%Y-%m-%d %H:%M}")


class WithheldStoryError(StoryHeldError):
    """The provider withholds the item that the story was built from."""

    def __init__(self) -> None:
        super().__init__(_("The agency withholds this item. It cannot be published before the agency releases it."))


class KilledStoryError(DeskError):
    """A kill is final."""

    def __init__(self) -> None:
        super().__init__(_("This story was killed. A kill is final; write a new story instead."))


class IncompleteStoryError(DeskError):
    """Something is missing that a page must have."""


class UncreditedPictureError(IncompleteStoryError):
    """A picture of the story names nobody, or lacks the credit line that its provider asks for; ``lacks`` says which."""

    def __init__(self, title: str, lacks: tuple[str, ...] = (LACKS_CREDIT,), *, picture_id: int | None = None) -> None:
        self.title, self.lacks, self.picture_id = title, lacks, picture_id
        text = _("The picture “%(title)s” names no creator and no agency. Add one under Pictures, then publish.")
        if LACKS_CREDIT not in lacks:
            text = _(
                "The provider of the picture “%(title)s” asks for a credit line. Add it under Pictures, then publish."
            )
        super().__init__(text, title=title)


class UndescribedPictureError(IncompleteStoryError):
    """A picture of the story has no alt text, and nobody has marked it as decorative."""

    def __init__(self, title: str, *, picture_id: int | None = None) -> None:
        self.title, self.picture_id = title, picture_id
        text = _(
            "The picture “%(title)s” has no alt text. Write what it shows, or mark it as decorative, under Pictures; "
            "then publish."
        )
        super().__init__(text, title=title)


class UnusablePictureError(DeskError):
    """A picture's rights forbid that readers see it when the story comes out; ``reasons`` are those of `photos.rights`."""

    def __init__(self, title: str, reasons: tuple[Reason, ...], *, picture_id: int | None = None) -> None:
        self.title, self.reasons, self.picture_id = title, reasons, picture_id
        text = _("The picture “%(title)s” cannot be used: %(reasons)s. Choose another one.")
        super().__init__(text, title=title, reasons=tuple(Said(reason.text, reason.values) for reason in reasons))


class DamagedPictureError(DeskError):
    """No copies for readers can be made of a picture of the story: its file is damaged or missing, or too much work."""

    def __init__(self, picture_id: int | None = None) -> None:
        self.picture_id = picture_id
        super().__init__(
            _("No copies can be made of a picture in this story. Open it under Pictures, try again or upload it anew.")
        )


class NoHeadlineError(IncompleteStoryError):
    """An item without a headline is published by no rule: a slugline is no headline."""

    def __init__(self) -> None:
        super().__init__(_("The item has no headline. Write one, then publish."))


class NoBodyError(IncompleteStoryError):
    """An item without a text is published by no rule."""

    def __init__(self) -> None:
        super().__init__(_("The item has no text. Write one or wait for the next version, then publish."))


class NoCreditError(IncompleteStoryError):
    """The feed's contract asks for a credit line; ``thing`` is what has none: its headline, or a picture's."""

    def __init__(self, thing: str) -> None:
        self.thing = thing
        text = _("The feed asks for a credit line, and “%(thing)s” has none. Add it, then publish.")
        super().__init__(text, thing=thing)


class StaleEditError(DeskError):
    """Somebody else saved meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Somebody saved this story while you wrote. Both texts are shown; nothing was overwritten."))


class OfferDecidedError(DeskError):
    """A version that was offered is decided about once."""

    def __init__(self) -> None:
        super().__init__(_("This version is already settled, or a newer one has come. Nothing was saved."))


class StoryLockedError(DeskError):
    """A lock keeps others from saving."""

    def __init__(self) -> None:
        super().__init__(_("Somebody at the desk has locked this story. Nothing was saved; ask for it to be unlocked."))


class UnusableTextError(DeskError):
    """A field's text is too long or missing; ``label`` is the field's name for people, ``reason`` says what is wrong."""

    def __init__(self, label: str, reason: str) -> None:
        self.label, self.reason = label, reason
        super().__init__("%(label)s: %(reason)s", label=label.capitalize(), reason=reason)


class UnusableDispatchError(DeskError):
    """No story can be made of the dispatch."""


class CanceledDispatchError(UnusableDispatchError):
    """The agency has canceled the item."""

    def __init__(self) -> None:
        super().__init__(_("The agency has canceled this item. No story can be made of it."))


class NotTextError(UnusableDispatchError):
    """The item is no text; ``kind`` says what it is."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        text = _("This item is no text (%(kind)s). A story is made of a text; a picture goes to the library.")
        super().__init__(text, kind=kind)


class MissingPictureError(UnusableDispatchError):
    """The file that the item names has not come, or is not taken in; ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(_("The picture was not kept: %(reason)s"), reason=reason)


class EditedStoryError(DeskError):
    """A rule stops where a person has begun."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody at the desk has worked on this story. The update waits on the wire for an editor.")
        )


class NoSectionError(DeskError):
    """A story needs a home section."""

    def __init__(self) -> None:
        super().__init__(_("There is no section yet. Make one under Set-up, then make the story."))


class EmptyCorrectionError(DeskError):
    """A correction says what was wrong."""

    def __init__(self) -> None:
        super().__init__(_("Write what was wrong and what is right. The text is shown on the page."))


class UntoldCorrectionError(DeskError):
    """A correction of the agency's reaches no page without the text that says what was wrong."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The agency calls this a correction. Choose “Correct…” in the story and write what was wrong: that publishes it."
            )
        )


class ScheduledCorrectionError(DeskError):
    """A correction is never scheduled: its text stands on the page at once."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A correction is published at once, and this draft is scheduled. Take the time out under Publishing, then correct."
            )
        )


class NotPublishedError(DeskError):
    """Only a published story can be corrected or unpublished."""

    def __init__(self) -> None:
        super().__init__(_("This story is not published, so there is nothing on the page to act on."))


class AccountError(DeskError):
    """An account cannot be made or changed like that."""


class UnknownRoleError(AccountError):
    """A role that the table of roles does not have."""

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(f"There is no role “{role}”. Roles are reporter, editor, photo, moderator, tips and admin.")


class WrongAddressError(AccountError):
    """An e-mail address that is none."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            _("“%(address)s” is not an e-mail address. Write it like name@paper.example."), address=address
        )


class WrongNameError(AccountError):
    """A name that no account can have."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"“{name}” cannot be an account's name. Use letters, digits and @ . + - _, at most 150 of them."
        )


class NameTakenError(AccountError):
    """Another account has the name, perhaps in another case."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"There is an account “{name}” already. Choose another name.")


class NoSuchUserError(AccountError):
    """No account has the name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"There is no account “{name}”. The desk lists all accounts under Settings, Users.")


class WeakPasswordError(AccountError):
    """The password is too easy to guess; ``detail`` says why."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(f"That password is too easy to guess. {detail}")
