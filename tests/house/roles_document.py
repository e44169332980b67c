"""The page of the roles, made from the table: ``python -m tests.house.roles_document`` writes it anew."""

from __future__ import annotations

from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs/reference/roles.md"
HEAD = """# Roles

Every account at the desk has a role, given by an administrator (`broadsheet user add NAME --role ROLE`, or Settings, Users).
This page is made from `src/broadsheet/desk/roles.py`; a test fails when they differ.

"""
DRAFTS = """
## Which drafts a reporter sees

Drafts are shared: everybody who writes sees them and may go on with them. A story marked “my own draft” is seen by its owner,
by editors and by administrators alone, on every screen, in every list, in search and in choosers, until the mark is taken away
or the story is published. Others get the answer “not found”.

A reporter who saves a published story makes a proposal: what the public reads stays as it is until an editor publishes it.
The workflow “Ready for an editor” hands a story in.

## Sessions

A session ends after 12 hours, or 60 minutes without a click (`desk.session_hours`, `desk.idle_minutes`), and at once when the
account is disabled or gets another role or password. Where `desk.second_factor` is `required`, nobody sees a page of the desk
before a second factor is set up. Changing accounts and roles asks for the password again a quarter of an hour after signing in.
"""


def as_text() -> str:
    """Return the page."""
    from broadsheet.desk.roles import ROLES

    parts = [HEAD]
    for role in ROLES:
        parts.append(f"## {role.name}\n\n{role.purpose}\n\n")
        parts.append(f"- In general: {_list(role.permissions)}\n")
        parts.append(f"- Standing pages: {_list(role.pages)}\n- Pictures: {_list(role.pictures)}\n\n")
    return "".join(parts).rstrip("\n") + "\n" + DRAFTS


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in dict.fromkeys(names)) or "nothing"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
    DOCUMENT.write_text(as_text(), "utf-8")
