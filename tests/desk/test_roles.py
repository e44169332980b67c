"""The table of roles: document and database agree with it, and each role can do what it says and no more."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, Site, Workflow

from broadsheet.desk.acts.make_user import make_user
from broadsheet.desk.acts.set_up import set_up
from broadsheet.desk.models import AuditEntry, FrontRoot, Section, Story, User
from broadsheet.desk.roles import BY_NAME, ROLES, install_roles, may_enter
from broadsheet.desk.visibility import may_see, visible_to
from tests.factories import make_story, published_story
from tests.house.roles_document import DOCUMENT, as_text

pytestmark = pytest.mark.django_db
LOOKS_AFTER = ("user", "group", "site")


@pytest.fixture(autouse=True)
def newsroom(db: None) -> None:
    """Give each test the roles."""
    set_up()


def rights(name: str) -> set[str]:
    found = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in found}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_p3_each_group_has_exactly_the_permissions_of_the_table(role: object) -> None:
    wanted = BY_NAME[role.name]  # type: ignore[attr-defined]
    assert rights(wanted.name) == set(wanted.permissions)
    pictures = GroupCollectionPermission.objects.filter(group__name=wanted.name).values_list(
        "permission__codename", flat=True
    )
    pages = GroupPagePermission.objects.filter(group__name=wanted.name).values_list("permission__codename", flat=True)
    assert (set(pictures), set(pages)) == (set(wanted.pictures), set(wanted.pages))


@pytest.mark.parametrize("role", [role for role in BY_NAME if role != "admin"])
def test_p3_only_the_administrator_looks_after_accounts_roles_and_sites(role: str) -> None:
    assert not [name for name in rights(role) if name.split("_")[-1] in LOOKS_AFTER and "view" not in name]


def test_p2_the_document_and_the_table_agree() -> None:
    assert DOCUMENT.read_text("utf-8") == as_text(), "write it anew with: python -m tests.house.roles_document"


def test_p2_a_right_that_somebody_added_by_hand_is_taken_back() -> None:
    Group.objects.get(name="tips").permissions.add(*Group.objects.get(name="admin").permissions.all())
    install_roles()
    assert rights("tips") == set(BY_NAME["tips"].permissions)


def test_setting_up_twice_changes_nothing() -> None:
    def state() -> tuple[int, ...]:
        models = (Group, GroupPagePermission, GroupCollectionPermission, Page, Site, Workflow, Section, AuditEntry)
        return tuple(model.objects.count() for model in models)

    before = state()
    set_up()
    assert state() == before


def test_a_new_newsroom_has_its_root_its_section_and_its_workflow() -> None:
    assert Site.objects.get().root_page.specific == FrontRoot.objects.get()
    assert [section.slug for section in Section.objects.all()] == ["news"]
    story = make_story()
    assert story.get_workflow().name == "Ready for an editor"
    assert not Group.objects.filter(name__in=("Editors", "Moderators")).exists()


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("reporter", {"shared", "own", "published"}),
        ("editor", {"shared", "own", "published", "private"}),
        ("photo", {"shared", "own", "published"}),
        ("moderator", set()),
        ("tips", set()),
        ("admin", {"shared", "own", "published", "private"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_p2_who_sees_which_drafts(role: str, seen: set[str]) -> None:
    person, other = make_user("me", role), make_user("other", "reporter")
    stories = {
        "shared": make_story(owner=other),
        "private": make_story(owner=other, private=True),
        "own": make_story(owner=person, private=True),
        "published": published_story(owner=other),
    }
    assert {name for name, story in stories.items() if may_see(person, story)} == seen
    assert visible_to(person).count() == len(seen)


def test_p2_control_without_the_rule_a_reporter_would_see_the_private_draft() -> None:
    make_story(owner=make_user("other", "reporter"), private=True)
    assert Story.objects.count() == 1 and not visible_to(make_user("me", "reporter")).exists()


def test_p2_a_disabled_account_sees_no_story() -> None:
    make_story()
    person = make_user("me", "admin")
    person.is_active = False
    assert not visible_to(person).exists()


@pytest.mark.parametrize("role", ["reporter", "photo", "moderator", "tips"])
def test_p2_only_editors_publish_correct_kill_and_pin(role: str) -> None:
    assert not rights(role) & {"desk.publish_story", "desk.correct_story", "desk.kill_story", "desk.add_frontpin"}
    assert not GroupPagePermission.objects.filter(group__name=role).exists()


def test_p1_the_gates_hold_for_who_reads_no_stories_and_open_for_editors() -> None:
    moderator, editor = make_user("mo", "moderator"), make_user("ed", "editor")
    for path in (
        "/desk/api/main/pages/",
        "/desk/reports/site-history/",
        "/desk/snippets/choose/desk/story/",
        "/desk/media/x.jpg",
    ):
        assert not may_enter(moderator, path) and may_enter(editor, path)
    assert may_enter(moderator, "/desk/comments/")


def test_p9_no_account_comes_with_a_set_up() -> None:
    assert not User.objects.exists()
