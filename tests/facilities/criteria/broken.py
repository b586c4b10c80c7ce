"""A copy of the definitions with one thing wrong in it."""

import shutil

import pytest

from facilities.criteria.loader import DEFINITIONS, load
from facilities.criteria.schema import DefinitionError


def copy_of_definitions(tmp_path):
    return shutil.copytree(DEFINITIONS, tmp_path / "definitions")


def edit(folder, name: str, old: str, new: str) -> None:
    """Replace the first ``old``, which has to be there."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def error_after(tmp_path, name: str, old: str, new: str) -> str:
    folder = copy_of_definitions(tmp_path)
    edit(folder, name, old, new)
    with pytest.raises(DefinitionError) as raised:
        load(folder)
    return str(raised.value)
