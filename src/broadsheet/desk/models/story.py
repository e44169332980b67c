"""The story: a plain model with Wagtail's draft, revision, workflow, lock and preview mixins, and not a page in a tree.

``publish`` and ``unpublish`` are the two doors to what readers see: editor, scheduler, rule and command all end there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, PreviewableMixin, RevisionMixin, WorkflowMixin

from broadsheet.desk.blocks import BodyBlock
from broadsheet.desk.models.people import Author
from broadsheet.desk.models.sections import Section, Topic


class Story(  # type: ignore[misc]
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel
):
    """One story: what the newsroom says about one thing."""

    class Form(models.TextChoices):
        NEWS = "news", _("News")
        ANALYSIS = "analysis", _("Analysis")
        EXPLAINER = "explainer", _("Explainer")
        OPINION = "opinion", _("Opinion")
        INTERVIEW = "interview", _("Interview")
        PICTURES = "pictures", _("Picture story")
        OBITUARY = "obituary", _("Obituary")

    class PubStatus(models.TextChoices):
        USABLE = "usable", _("Usable")
        WITHHELD = "withheld", _("Withheld")
        CANCELED = "canceled", _("Canceled")

    headline = models.CharField(_("headline"), max_length=250)
    slug = models.SlugField(_("address"), max_length=120, blank=True, help_text=_("Empty: made from the headline."))
    slugline = models.CharField(
        _("slugline"), max_length=120, blank=True, help_text=_("Working name, for the desk only.")
    )
    standfirst = models.TextField(_("standfirst"), blank=True)
    form = models.CharField(_("form"), max_length=12, choices=Form.choices, default=Form.NEWS)
    byline = models.CharField(
        _("byline"), max_length=200, blank=True, help_text=_("Free text, such as NTB-AFP; authors come before it.")
    )
    dateline = models.CharField(_("dateline"), max_length=120, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    home_section = models.ForeignKey(
        Section, verbose_name=_("home section"), on_delete=models.PROTECT, related_name="home_stories"
    )
    sections = ParentalManyToManyField(Section, verbose_name=_("other sections"), blank=True, related_name="stories")
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="stories")
    lead_picture = models.ForeignKey(
        "photos.Picture",
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead_caption = models.TextField(
        _("caption of the lead picture"), blank=True, help_text=_("Empty: the picture's own.")
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("1 highest, 9 lowest."),
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.SITE_LANGUAGE)
    copyright_holder = models.CharField(_("copyright holder of the text"), max_length=120, blank=True)
    provider = models.CharField(_("provider"), max_length=120, blank=True)
    ednote = models.TextField(_("note to the desk"), blank=True, help_text=_("Staff to staff; on no page, ever."))
    embargoed_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    comments_open = models.BooleanField(_("open for comments"), default=True)

    # What belongs to the story and not to one version of it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="stories",
    )
    private = models.BooleanField(
        _("my own draft"), default=False, help_text=_("Only its owner and editors see it until it is handed in.")
    )
    pubstatus = models.CharField(max_length=10, choices=PubStatus.choices, default=PubStatus.USABLE, editable=False)
    updated_at = models.DateTimeField(null=True, blank=True, editable=False)
    corrected_at = models.DateTimeField(null=True, blank=True, editable=False)
    killed_at = models.DateTimeField(null=True, blank=True, editable=False)
    kill_notice = models.TextField(blank=True, editable=False)
    #: Whether what readers see differs from what the agency sent; None where it rests on no dispatch. Set at publication.
    is_edited = models.BooleanField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    _revisions = GenericRelation(
        "wagtailcore.Revision", content_type_field="content_type", object_id_field="object_id", for_concrete_model=False
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="story",
        for_concrete_model=False,
    )

    #: Fields that a revision never brings back: they belong to the story as a whole.
    KEPT = (
        "owner_id",
        "pubstatus",
        "updated_at",
        "corrected_at",
        "killed_at",
        "kill_notice",
        "is_edited",
        "created_at",
    )

    class Meta:
        ordering = ("-id",)
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        permissions = [("correct_story", "Can correct a published story"), ("kill_story", "Can kill a story")]
        indexes = [
            # What readers see, newest first. Of live stories alone: SQLite cannot look up a column that is true or false.
            models.Index(fields=["-first_published_at", "-id"], condition=models.Q(live=True), name="desk_story_out"),
            models.Index(
                fields=["home_section", "-first_published_at", "-id"],
                condition=models.Q(live=True),
                name="desk_story_at_home",
            ),
            models.Index(
                fields=["-last_published_at", "first_published_at"],
                condition=models.Q(live=True),
                name="desk_story_changed",
            ),
            models.Index(
                fields=["go_live_at"], condition=models.Q(go_live_at__isnull=False), name="desk_story_go_live"
            ),
            models.Index(fields=["expire_at"], condition=models.Q(expire_at__isnull=False), name="desk_story_expire"),
            # The desk's list, newest edit first, with all that it is narrowed by: what matches nothing costs no row.
            models.Index(
                fields=[
                    "latest_revision",
                    "id",
                    "live",
                    "has_unpublished_changes",
                    "home_section",
                    "urgency",
                    "owner",
                    "language",
                    "private",
                    "pubstatus",
                    "killed_at",
                    "first_published_at",
                    "embargoed_until",
                ],
                name="desk_story_list",
            ),
            models.Index(fields=["form", "-first_published_at"], condition=models.Q(live=True), name="desk_story_form"),
            models.Index(
                fields=["-corrected_at"], condition=models.Q(corrected_at__isnull=False), name="desk_story_corrected"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(killed_at__isnull=True) | models.Q(live=False), name="desk_killed_is_not_live"
            ),
            models.CheckConstraint(condition=models.Q(urgency__gte=1, urgency__lte=9), name="desk_urgency_1_to_9"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail's default is live=True, which would make every ingested draft public.
        if not args:
            kwargs.setdefault("live", False)
        super().__init__(*args, **kwargs)

    def __str__(self) -> str:
        return self.headline

    @property
    def revisions(self) -> Any:
        """Return the story's revisions, newest first as Wagtail expects them."""
        return self._revisions

    def clean(self) -> None:
        """Fill the address from the headline, and let a schedule never run ahead of an embargo."""
        from broadsheet.desk.addresses import slug_of

        super().clean()
        self.slug = slug_of(self.slug or self.headline)
        if self.embargoed_until and self.embargoed_until > timezone.now():
            scheduled: datetime | None = getattr(self, "go_live_at")  # noqa: B009  (Wagtail has no types)
            # Compared in UTC: by the clock on the wall one hour comes twice in autumn.
            until = self.embargoed_until.astimezone(UTC)
            self.go_live_at = max(scheduled.astimezone(UTC), until) if scheduled else self.embargoed_until

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Check the fields, with the address filled in first."""
        from broadsheet.desk.addresses import slug_of

        self.slug = slug_of(self.slug or self.headline)
        super().full_clean(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Story:
        """Return the story as that revision had it, with what belongs to the story as a whole kept as it is."""
        story: Story = super().with_content_json(content)
        for name in self.KEPT:
            setattr(story, name, getattr(self, name))
        return story

    def save_revision(self, *args: Any, **options: Any) -> Any:
        """Save a revision, and make the desk's search find the story by what is in it.

        Who is referred to is read from the story's own row, which stays as it is but for the number of its draft.
        """
        from wagtail.signal_handlers import disable_reference_index_auto_update

        from broadsheet.desk import search

        with disable_reference_index_auto_update():
            revision = super().save_revision(*args, **options)
        search.remember_draft(self)
        return revision

    def publish(self, revision: Any, user: Any = None, **options: Any) -> None:
        """Make that revision what readers see, or schedule it where it says so.

        Raises:
            KilledStoryError, EmbargoedStoryError, WithheldStoryError, UncreditedPictureError: it may not be read.
        """
        from broadsheet.desk.acts.publish import publish

        publish(self, revision, user=user, **options)

    def unpublish(
        self, set_expired: bool = False, commit: bool = True, user: Any = None, log_action: Any = True
    ) -> None:
        """Take the story off every page; it may come back."""
        from broadsheet.desk.acts.unpublish import unpublish

        unpublish(self, user=user, set_expired=set_expired, log_action=log_action)

    def publish_through_wagtail(self, revision: Any, user: Any = None, **options: Any) -> None:
        """Let Wagtail do its part of a publication. Only the act ``publish`` calls this.

        Each row of the story that is saved would queue the same task once more.
        """
        from wagtail.signal_handlers import disable_reference_index_auto_update
        from wagtail.tasks import update_reference_index_task

        with disable_reference_index_auto_update():
            super().publish(revision, user=user, **options)
        update_reference_index_task.enqueue(self._meta.app_label, self._meta.model_name, str(self.pk))

    def unpublish_through_wagtail(self, user: Any = None, **options: Any) -> None:
        """Let Wagtail do its part of an unpublication. Only the acts ``unpublish`` and ``kill`` call this."""
        super().unpublish(user=user, **options)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Return nothing useful: ``serve_preview`` renders through the reader."""
        return ""

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """Answer with the page exactly as it will look, through the hook that the reader fills."""
        from broadsheet.desk.preview import answer

        return answer(self, request)


class StoryAuthor(Orderable):
    """A writer of a story, in the order of the byline."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="story_authors")
    author = models.ForeignKey(Author, verbose_name=_("author"), on_delete=models.PROTECT, related_name="story_authors")
    role = models.CharField(_("role"), max_length=60, blank=True, help_text=_("Such as: research, photo. Empty: text."))

    def __str__(self) -> str:
        return str(self.author)


class RelatedStory(Orderable):
    """A story that an editor put beside another."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="related_stories")
    related = models.ForeignKey(Story, verbose_name=_("story"), on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.related)
