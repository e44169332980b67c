"""What can go wrong when a newsroom is backed up or brought back, as one tree.

BackupError
├── BackupExistsError       a file of that name is there already
├── BackupNotWrittenError   the backup could not be written, or its database could not be copied
├── BackupRefusedError      a backup is damaged, cut short, or another than the one that was named
├── BackupLockedError       a backup is encrypted, and no key that opens it was given
└── RestorePlaceError       the place that a backup is to be brought back into is not empty, or of another kind
"""

from __future__ import annotations

from pathlib import Path


class BackupError(Exception):
    """Something that a backup could not do."""


class BackupExistsError(BackupError):
    """A backup was to be written over a file that is there already."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is there already, and a backup replaces nothing. Choose another name.")
        self.file = file


class BackupNotWrittenError(BackupError):
    """The disk, or the database's own program, would not do it; nothing was left behind."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"No backup was made: {reason}")
        self.reason = reason


class BackupRefusedError(BackupError):
    """A file is no whole and untouched backup, or not the one that was named."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This backup is refused: {reason} Take another one.")
        self.reason = reason


class BackupLockedError(BackupError):
    """A backup is encrypted, and no key was given that opens it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The backup stays shut: {reason}")
        self.reason = reason


class RestorePlaceError(BackupError):
    """A backup was to be brought back into a place that holds something, or that is of another kind."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Nothing was brought back: {reason}")
        self.reason = reason
