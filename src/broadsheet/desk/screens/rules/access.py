"""Who may do what with rules and subjects."""

from __future__ import annotations

SEE_RULES, ADD_RULE, CHANGE_RULE, DELETE_RULE = (
    f"desk.{verb}_wirerule" for verb in ("view", "add", "change", "delete")
)
SEE_SUBJECTS, ADD_SUBJECT, CHANGE_SUBJECT, DELETE_SUBJECT = (
    f"desk.{verb}_subjectmapping" for verb in ("view", "add", "change", "delete")
)
