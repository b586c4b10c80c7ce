"""Rules of the house that a linter cannot see."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
APPS = ("directory", "facilities", "reviews")
READERS = ("views", "views.py", "forms", "forms.py", "filters", "templatetags")
WRITES = {
    "save",
    "update",
    "delete",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
PUBLIC_URLS = {
    "",
    "about/",
    "about/<slug:slug>/",
    "clinics/",
    "clinics/<slug:slug>/",
    "clinics/<slug:slug>/report/",
    "clinics/<slug:slug>/report/sent/",
    "compare/",
    "compare/csv/",
    "compare/explained/",
    "guides/",
    "guides/<slug:slug>/",
    "how-results-are-ordered/",
    "shortlist/",
    "suggest/clinics/",
    "suggest/places/",
    "what-we-check/",
    "what-we-check/<slug:slug>/",
}


def source_files():
    return [
        path
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def iter_views(patterns=None, prefix=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from iter_views(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def test_public_urls_are_exactly_these():
    public = {
        url
        for url, view in iter_views()
        if not getattr(view, "login_required", True)
        and not url.startswith("operators/")
    }

    assert public == PUBLIC_URLS


def test_only_actions_write():
    readers = [
        path
        for path in source_files()
        if set(path.relative_to(ROOT).parts) & set(READERS)
    ]
    writes = [
        f"{path.relative_to(ROOT)}:{node.lineno} .{node.func.attr}()"
        for path in readers
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
    ]

    assert readers
    assert writes == []


def test_nothing_is_called_just_review():
    banned = {"Review", "Reviewer", "Service"}
    models = {model.__name__ for model in apps.get_models()}
    classes = {
        node.name
        for path in source_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    views = {url.rstrip("/").rsplit("/", 1)[-1] for url, _ in iter_views()}

    assert classes
    assert (models | classes) & banned == set()
    assert views & {"review", "reviews"} == set()


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_model_says_what_it_is():
    silent = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.split(".")[0] in APPS
        and not hasattr(model, "pgh_tracked_model")
        and model.__str__ is apps.get_model("auth.Permission").__mro__[1].__str__
    ]

    assert silent == []


def test_imports_point_one_way():
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "--no-cache"), ("ruff", "format", "--check", "--no-cache")],
)
def test_code_is_tidy(command):
    program, *arguments = command
    checked = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments, "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_templates_are_tidy():
    templates = sorted((ROOT / "templates").rglob("*.html"))
    checked = subprocess.run(
        [Path(sys.executable).with_name("djade"), "--check", "--target-version", "5.2"]
        + [str(path) for path in templates],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert templates
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(("limit", "folders"), [(300, APPS)])
def test_modules_stay_small(limit, folders):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in source_files()
        if path.relative_to(ROOT).parts[0] in folders
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit
    }

    assert long == {}


def test_templates_hold_no_inline_script_or_style():
    inline = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for text in [path.read_text(encoding="utf-8").lower()]
        if "<style" in text
        or " style=" in text
        or " onclick=" in text
        or ("<script" in text and "<script src=" not in text)
    ]

    assert inline == []


def test_every_requirement_is_pinned():
    lines = [
        line
        for name in ("requirements.txt", "tests/requirements.txt")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-r"))
    ]

    assert lines
    assert [line for line in lines if "==" not in line] == []


def test_warnings_are_errors():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    options = settings["tool"]["pytest"]["ini_options"]

    assert options["filterwarnings"][0] == "error"
    assert options["FAIL_INVALID_TEMPLATE_VARS"] is True
