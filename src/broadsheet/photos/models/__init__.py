"""The room's data: pictures and their rights, copies of them, contracts, and the log."""

from broadsheet.photos.models.contracts import ProviderContract
from broadsheet.photos.models.log import PictureEvent
from broadsheet.photos.models.near import LikenessKey, NearPair
from broadsheet.photos.models.pictures import CREDITED_BY, DESK_FILTERS, RECIPE_VERSION, Picture, check_filter
from broadsheet.photos.models.renditions import PublishedRendition, Rendition
from broadsheet.photos.models.rights import Rights
from broadsheet.photos.models.settlings import RightsSettling

__all__ = [
    "CREDITED_BY",
    "DESK_FILTERS",
    "RECIPE_VERSION",
    "LikenessKey",
    "NearPair",
    "Picture",
    "PictureEvent",
    "ProviderContract",
    "PublishedRendition",
    "Rendition",
    "Rights",
    "RightsSettling",
    "check_filter",
]
