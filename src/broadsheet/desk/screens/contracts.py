"""What the contracts with providers of pictures ask of their credit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.photos.models import ProviderContract


class ContractViewSet(SnippetViewSet):  # type: ignore[misc]
    """Contracts, by the provider's name. Case makes no difference to which pictures one holds for."""

    model = ProviderContract
    icon = "clipboard-list"
    menu_label = _("Picture contracts")
    base_url_path, admin_url_namespace = "picture-contracts", "picture_contracts"
    copy_view_enabled = False
    search_fields = ["name"]
    list_display = ["name", BooleanColumn("asks_credit_line", label=_("Asks for the credit line"))]
    panels = [FieldPanel("name"), FieldPanel("asks_credit_line")]
