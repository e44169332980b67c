"""What a picture says about where it comes from: C2PA manifests, read when it arrives and written when it is published.

`read` has the darkroom parse what strangers wrote; `signed` writes a manifest of the newsroom's own where it has a
certificate; `sentences` tells the desk what was found. Without the extra `c2pa` all three still answer.

Source: C2PA 2.1; the library is `c2pa-python`, kept by the Content Authenticity Initiative.
"""

from __future__ import annotations

from broadsheet.photos.credentials.identity import fault
from broadsheet.photos.credentials.reading import read
from broadsheet.photos.credentials.signing import can_sign, recipe_part, signed
from broadsheet.photos.credentials.telling import sentences

__all__ = ["can_sign", "fault", "read", "recipe_part", "sentences", "signed"]
