"""The rules for the wire at the desk: the list in its order, the form, the trial on the past, and what they did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from broadsheet.desk.acts.apply_rules import Rule
from broadsheet.desk.acts.delete_rule import delete_rule
from broadsheet.desk.acts.move_rule import move_down, move_up
from broadsheet.desk.acts.save_rule import save_rule
from broadsheet.desk.acts.switch_rule import switch_off, switch_on
from broadsheet.desk.models import RuleHit, User, WireRule
from broadsheet.desk.rule_words import conditions_in_words
from broadsheet.desk.rules import conditions_of
from broadsheet.desk.screens.access import needs, person
from broadsheet.desk.screens.rules.access import ADD_RULE, CHANGE_RULE, DELETE_RULE, SEE_RULES
from broadsheet.desk.screens.rules.forms import RuleForm, TrialForm
from broadsheet.desk.screens.rules.trial import Trial, try_on_the_past

HITS_PAGE = 50
COUNTED_DAYS = 7
#: What the form is divided into: a heading and the fields below it. Ends of ranges stand beside their beginnings.
PARTS: tuple[tuple[Any, tuple[tuple[str, ...], ...]], ...] = (
    ("", (("name",), ("act",), ("section",))),
    ("from", (("feeds",), ("providers",), ("languages",), ("kinds",), ("urgency_from", "urgency_to"))),
    ("about", (("subjects",), ("places",), ("keywords",))),
    ("when", (("weekdays",), ("from_hour", "to_hour"))),
)
Act = Callable[..., bool]


@require_safe
@needs(SEE_RULES)
def index(request: HttpRequest) -> HttpResponse:
    """Show the rules in the order in which they are tried."""
    rules = list(WireRule.objects.select_related("section").prefetch_related("feeds"))
    counts = _counts(timezone.now())
    last = len(rules) - 1
    rows = [
        {
            "rule": rule,
            "conditions": conditions_in_words(rule, [feed.name for feed in rule.feeds.all()]),
            "done": counts.get(rule.pk, 0),
            "is_first": place == 0,
            "is_last": place == last,
        }
        for place, rule in enumerate(rules)
    ]
    return render(request, "desk/rules/index.html", {"rows": rows, "may": _may(request)})


@require_http_methods(["GET", "POST"])
@needs(SEE_RULES, ADD_RULE)
def new(request: HttpRequest) -> HttpResponse:
    """Make a rule; it is not in use before somebody switches it on."""
    return _form(request, WireRule(), reverse("wire_rules:new"))


@require_http_methods(["GET", "POST"])
@needs(SEE_RULES, CHANGE_RULE)
def edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Change a rule."""
    return _form(request, get_object_or_404(WireRule, pk=rule_id), reverse("wire_rules:edit", args=[rule_id]))


@require_POST
@needs(SEE_RULES, ADD_RULE)
def try_new(request: HttpRequest) -> HttpResponse:
    """Try a rule that is not saved; the form stays as it was filled in, and nothing is changed."""
    return _trial(request, WireRule(), reverse("wire_rules:new"))


@require_POST
@needs(SEE_RULES, CHANGE_RULE)
def try_one(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Try a rule as the form has it, saved or not; nothing is changed."""
    rule = get_object_or_404(WireRule, pk=rule_id)
    return _trial(request, rule, reverse("wire_rules:edit", args=[rule_id]))


@require_POST
@needs(SEE_RULES, CHANGE_RULE)
def on(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Put a rule in use."""
    return _do(request, rule_id, switch_on)


@require_POST
@needs(SEE_RULES, CHANGE_RULE)
def off(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take a rule out of use."""
    return _do(request, rule_id, switch_off)


@require_POST
@needs(SEE_RULES, CHANGE_RULE)
def up(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Let a rule be tried one place earlier."""
    return _do(request, rule_id, move_up)


@require_POST
@needs(SEE_RULES, CHANGE_RULE)
def down(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Let a rule be tried one place later."""
    return _do(request, rule_id, move_down)


@require_http_methods(["GET", "POST"])
@needs(SEE_RULES, DELETE_RULE)
def delete(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Ask, and then delete a rule; what it did stays on record."""
    rule = get_object_or_404(WireRule, pk=rule_id)
    if request.method == "POST":
        delete_rule(rule, user=person(request))
        messages.success(request, _("The rule is deleted. What it did stays on record."))
        return HttpResponseRedirect(reverse("wire_rules:index"))
    return render(request, "desk/rules/delete.html", {"rule": rule})


@require_safe
@needs(SEE_RULES)
def hits(request: HttpRequest) -> HttpResponse:
    """Show what the rules did, newest first; of one rule where the address names it."""
    asked = request.GET.get("rule", "")
    rule = WireRule.objects.filter(pk=int(asked)).first() if asked.isascii() and asked.isdecimal() else None
    found = RuleHit.objects.select_related("dispatch", "dispatch__feed", "story").defer("dispatch__data")
    found = found.filter(rule=rule) if rule else found
    page = Paginator(found, HITS_PAGE).get_page(request.GET.get("p"))
    rows = [
        {"hit": hit, "outcome": RuleHit.Outcome(hit.outcome).label, "tone": hit.outcome} for hit in page.object_list
    ]
    context = {"rows": rows, "rule": rule, "page": page, "query": f"rule={rule.pk}&" if rule else ""}
    return render(request, "desk/rules/hits.html", context)


def _may(request: HttpRequest) -> dict[str, bool]:
    user = request.user
    wanted = {"add": ADD_RULE, "change": CHANGE_RULE, "delete": DELETE_RULE}
    return {name: user.has_perm(permission) for name, permission in wanted.items()}


def _counts(now: datetime) -> dict[int, int]:
    """Return how often each rule decided in the last days, in one query."""
    recent = RuleHit.objects.filter(at__gte=now - timedelta(days=COUNTED_DAYS), rule__isnull=False)
    return dict(recent.order_by().values_list("rule_id").annotate(Count("pk")))


def _do(request: HttpRequest, rule_id: int, act: Act) -> HttpResponse:
    rule = get_object_or_404(WireRule, pk=rule_id)
    if not act(rule, user=person(request)):
        messages.warning(request, _("Nothing was done: somebody was faster."))
    return HttpResponseRedirect(f"{reverse('wire_rules:index')}#rule-{rule.pk}")


def _form(request: HttpRequest, rule: WireRule, address: str) -> HttpResponse:
    form = RuleForm(request.POST if request.method == "POST" else None, instance=rule)
    if request.method == "POST" and form.is_valid():
        return _save(request, form, person(request))
    return _page(request, form, rule, address, TrialForm(), trial=None)


def _save(request: HttpRequest, form: RuleForm, user: User) -> HttpResponse:
    rule = save_rule(form.save(commit=False), feeds=form.cleaned_data["feeds"], user=user)
    told = _("The rule “%(name)s” is saved and in use.") if rule.is_active else _("The rule “%(name)s” is saved.")
    messages.success(request, escape(told % {"name": rule.name}))
    return HttpResponseRedirect(f"{reverse('wire_rules:index')}#rule-{rule.pk}")


def _trial(request: HttpRequest, rule: WireRule, address: str) -> HttpResponse:
    form, asked = RuleForm(request.POST, instance=rule), TrialForm(request.POST)
    trial = None
    if form.is_valid() and asked.is_valid():
        feeds = [feed.pk for feed in form.cleaned_data["feeds"]]
        tried: WireRule = form.instance
        days = asked.cleaned_data["days"] or 7
        trial = try_on_the_past(Rule(tried, conditions_of(tried, feeds)), days=days, now=timezone.now())
    return _page(request, form, rule, address, asked, trial=trial)


def _page(
    request: HttpRequest, form: RuleForm, rule: WireRule, address: str, asked: TrialForm, *, trial: Trial | None
) -> HttpResponse:
    titles = {"": "", "from": _("Where it comes from"), "about": _("What it is about"), "when": _("When it arrives")}
    parts = [{"title": titles[name], "rows": [[form[field] for field in row] for row in rows]} for name, rows in PARTS]
    try_address = reverse("wire_rules:try", args=[rule.pk]) if rule.pk else reverse("wire_rules:try_new")
    context = {
        "form": form,
        "parts": parts,
        "rule": rule,
        "is_new": rule.pk is None,
        "name": WireRule.objects.filter(pk=rule.pk).values_list("name", flat=True).first() if rule.pk else "",
        "address": address,
        "try_address": try_address,
        "asked": asked,
        "trial": trial,
        "may": _may(request),
    }
    return render(request, "desk/rules/form.html", context, status=422 if form.errors else 200)
