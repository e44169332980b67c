"""What the contracts with providers of pictures ask of their credit, and how long and where their pictures may be used."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.photos.country_field import CountriesField
from broadsheet.photos.models import ProviderContract


class ContractForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Countries are typed as codes and not as JSON."""

    barred_in = CountriesField(label=_("not to be used in"))


class ContractViewSet(SnippetViewSet):  # type: ignore[misc]
    """Contracts, by the provider's name. Case makes no difference to which pictures one holds for."""

    model = ProviderContract
    icon = "clipboard-list"
    menu_label = _("Picture contracts")
    base_url_path, admin_url_namespace = "picture-contracts", "picture_contracts"
    copy_view_enabled = False
    search_fields = ["name"]
    list_display = ["name", BooleanColumn("asks_credit_line", label=_("Asks for the credit line"))]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("asks_credit_line"),
            FieldPanel("license_days"),
            FieldPanel("archive_days"),
            FieldPanel("barred_in"),
            FieldPanel("is_editorial_only"),
            FieldPanel("is_barred_from_social"),
        ],
        base_form_class=ContractForm,
    )
