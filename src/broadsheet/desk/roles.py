"""Roles: the one table of who may do what at the desk. ``docs/reference/roles.md`` is made from it (criteria P1 to P3).

Why no permission library: Django's groups hold all that is here, and a table that people can read is the point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from broadsheet.desk.models import FrontRoot, Story

#: What everybody with an account has: the desk's front door.
DOOR = ("wagtailadmin.access_admin",)
READS_STORIES = ("desk.view_story",)
WRITES_STORIES = (*READS_STORIES, "desk.add_story", "desk.change_story")
READS_LISTS = ("desk.view_section", "desk.view_topic", "desk.view_author")
READS_WIRE = ("wire.view_dispatchrecord", "wire.view_quarantined")
TAKES_WIRE = (*READS_WIRE, "wire.change_dispatchrecord")
MODERATES = ("comments.moderate_comment", "comments.view_commentaddress")
PUBLISHES = (
    *("desk.publish_story", "desk.lock_story", "desk.unlock_story", "desk.delete_story"),
    *("desk.correct_story", "desk.kill_story"),
    *("desk.add_frontpin", "desk.change_frontpin", "desk.delete_frontpin"),
)
KEEPS_LISTS = tuple(
    f"desk.{verb}_{model}" for model in ("section", "topic", "author") for verb in ("add", "change", "delete")
)
KEEPS_RULES = tuple(
    f"desk.{verb}_{model}" for model in ("wirerule", "subjectmapping") for verb in ("add", "change", "delete", "view")
)
KEEPS_CONTRACTS = tuple(f"photos.{verb}_providercontract" for verb in ("add", "change", "delete", "view"))
KEEPS_REDIRECTS = tuple(f"wagtailredirects.{verb}_redirect" for verb in ("add", "change", "delete"))
ADMINISTERS = (
    *(f"desk.{verb}_user" for verb in ("add", "change", "delete", "view")),
    *(f"auth.{verb}_group" for verb in ("add", "change", "delete", "view")),
    *(f"wagtailcore.{verb}_site" for verb in ("add", "change", "delete")),
    *(f"wagtailcore.{verb}_{model}" for model in ("workflow", "task") for verb in ("add", "change", "delete")),
    *(f"wire.{verb}_feed" for verb in ("add", "change", "view")),
    "desk.view_auditentry",
)
#: Wagtail's own permissions on pages and pictures hang on a place in a tree, here the root of either.
ALL_OF_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
CHOOSES_PICTURES = ("choose_image",)
ADDS_PICTURES = (*CHOOSES_PICTURES, "add_image")
KEEPS_PICTURES = (*ADDS_PICTURES, "change_image")
EDITS = (
    *(*WRITES_STORIES, *PUBLISHES, *READS_LISTS, *KEEPS_LISTS, *TAKES_WIRE),
    *(*KEEPS_RULES, *KEEPS_REDIRECTS, *KEEPS_CONTRACTS, *MODERATES),
)


@dataclass(frozen=True)
class Role:
    """One role: its name, what it is for, and its permissions in general, on standing pages and on pictures."""

    name: str
    purpose: str
    permissions: tuple[str, ...]
    pages: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


ROLES: tuple[Role, ...] = (
    Role(
        "reporter",
        "Writes stories, own or from the wire, and hands them in. Changes nothing that the public reads.",
        (*DOOR, *WRITES_STORIES, *READS_LISTS, *TAKES_WIRE),
        pictures=ADDS_PICTURES,
    ),
    Role(
        "editor",
        "Publishes, corrects, kills and pins stories; keeps sections, topics, authors and standing pages; moderates.",
        (*DOOR, *EDITS),
        pages=ALL_OF_PAGES,
        pictures=KEEPS_PICTURES,
    ),
    Role(
        "photo",
        "Adds pictures and puts their captions and credits right; keeps the contracts with their providers. "
        "Reads stories, changes none.",
        (*DOOR, *READS_STORIES, *KEEPS_CONTRACTS),
        pictures=KEEPS_PICTURES,
    ),
    Role("moderator", "Approves, rejects and removes readers' comments. Sees nothing else.", (*DOOR, *MODERATES)),
    Role("tips", "Will read confidential tips. Until then an account that sees nothing.", DOOR),
    Role(
        "admin",
        "Does all that an editor does, and looks after accounts, roles, workflows, feeds and the audit log.",
        (*DOOR, *EDITS, *ADMINISTERS),
        pages=ALL_OF_PAGES,
        pictures=KEEPS_PICTURES,
    ),
)
BY_NAME = {role.name: role for role in ROLES}
#: What Wagtail opens to everybody with an account, and a newsroom does not: beginnings of addresses and who may go there.
GATES: tuple[tuple[str, str], ...] = (
    ("/desk/api/", "desk.change_story"),
    ("/desk/block-preview/", "desk.change_story"),
    ("/desk/choose-", "desk.change_story"),
    ("/desk/editing-sessions/", "desk.change_story"),
    ("/desk/images/chooser/", "desk.view_story"),
    ("/desk/media/", "desk.view_story"),
    ("/desk/pages/", "desk.publish_story"),
    ("/desk/reports/", "desk.publish_story"),
    ("/desk/snippets/", "desk.change_story"),
    ("/desk/stories/workflow/", "desk.change_story"),
    ("/desk/tag-autocomplete/", "desk.view_story"),
    ("/desk/workflows/", "wagtailcore.change_workflow"),
)
#: Groups that Wagtail's first migration makes; we have our own.
WAGTAILS_GROUPS = ("Moderators", "Editors")


def install_roles() -> None:
    """Make a group of each role with exactly the permissions of the table; run again, it changes nothing."""
    with transaction.atomic():
        _make_story_permissions()
        Group.objects.filter(name__in=WAGTAILS_GROUPS, user__isnull=True).delete()
        for role in ROLES:
            group, _ = Group.objects.get_or_create(name=role.name)
            group.permissions.set(_permissions(role.permissions))
            _set_pictures(group, role)
            _set_pages(group, role)


def may_enter(user: Any, path: str) -> bool:
    """Return whether the gates let the person through to that address; what stands behind asks again."""
    return all(user.has_perm(permission) for beginning, permission in GATES if path.startswith(beginning))


def has_role(user: Any, *names: str) -> bool:
    """Return whether the person has one of the roles."""
    return bool(user.groups.filter(name__in=names).exists())


def _make_story_permissions() -> None:
    """Make the three that Wagtail adds to a snippet after a migration, in whichever order things were loaded."""
    story = ContentType.objects.get_for_model(Story)
    for verb in ("publish", "lock", "unlock"):
        name = f"Can {verb} story"
        Permission.objects.get_or_create(content_type=story, codename=f"{verb}_story", defaults={"name": name})


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    return [_permission(name) for name in dict.fromkeys(names)]


def _permission(name: str) -> Permission:
    label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=label, codename=codename)


def _set_pictures(group: Group, role: Role) -> None:
    root = Collection.get_first_root_node()
    wanted = _permissions(tuple(f"wagtailimages.{codename}" for codename in role.pictures))
    GroupCollectionPermission.objects.filter(group=group).exclude(collection=root, permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _set_pages(group: Group, role: Role) -> None:
    """Give the rights over standing pages, at their root; there are none before the root is made."""
    for root in FrontRoot.objects.all():
        wanted = _permissions(tuple(f"wagtailcore.{codename}" for codename in role.pages))
        GroupPagePermission.objects.filter(group=group).exclude(page_id=root.pk, permission__in=wanted).delete()
        for permission in wanted:
            GroupPagePermission.objects.get_or_create(group=group, page_id=root.pk, permission=permission)
