"""The table of subjects at the desk: which section and which topic an agency's subject leads to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from broadsheet.desk.acts.map_subjects import delete_mapping, save_mapping
from broadsheet.desk.models import Section, SubjectMapping, Topic, User
from broadsheet.desk.screens.access import needs, person
from broadsheet.desk.screens.rules.access import ADD_SUBJECT, CHANGE_SUBJECT, DELETE_SUBJECT, SEE_SUBJECTS
from broadsheet.desk.screens.rules.seen import seen_without_a_place

#: A table of more rows is read page by page by nobody; the form says so instead.
MAX_ROWS = 500
#: So many topics are offered while somebody writes; any other can be written out.
MAX_TOPICS = 500


class TopicByName(forms.CharField):
    """A topic by its name, written or chosen from what the browser offers: a list of thousands is no menu."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"list": "topic-names", "autocomplete": "off"}), **options)

    def prepare_value(self, value: Any) -> Any:
        """Return the name of a topic that is there."""
        if isinstance(value, int):
            return Topic.objects.filter(pk=value).values_list("name", flat=True).first() or ""
        return value

    def clean(self, value: Any) -> Any:
        """Return the topic of that name, or None.

        Raises:
            ValidationError: there is none.
        """
        name = super().clean(value)
        if not name:
            return None
        topic = Topic.objects.filter(name__iexact=name).first() or Topic.objects.filter(slug=name).first()
        if topic is None:
            told = _("There is no topic “%(name)s”. Make it under Topics first, or leave this empty.")
            raise forms.ValidationError(told, params={"name": name})
        return topic


class MappingForm(forms.ModelForm):  # type: ignore[type-arg]
    """One row."""

    topic = TopicByName(label=gettext_lazy("Topic"), required=False, max_length=80)

    class Meta:
        model = SubjectMapping
        fields = ("code", "scheme", "name", "section", "topic")
        help_texts = {
            "code": gettext_lazy(
                "IPTC's code, such as 15000000, which is all of sport, or an agency's. 15* is every code that begins with 15."
            ),
            "scheme": gettext_lazy("Such as medtop. Left empty, the row is for the code in every scheme."),
            "name": gettext_lazy("For the desk."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        section: Any = self.fields["section"]
        section.empty_label = gettext_lazy("by the feed")


@require_http_methods(["GET", "POST"])
@needs(SEE_SUBJECTS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the table; a POST saves the sections and topics of all rows that are on the screen."""
    if request.method == "POST":
        return _save_all(request)
    return _table(request, {})


@require_http_methods(["GET", "POST"])
@needs(SEE_SUBJECTS, ADD_SUBJECT)
def new(request: HttpRequest) -> HttpResponse:
    """Add a row; the address may fill in what was seen on the wire."""
    sent = {name: request.GET.get(name, "")[:120] for name in ("code", "scheme", "name")}
    return _form(request, SubjectMapping(**sent))


@require_http_methods(["GET", "POST"])
@needs(SEE_SUBJECTS, CHANGE_SUBJECT)
def edit(request: HttpRequest, row_id: int) -> HttpResponse:
    """Change a row."""
    return _form(request, get_object_or_404(SubjectMapping, pk=row_id))


@require_POST
@needs(SEE_SUBJECTS, DELETE_SUBJECT)
def delete(request: HttpRequest, row_id: int) -> HttpResponse:
    """Delete a row; nothing is lost that could not be added again."""
    delete_mapping(get_object_or_404(SubjectMapping, pk=row_id), user=person(request))
    messages.success(request, _("The row is deleted. Its subjects now follow their other rows, or else the feed."))
    return HttpResponseRedirect(reverse("wire_subjects:index"))


@needs(CHANGE_SUBJECT)
def _save_all(request: HttpRequest) -> HttpResponse:
    """Save every row or none: a topic that there is none of is told beside its row, and what was written stays."""
    rows = list(SubjectMapping.objects.select_related("section", "topic")[:MAX_ROWS])
    sections = {str(section.pk): section for section in Section.objects.all()}
    named = _topics_named(request)
    faults: dict[int, str] = {}
    for row in rows:
        if f"section-{row.pk}" not in request.POST:
            continue
        written = request.POST.get(f"topic-{row.pk}", "").strip()
        row.section = sections.get(request.POST[f"section-{row.pk}"])
        if written and written.casefold() not in named:
            faults[row.pk] = written
        else:
            row.topic = named.get(written.casefold())
    if faults:
        return _table(request, faults)
    _save_rows(rows, person(request))
    messages.success(request, _("Saved. New stories follow it; existing stories stay where they are."))
    return HttpResponseRedirect(reverse("wire_subjects:index"))


def _save_rows(rows: list[SubjectMapping], user: User) -> None:
    before = {row.pk: (row.section_id, row.topic_id) for row in SubjectMapping.objects.all()}
    for row in rows:
        if before.get(row.pk) != (row.section_id, row.topic_id):
            save_mapping(row, user=user)


def _topics_named(request: HttpRequest) -> dict[str, Topic]:
    """Return the topics that were written, by their names in lower case."""
    written = {str(value).strip() for name, value in request.POST.items() if name.startswith("topic-")}
    words = {word.casefold() for word in written if word}
    if not words:
        return {}
    # SQLite's own lower case is for ASCII alone, so the names are compared here.
    return {topic.name.casefold(): topic for topic in Topic.objects.all() if topic.name.casefold() in words}


def _table(request: HttpRequest, faults: dict[int, str]) -> HttpResponse:
    rows = list(SubjectMapping.objects.select_related("section", "topic")[:MAX_ROWS])
    shown = [_row(request, row, faults) for row in rows]
    user = request.user
    context = {
        "rows": shown,
        "sections": list(Section.objects.all()),
        "topics": _topic_names(),
        "seen": seen_without_a_place(),
        "has_faults": bool(faults),
        "may_add": user.has_perm(ADD_SUBJECT),
        "may_change": user.has_perm(CHANGE_SUBJECT),
    }
    return render(request, "desk/rules/subjects.html", context, status=422 if faults else 200)


def _row(request: HttpRequest, row: SubjectMapping, faults: dict[int, str]) -> dict[str, Any]:
    sent = request.POST if faults else {}
    section = sent.get(f"section-{row.pk}")
    return {
        "row": row,
        "section": str(row.section_id or "") if section is None else section,
        "topic": sent.get(f"topic-{row.pk}", row.topic.name if row.topic else ""),
        "fault": faults.get(row.pk, ""),
    }


def _topic_names() -> list[str]:
    return list(Topic.objects.values_list("name", flat=True)[:MAX_TOPICS])


def _form(request: HttpRequest, row: SubjectMapping) -> HttpResponse:
    form = MappingForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        save_mapping(form.save(commit=False), user=person(request))
        messages.success(request, _("Saved. New stories follow it; existing stories stay where they are."))
        return HttpResponseRedirect(reverse("wire_subjects:index"))
    context = {
        "form": form,
        "row": row,
        "is_new": row.pk is None,
        "topics": _topic_names(),
        "may_delete": row.pk is not None and request.user.has_perm(DELETE_SUBJECT),
    }
    return render(request, "desk/rules/subject.html", context, status=422 if form.errors else 200)
