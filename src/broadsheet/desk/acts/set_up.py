"""Make what every newsroom starts with: roles, the workflow, a section and the root of its standing pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import GroupApprovalTask, Page, Site, Workflow, WorkflowContentType, WorkflowTask

from broadsheet.desk.mediatopics import TOP_SUBJECTS
from broadsheet.desk.models import FrontRoot, Section, Story, SubjectMapping
from broadsheet.desk.roles import install_roles

WORKFLOW = "Ready for an editor"
WAGTAILS_WORKFLOW = "Moderators approval"
APPROVERS = ("editor", "admin")
FIRST_SECTION = {"name": "News", "slug": "news", "position": 10}
DEFAULT_PORTS = {"http": 80, "https": 443}


def set_up() -> None:
    """Make what is missing; what a newsroom has changed since stays as it is, save the roles."""
    with transaction.atomic():
        _make_site(_make_root())
        install_roles()
        _make_workflow()
        if not Section.objects.exists():
            Section.objects.create(**FIRST_SECTION)
        _make_subjects()


def _make_root() -> FrontRoot:
    """Return the root of the standing pages; Wagtail's page of welcome goes, where nobody has built on it."""
    root = FrontRoot.objects.first()
    if root is None:
        top = Page.get_first_root_node()
        root = top.add_child(instance=FrontRoot(title="Standing pages", slug="standing-pages"))
        welcome = Page.objects.filter(depth=2, slug="home", numchild=0).exclude(pk=root.pk).first()
        if welcome and welcome.specific_class is Page:
            Site.objects.filter(root_page=welcome).update(root_page=root)
            welcome.delete()
        root.refresh_from_db()
    return root


def _make_site(root: FrontRoot) -> None:
    """Point Wagtail's one site at the public address."""
    parts = urlsplit(settings.SITE_URL)
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    wanted = {"hostname": parts.hostname, "port": port, "site_name": settings.SITE_NAME, "root_page": root}
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(is_default_site=True, **wanted)
    else:
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()


def _make_subjects() -> None:
    """Make the rows of IPTC's top subjects, in the newsroom's language; they lead nowhere until an editor fills them."""
    if SubjectMapping.objects.exists():
        return
    with override(settings.SITE_LANGUAGE):
        SubjectMapping.objects.bulk_create(
            SubjectMapping(code=code, name=gettext(name)) for code, name in TOP_SUBJECTS.items()
        )


def _make_workflow() -> None:
    """Let reporters hand stories in; Wagtail's own workflow for pages goes, where it was never used."""
    Workflow.objects.filter(name=WAGTAILS_WORKFLOW, workflow_states__isnull=True).delete()
    GroupApprovalTask.objects.filter(name=WAGTAILS_WORKFLOW, task_states__isnull=True).delete()
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if is_new:
        task = GroupApprovalTask.objects.create(name=WORKFLOW)
        task.groups.set(Group.objects.filter(name__in=APPROVERS))
        WorkflowTask.objects.create(workflow=workflow, task=task)
        story = ContentType.objects.get_for_model(Story)
        WorkflowContentType.objects.get_or_create(content_type=story, defaults={"workflow": workflow})
