"""SettingsError
├── BrokenSettingsFileError   broadsheet.toml cannot be read as TOML
├── UnknownSettingError       there is no setting of that name
├── WrongSettingError         the value is of another kind
├── SecretFileError           the file behind <NAME>_FILE cannot be read
├── LossyDatabaseError        the database is set to lose what it has acknowledged
└── NoNewsroomError           the folder is no newsroom
"""

from __future__ import annotations

from pathlib import Path


class SettingsError(Exception):
    """A newsroom cannot start with these settings."""


class BrokenSettingsFileError(SettingsError):
    """``broadsheet.toml`` cannot be read."""

    def __init__(self, path: Path, detail: str) -> None:
        self.path, self.detail = path, detail
        super().__init__(f"{path} cannot be read: {detail}. Mend that line and start again.")


class UnknownSettingError(SettingsError):
    """A name that the table of settings does not have."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"There is no setting “{name}”. docs/reference/settings.md lists them all.")


class WrongSettingError(SettingsError):
    """A value of the wrong kind."""

    def __init__(self, name: str, expected: str) -> None:
        self.name, self.expected = name, expected
        super().__init__(f"The setting “{name}” has a wrong value; expected was {expected}.")


class SecretFileError(SettingsError):
    """A secret's file that cannot be read."""

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path = name, path
        super().__init__(f"The setting “{name}” should be read from {path}, which cannot be opened.")


class LossyDatabaseError(SettingsError):
    """A database that is set to lose what it has acknowledged."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__(f"The database is set to lose data: {fault}. Put that right at the database and start again.")


class NoNewsroomError(SettingsError):
    """The folder holds no newsroom, or half of one."""

    def __init__(self, folder: Path, detail: str) -> None:
        self.folder, self.detail = folder, detail
        super().__init__(f"{folder} is not a newsroom: {detail}. Make one with `broadsheet init {folder}`.")
