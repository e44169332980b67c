"""Where a reader may write to."""

from __future__ import annotations

from typing import Any

from broadsheet.tips.contact import Contact, contact


def test_the_contact_is_the_settings_address(settings: Any) -> None:
    settings.SITE_CONTACT = " desk@paper.example "
    assert contact() == Contact("desk@paper.example")


def test_a_contact_is_opened_by_a_mail_program() -> None:
    assert Contact("desk@paper.example").href == "mailto:desk@paper.example"


def test_without_a_setting_there_is_no_contact(settings: Any) -> None:
    settings.SITE_CONTACT = ""
    assert contact() is None
