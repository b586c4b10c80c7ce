"""Reads the definitions into one catalog, or says what is wrong with them."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

from facilities.criteria.fields import Field
from facilities.criteria.loading.criteria import Known, build_group
from facilities.criteria.loading.entry import Entry
from facilities.criteria.loading.fields import build_criterion_field, build_facet
from facilities.criteria.loading.files import read
from facilities.criteria.loading.method import Method
from facilities.criteria.loading.tables import (
    build_evidence_type,
    build_red_flag,
    build_reference,
)
from facilities.criteria.schema import Catalog, DefinitionError, Group

DEFINITIONS = Path(__file__).parent / "definitions"
TABLES = ("evidence", "facets", "method", "red_flags", "references")


def load(folder: Path = DEFINITIONS) -> Catalog:
    method_entry = read_entry(folder, "method")
    slugs = take_group_slugs(folder, method_entry)
    references = load_table(folder, "references", "id", build_reference)
    evidence = read_entry(folder, "evidence")
    evidence_rules = evidence.texts("evidence_rules")
    evidence_types = build_table(
        evidence, "evidence_types", "slug", build_evidence_type
    )
    facets = load_table(folder, "facets", "name", build_facet)
    groups, fields = load_groups(folder, slugs, facets, evidence_types, references)
    method = Method(method_entry, fields, references)
    build_flag = partial(build_red_flag, fields=fields)
    return Catalog(
        groups=MappingProxyType({group.slug: group for group in groups}),
        criteria=MappingProxyType(
            {each.slug: each for group in groups for each in group.criteria}
        ),
        fields=fields,
        facets=facets,
        red_flags=load_table(folder, "red_flags", "slug", build_flag),
        evidence_types=evidence_types,
        evidence_rules=evidence_rules,
        references=references,
        safety_questions=method.safety_questions,
        dose_table=method.dose_table,
        method=method.texts,
    )


def read_entry(folder: Path, name: str) -> Entry:
    path = folder / f"{name}.yaml"
    return Entry(read(path), path.name)


def take_group_slugs(folder: Path, method: Entry) -> tuple[str, ...]:
    """The groups in the order in which they are shown; each has one file."""
    slugs = method.texts("groups")
    method.refuse_repeats("groups", slugs)
    names = {path.stem for path in folder.glob("*.yaml")}
    for name in sorted(names - {*slugs, *TABLES}):
        raise DefinitionError(f"{name}.yaml: not one of the groups in method.yaml")
    return slugs


def load_table(
    folder: Path, name: str, key: str, build: Callable
) -> Mapping[str, object]:
    return build_table(read_entry(folder, name), name, key, build)


def build_table(
    entry: Entry, name: str, key: str, build: Callable
) -> Mapping[str, object]:
    """One object for each item of a list, by its name; nothing else in the file."""
    rows = entry.entries(name, key)
    entry.finish()
    return MappingProxyType({row.left[key]: build(row) for row in rows})


def load_groups(
    folder: Path, slugs: Iterable[str], facets, evidence_types, references
) -> tuple[list[Group], Mapping[str, Field]]:
    """Fields first, in every group, because a rule may read any of them."""
    fields, read_groups, seen = dict(facets), [], set()
    for slug in slugs:
        entry = read_entry(folder, slug)
        if entry.text("slug") != slug:
            raise entry.error(f"slug: must be '{slug}', as the file is named")
        criteria = []
        for each in entry.entries("criteria", "slug"):
            name = each.left["slug"]
            if name in seen:
                raise each.error("is defined in two files")
            seen.add(name)
            criteria.append((each, take_fields(each, name, fields)))
        read_groups.append((slug, entry, criteria))
    known = Known(fields, evidence_types, references)
    groups = [build_group(*each, known) for each in read_groups]
    own = {name: field for name, field in fields.items() if name not in facets}
    return groups, MappingProxyType(own | dict(facets))


def take_fields(criterion: Entry, slug: str, fields: dict[str, Field]) -> list[Field]:
    """The criterion's fields, which also join all the fields known."""
    own = []
    for entry in criterion.entries("fields", "name"):
        field = build_criterion_field(entry, slug)
        if field.name in fields:
            raise entry.error("this field name is already in use")
        fields[field.name] = field
        own.append(field)
    return own
