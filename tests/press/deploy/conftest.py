"""The page servers of these tests; see `tests.press.serving`."""

from tests.press.serving import appless, bare, fake_app, https_server, server, start_server

__all__ = ["appless", "bare", "fake_app", "https_server", "server", "start_server"]
