"""Pages, files, redirects and errors as a reader's browser gets them from a running page server."""

from __future__ import annotations

import brotli
import gzip

import pytest

from conftest_press_server import STORY
