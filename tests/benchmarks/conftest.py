"""Who looks at the archive."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_user


@pytest.fixture
def at_the_desk(client: Client, db: None) -> Client:
    """Return a client that is signed in and may do everything."""
    client.force_login(make_user("eva", is_superuser=True))
    return client
