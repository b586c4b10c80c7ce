"""Every slip in a definition is refused, by the name of the file and the entry."""

import pytest

from facilities.criteria import CATALOG
from facilities.criteria.loader import DEFINITIONS, load
from facilities.criteria.schema import DefinitionError
from tests.facilities.criteria.broken import copy_of_definitions, edit, error_after

LICENSE = "staff.yaml: prescriber-license"


def test_copy_loads_like_the_original(tmp_path):
    catalog = load(copy_of_definitions(tmp_path))

    assert list(catalog.fields) == list(CATALOG.fields)
    assert catalog.criteria["dose-range"].rules == CATALOG.criteria["dose-range"].rules
    assert catalog.method == CATALOG.method


def test_criterion_is_added_by_touching_one_file(tmp_path):
    folder = copy_of_definitions(tmp_path)
    path = folder / "information.yaml"
    text = path.read_text(encoding="utf-8")
    block = "- slug: addiction-education" + text.split("- slug: addiction-education")[1]
    block = block.split("\n- slug:")[0].replace("education", "teaching")
    path.write_text(f"{text}\n{block}", encoding="utf-8")

    catalog = load(folder)

    assert len(catalog.criteria) == 46
    assert catalog.criteria["addiction-teaching"].fields[0].name == "teaching_topics"


def test_missing_file_is_named(tmp_path):
    folder = copy_of_definitions(tmp_path)
    (folder / "misuse.yaml").unlink()

    with pytest.raises(DefinitionError, match=r"^misuse\.yaml: no such file$"):
        load(folder)


def test_stray_file_is_named(tmp_path):
    folder = copy_of_definitions(tmp_path)
    (folder / "extra.yaml").write_text("slug: extra\n", encoding="utf-8")

    with pytest.raises(DefinitionError, match=r"^extra\.yaml: not one of the groups"):
        load(folder)


def test_criterion_in_two_files_is_refused(tmp_path):
    folder = copy_of_definitions(tmp_path)
    edit(folder, "staff.yaml", "slug: disciplinary-record", "slug: accreditation")

    with pytest.raises(DefinitionError, match="accreditation: is defined in two files"):
        load(folder)


def test_file_that_is_not_text_is_refused(tmp_path):
    folder = copy_of_definitions(tmp_path)
    (folder / "staff.yaml").write_bytes(b"slug: \xff\xfe")

    with pytest.raises(DefinitionError, match=r"^staff\.yaml: .*utf-8"):
        load(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Licensed", "title: [", "staff.yaml: while parsing"),
        ("  title: Licensed prescriber\n", "", f"{LICENSE}: 'title' is missing"),
        ("title: Licensed prescriber", "title: ''", f"{LICENSE}: title: must be text"),
        ("title: Licensed prescriber", "title: 5", f"{LICENSE}: title: must be text"),
        ("  core: true", "  core: 1", f"{LICENSE}: core: must be true or false"),
        (
            "  core: true",
            "  core: yes",
            (
                "staff.yaml: line 10: 'yes' without quotes: "
                "write true or false, or put the word in quotes"
            ),
        ),
        (
            "  core: true",
            "  core: On",
            (
                "staff.yaml: line 10: 'On' without quotes: "
                "write true or false, or put the word in quotes"
            ),
        ),
        (
            "  core: true",
            "  core: true\n  core: true",
            "staff.yaml: line 8: 'core' is given twice",
        ),
        (
            "  core: true",
            "  core: true\n  colour: red",
            f"{LICENSE}: unknown key 'colour'",
        ),
        (
            "title: Qualified staff",
            "title: Qualified staff\nicon: x",
            "staff.yaml: unknown key 'icon'",
        ),
        (
            "slug: staff",
            "slug: stuff",
            "staff.yaml: slug: must be 'staff', as the file is named",
        ),
        (
            "slug: controlled-drug-authority",
            "slug: prescriber-license",
            "staff.yaml: criteria: 'prescriber-license' is given twice",
        ),
        (
            "- slug: prescriber-license",
            "- slug: [x]",
            "staff.yaml: criteria: slug: must be text",
        ),
        (
            "article_lines: [53, 126]",
            "article_lines: [53, x]",
            f"{LICENSE}: article_lines: must be a list of whole numbers",
        ),
        (
            "article_lines: [53, 126]",
            "article_lines: []",
            f"{LICENSE}: article_lines: must be a list of whole numbers",
        ),
        (
            "article_basis: direct",
            "article_basis: vague",
            f"{LICENSE}: article_basis: unknown value 'vague'",
        ),
        (
            "validity_months: 6}",
            "validity_months: 0}",
            f"{LICENSE}: state_license_lookup: validity_months: must be at least 1",
        ),
        (
            "validity_months: 6}",
            "validity_months: -6}",
            f"{LICENSE}: state_license_lookup: validity_months: must not be negative",
        ),
        (
            "validity_months: 6}",
            "validity_months: six}",
            f"{LICENSE}: state_license_lookup: validity_months: must be a whole number",
        ),
        (
            "{type: npi_registry",
            "{type: npi_register",
            f"{LICENSE}: evidence: unknown evidence type 'npi_register'",
        ),
        (
            "{type: exclusion_lookup",
            "{type: npi_registry",
            f"{LICENSE}: evidence: 'npi_registry' is given twice",
        ),
        (
            "references: [SANACORA2017, ASKP3-2020",
            "references: [SANACORA2017, ASKP4",
            f"{LICENSE}: references: unknown reference 'ASKP4'",
        ),
        (
            "references: [SANACORA2017, ASKP3-2020",
            "references: [ASA-KET, ASKP3-2020",
            f"{LICENSE}: references: 'ASA-KET' is given twice",
        ),
        (
            "evidence_strength: consensus",
            "evidence_strength: rumor",
            f"{LICENSE}: evidence_strength: unknown value 'rumor'",
        ),
        (
            "answered_when_set: [license_status]",
            "answered_when_set: [routes]",
            f"{LICENSE}: answered_when_set: unknown field 'routes'",
        ),
        (
            "    does_not_meet: License expired, surrendered or not found.\n",
            "",
            f"{LICENSE}: status_text: 'does_not_meet' is missing",
        ),
        (
            "    not_stated: No",
            "    not_applicable: x\n    not_stated: No",
            f"{LICENSE}: status_text: unknown key 'not_applicable'",
        ),
    ],
    ids=str,
)
def test_slip_in_a_criterion(tmp_path, old, new, message):
    assert error_after(tmp_path, "staff.yaml", old, new).startswith(message)


def test_definitions_folder_is_the_package_s_own():
    assert (DEFINITIONS.parent.name, DEFINITIONS.name) == ("criteria", "definitions")
