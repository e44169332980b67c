"""Where originals and the desk's thumbnails are kept when several machines share them."""

from __future__ import annotations

from botocore.config import Config
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from broadsheet.core.bucket import ANSWER_SECONDS, CONNECT_SECONDS, TRIES


class SharedMedia(S3Storage):
    """django-storages' S3, with time-outs, and addresses at the desk: no browser asks the object store itself."""

    def __init__(self, **options: object) -> None:
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
            retries={"mode": "standard", "max_attempts": TRIES},
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(client_config=config, **options)

    def url(self, name: str, *_parameters: object, **_more: object) -> str:
        """Return the address under which the desk, and only the desk, is given the file."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"
