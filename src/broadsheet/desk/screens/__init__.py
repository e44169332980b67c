"""The desk's screens: what Wagtail has not, and what it has and a newsroom needs otherwise."""
