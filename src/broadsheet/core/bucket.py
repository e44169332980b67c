"""An S3-compatible bucket: whole objects in and out, with time-outs, a few tries, and one error.

boto3 is loaded when the first object is asked for: a newsroom that keeps its files in a folder never pays for it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any, Final

CONNECT_SECONDS: Final = 3
ANSWER_SECONDS: Final = 10
TRIES: Final = 3
DELETING_THREADS: Final = 8
DELETED_AT_ONCE: Final = 1000
"""Names that are held in memory while they are deleted; there may be millions."""

_ABSENT: Final = frozenset({"404", "NoSuchKey", "NotFound"})


class BucketError(OSError):
    """The object store did not do what it was asked for; `name` is the object, or the prefix of a list.

    An OSError like a disk's, so that whoever is ready for a disk that refuses is ready for this.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"The object store refused {name!r}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True)
class BucketAddress:
    """Where a bucket is, and with which key it is opened. `prefix` is empty or ends in a slash."""

    endpoint: str
    bucket: str
    prefix: str = ""
    region: str = "us-east-1"
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)

    @property
    def words(self) -> str:
        """Return the place without the key, for people and for telling one store from another."""
        return f"{self.endpoint}/{self.bucket}/{self.prefix}"


class Bucket:
    """One bucket. Threads may ask at the same time."""

    def __init__(self, address: BucketAddress) -> None:
        self.address = address
        self._lock = threading.Lock()

    def put(self, name: str, data: bytes, *, content_type: str, cache_control: str = "") -> None:
        """Store an object, durable when it returns; an earlier one of that name is replaced whole.

        Raises:
            BucketError: it could not be stored; what was there is there still.
        """
        more = {"CacheControl": cache_control} if cache_control else {}
        with _named(name):
            self._client.put_object(Body=data, ContentType=content_type, **self._at(name), **more)

    def get(self, name: str) -> bytes | None:
        """Return an object's bytes, None where there is none.

        Raises:
            BucketError: the store cannot be asked.
        """
        with _named(name):
            try:
                found: bytes = self._client.get_object(**self._at(name))["Body"].read()
            except self._client.exceptions.ClientError as err:
                if _code(err) in _ABSENT:
                    return None
                raise
            return found

    def is_there(self, name: str) -> bool:
        """Return whether there is such an object.

        Raises:
            BucketError: the store cannot be asked.
        """
        with _named(name):
            try:
                self._client.head_object(**self._at(name))
            except self._client.exceptions.ClientError as err:
                if _code(err) in _ABSENT:
                    return False
                raise
            return True

    def copy(self, source: str, target: str, *, content_type: str, cache_control: str) -> bool:
        """Give an object a second name inside the store; return False where there is no such object.

        Raises:
            BucketError: it could not be copied.
        """
        where = {"Bucket": self.address.bucket, "Key": self.address.prefix + source}
        headers = {"ContentType": content_type, "CacheControl": cache_control, "MetadataDirective": "REPLACE"}
        with _named(target):
            try:
                self._client.copy_object(CopySource=where, **self._at(target), **headers)
            except self._client.exceptions.ClientError as err:
                if _code(err) in _ABSENT:
                    return False
                raise
            return True

    def delete(self, names: Iterable[str]) -> None:
        """Delete objects; one that is not there is no error.

        A request each, some at a time: a gateway of Ceph 16 now and then falls over a request that deletes several.

        Raises:
            BucketError: one could not be deleted; others may have been.
        """
        rest = iter(names)
        while some := list(islice(rest, DELETED_AT_ONCE)):
            if len(some) == 1:
                self._delete(some[0])
            else:
                list(self._pool.map(self._delete, some))

    def names(self, prefix: str, *, before: datetime | None = None) -> Iterator[str]:
        """Yield the names that begin with a prefix, in order; only of objects stored before an instant, if one is given.

        Raises:
            BucketError: the store cannot be asked.
        """
        pages = self._client.get_paginator("list_objects_v2")
        with _named(prefix):
            for page in pages.paginate(Bucket=self.address.bucket, Prefix=self.address.prefix + prefix):
                for found in page.get("Contents", []):
                    if before is None or found["LastModified"] < before:
                        yield found["Key"].removeprefix(self.address.prefix)

    def _delete(self, name: str) -> None:
        with _named(name):
            try:
                self._client.delete_object(**self._at(name))
            except self._client.exceptions.ClientError as err:
                if _code(err) not in _ABSENT:
                    raise

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(DELETING_THREADS, thread_name_prefix="delete")

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self.address.bucket, "Key": self.address.prefix + name}

    @property
    def _client(self) -> Any:
        with self._lock:
            return self._made

    @cached_property
    def _made(self) -> Any:
        from boto3.session import Session
        from botocore.config import Config

        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
            retries={"mode": "standard", "max_attempts": TRIES},
            max_pool_connections=32,
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        session = Session(
            aws_access_key_id=self.address.key,
            aws_secret_access_key=self.address.secret,
            region_name=self.address.region,
        )
        return session.client("s3", endpoint_url=self.address.endpoint, config=config)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Turn what boto3 raises into our one error; its own texts hold no key."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError, OSError) as err:
        raise BucketError(name, str(err)) from err


def _code(err: Any) -> str:
    return str(err.response.get("Error", {}).get("Code", ""))
