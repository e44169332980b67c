"""Views of the wire that somebody keeps under a name."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.desk.models import SavedView, User
from broadsheet.desk.screens.wire.saved import MAX_VIEWS
from tests.factories import make_user


def _keep(client: Client, name: str = "Harbour", **asked: str) -> None:
    client.post(reverse("wire:save_view"), {"name": name, "q": "ferge", "tab": "urgent", **asked})


def _names(client: Client) -> list[str]:
    return [view["name"] for view in client.get(reverse("wire:index")).context["views"]]


def test_a_view_is_kept_under_its_name_and_leads_back(at_the_desk: Client) -> None:
    _keep(at_the_desk)
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("Harbour", "tab=urgent&q=ferge")
    page = at_the_desk.get(f"{reverse('wire:index')}?{view.query}")
    assert page.context["views"][0]["here"]


def test_the_same_name_again_is_the_same_view(at_the_desk: Client) -> None:
    _keep(at_the_desk)
    _keep(at_the_desk, q="kai")
    assert [view.query for view in SavedView.objects.all()] == ["tab=urgent&q=kai"]


@pytest.mark.parametrize(("shared", "names"), [("on", ["Harbour"]), ("", [])], ids=["shared", "own"])
def test_others_see_a_view_that_is_shared_and_no_other(
    at_the_desk: Client, client: Client, shared: str, names: list[str]
) -> None:
    _keep(at_the_desk, shared=shared)
    client.force_login(make_user("olav", is_superuser=True))
    assert _names(client) == names


def test_nobody_deletes_the_view_of_another(at_the_desk: Client, client: Client) -> None:
    _keep(at_the_desk, shared="on")
    client.force_login(make_user("olav", is_superuser=True))
    address = reverse("wire:forget_view", args=[SavedView.objects.get().pk])
    assert client.post(address).status_code == 404
    assert SavedView.objects.exists()


def test_one_deletes_ones_own(at_the_desk: Client) -> None:
    _keep(at_the_desk)
    at_the_desk.post(reverse("wire:forget_view", args=[SavedView.objects.get().pk]))
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_refused_with_a_sentence(at_the_desk: Client) -> None:
    answer = at_the_desk.post(reverse("wire:save_view"), {"name": " "}, follow=True)
    assert "Give the view a name." in answer.content.decode()


def test_nobody_keeps_more_views_than_can_be_read(at_the_desk: Client, chief: User) -> None:
    for number in range(MAX_VIEWS):
        SavedView.objects.create(owner=chief, name=f"view {number}", query="q=x")
    _keep(at_the_desk, "one more")
    assert SavedView.objects.count() == MAX_VIEWS


def test_p4_a_view_is_saved_as_ones_own_whatever_the_form_says(at_the_desk: Client, chief: User) -> None:
    _keep(at_the_desk, owner=str(make_user("olav").pk), query="javascript:alert(1)")
    view = SavedView.objects.get()
    assert view.owner == chief
    assert view.query == "tab=urgent&q=ferge"


def test_h1_a_view_is_kept_by_a_post_with_a_token(chief: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)
    assert client.get(reverse("wire:save_view")).status_code == 405
    assert client.post(reverse("wire:save_view"), {"name": "x"}).status_code == 403
