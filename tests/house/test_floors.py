"""The house keeps its own rules where the import linter cannot see: model relations, and words that reach no page."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

import broadsheet

SOURCE = Path(broadsheet.__file__).parent
FLOORS = {"press": 4, "reader": 3, "desk": 2, "wire": 1, "photos": 1, "comments": 1, "tips": 1}


def relations():
    for model in apps.get_models():
        if model._meta.app_label in FLOORS:
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete and field.related_model:
                    yield model._meta.app_label, field.related_model._meta.app_label, f"{model.__name__}.{field.name}"


def points_down(from_room: str, to_room: str) -> bool:
    return to_room not in FLOORS or from_room == to_room or FLOORS[to_room] < FLOORS[from_room]


def test_model_relations_point_down():
    wrong = [
        name
        for here, there, name in relations()
        if not points_down(here, there) and name not in ("Picture.uploaded_by_user", "PictureEvent.who")
    ]
    assert wrong == []


def test_the_check_of_relations_sees_one_that_points_up():
    assert not points_down("comments", "desk")


def modules():
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_module_says_why_it_exists(path):
    text = path.read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))


#: Django asks a database engine for a module of this name.
ENGINE = SOURCE / "settings" / "sqlite3" / "base.py"


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "base", "misc"])
def test_no_room_is_a_junk_room(name):
    found = [path for path in SOURCE.rglob(f"{name}*") if path.is_dir() or path.suffix == ".py"]
    assert not [path for path in found if path.stem.split("_")[0] == name and path != ENGINE]


def templates():
    return [
        path
        for path in SOURCE.rglob("*")
        if path.suffix in (".html", ".xml") and ("templates" in path.parts or "jinja" in path.parts)
    ]


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_has_no_inline_script_style_or_safe(path):
    text = path.read_text("utf-8").replace('<script type="application/ld+json">', "")
    assert "|safe" not in text
    assert not re.search(r"<[^>]* style=", re.sub(r"{%.*?%}", "", text))
    assert "<style" not in text
    assert "<script>" not in text
    assert " onclick=" not in text
