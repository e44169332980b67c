"""The form of a rule for the wire: one condition a field, each with what it takes in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from broadsheet.core.dispatch import KINDS
from broadsheet.desk.models import WireRule

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)
MAX_LIST = 4000
URGENCIES = (("", "–"), *((str(number), str(number)) for number in range(1, 10)))
HOURS = (("", "–"), *((str(hour), f"{hour:02}:00") for hour in range(24)))
DAYS = ((7, _("the last week")), (30, _("the last 30 days")), (365, _("the last year")))
#: Kinds that a rule can be about; the rest of the contract's kinds make no story and are not offered.
OFFERED_KINDS = ("text", "picture", "graphic", "composite")
KIND_NAMES = {
    "text": _("Text"),
    "picture": _("Picture"),
    "graphic": _("Graphic"),
    "composite": _("Text with pictures"),
}


WIDGETS: dict[str, Any] = {
    "act": forms.RadioSelect,
    "feeds": forms.CheckboxSelectMultiple,
    **{
        name: forms.Textarea(attrs={"rows": 3, "maxlength": MAX_LIST})
        for name in ("providers", "subjects", "places", "keywords")
    },
    **{name: forms.Select(choices=URGENCIES) for name in ("urgency_from", "urgency_to")},
    **{name: forms.Select(choices=HOURS) for name in ("from_hour", "to_hour")},
}


class ManyLetters(forms.MultipleChoiceField):
    """Check boxes whose answers are kept in one string, joined by `joint`."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, joint: str, **options: Any) -> None:
        super().__init__(**options)
        self.joint = joint

    def prepare_value(self, value: Any) -> Any:
        """Return the boxes that are ticked."""
        if isinstance(value, str):
            return [part.strip() for part in value.split(self.joint)] if self.joint else list(value)
        return value

    def clean(self, value: Any) -> str:
        """Return the string."""
        return self.joint.join(super().clean(value))


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A rule, without its place in the order and without whether it is in use: those are acts of their own."""

    kinds = ManyLetters(
        joint=",",
        label=_("Kinds"),
        required=False,
        choices=[(kind, KIND_NAMES[kind]) for kind in OFFERED_KINDS if kind in KINDS],
    )
    weekdays = ManyLetters(
        joint="",
        label=_("Weekdays"),
        required=False,
        choices=[(str(day + 1), name) for day, name in sorted(WEEKDAYS.items())],
        help_text=_("Of the item's arrival, by the newsroom's clock. None ticked means every day."),
    )

    class Meta:
        model = WireRule
        fields = (
            *("name", "act", "section", "feeds", "providers", "languages", "kinds", "urgency_from", "urgency_to"),
            *("subjects", "places", "keywords", "weekdays", "from_hour", "to_hour"),
        )
        widgets = WIDGETS
        help_texts = {
            "name": _("For the desk: shown beside whatever the rule does."),
            "feeds": _("None ticked means every feed."),
            "providers": _("One a line, the whole name. NTB* is every name that begins with NTB."),
            "languages": _("Such as: nb, en. The code en takes in en-GB; nb takes in no, and no takes in nb and nn."),
            "urgency_from": _("1 is the highest. An item without an urgency is in no range."),
            "subjects": _(
                "One a line, a code or a whole name. A code takes in what IPTC puts under it: 15000000 is all of "
                "sport. 15* is every code that begins with 15."
            ),
            "places": _("One a line, a code or a whole name."),
            "keywords": _(
                "One a line. Found among the item's keywords, and as whole words in headline and slugline. "
                "storm* finds stormy too."
            ),
            "from_hour": _(
                "By the newsroom's clock. From 22 to 6 passes midnight; with Friday ticked, it is the night that "
                "begins on Friday."
            ),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        act: Any = self.fields["act"]
        act.choices = WireRule.Act.choices
        section: Any = self.fields["section"]
        section.empty_label = _("by the item's subjects, then by its feed")

    def clean_languages(self) -> str:
        """Return the languages, or say which is none."""
        parts = [part.strip() for part in self.cleaned_data["languages"].split(",") if part.strip()]
        for part in parts:
            if not LANGUAGE.fullmatch(part):
                raise ValidationError(
                    _("“%(part)s” is not a language code. Write it like nb or en-GB."), params={"part": part}
                )
        return ", ".join(parts)

    def clean(self) -> dict[str, Any]:
        """Refuse a range that nothing is in."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("urgency_from"), found.get("urgency_to")
        if first and last and first > last:
            self.add_error("urgency_to", _("The range ends before it begins: 1 is the highest urgency."))
        for name in ("providers", "subjects", "places", "keywords"):
            if len(found.get(name) or "") > MAX_LIST:
                self.add_error(name, _("The list is too long. Make a second rule for the rest."))
        return found


class TrialForm(forms.Form):
    """How far back a rule is tried."""

    days = forms.TypedChoiceField(label=_("Try it on"), choices=DAYS, coerce=int, required=False)
