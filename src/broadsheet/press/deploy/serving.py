"""What the newsroom's settings mean for whoever serves its pages. No Django: the supervisor asks before anything runs."""

from __future__ import annotations

from typing import Final

from broadsheet.press.server.config import ServerConfig
from broadsheet.settings.table import Settings

PLAYERS: Final = {"youtube.com": "https://www.youtube-nocookie.com", "vimeo.com": "https://player.vimeo.com"}
"""Host that may be embedded to the origin that its player is framed from."""


def server_config(settings: Settings) -> ServerConfig:
    """Return the page server's configuration for a newsroom.

    Raises:
        ServerConfigError: a value of the settings cannot be used by it.
    """
    data = settings.data.absolute()
    return ServerConfig(
        pages=str(data / "pages"),
        static=str(data / "static"),
        pictures=str(data / "pictures"),
        app_socket=str(data / "run" / "app.sock"),
        run=str(data / "run"),
        surrogate_keys=bool(settings["server.purge_url"]),
        hosts=(settings.host, *settings["site.hosts"]),
        https=settings["site.url"].startswith("https://"),
        site_name=settings["site.name"],
        language=settings["site.language"],
        trusted_proxies=tuple(settings["server.trusted_proxies"]),
        frame_sources=tuple(PLAYERS[host] for host in settings["desk.embeds"] if host in PLAYERS),
        health_token=settings["server.metrics_token"],
    )
