"""``manage.py import_samhsa`` as an operator meets it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from facilities.actions import samhsa
from facilities.management.commands.import_samhsa import Command
from facilities.models import Facility, PostalCode, SamhsaRecord
from tests.facilities.exchange.database import all_rows
from tests.facilities.exchange.workbooks import HEADER, a_row, save_workbook
from tests.factories import a_facility

NOTHING = {
    "Updated": 0,
    "Unchanged": 0,
    "No longer in this edition": 0,
    "No longer listed": 0,
    "Held back: may be a clinic known otherwise": 0,
    "New doubts for a moderator: may be one clinic": 0,
    "Street given for a withheld address, not kept": 0,
    "Withheld here, shown by the clinic": 0,
}
DONE = {
    "Rows": 6,
    "Created": 3,
    "Repeated word for word": 1,
    "Rejected": 2,
    "Newly listed": 2,
    "Listed now, from SAMHSA": 2,
    "Address withheld": 1,
    "Codes that the code reference lacks": 1,
}
WITHHELD = a_row(name1="Hidden House", street1="- - -")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "directory.xlsx"


@pytest.fixture
def a_place(db):  # noqa: ARG001 -- the database
    PostalCode.objects.create(
        code="97201", city="Portland", state="OR", latitude=45.5, longitude=-122.7
    )


def run(path, *options, edition="2023"):
    out, err = StringIO(), StringIO()
    call_command(
        "import_samhsa", path, "--edition", edition, *options, stdout=out, stderr=err
    )
    return out.getvalue(), err.getvalue()


def figures(text: str) -> dict[str, int]:
    lines = [line.rsplit(maxsplit=1) for line in text.splitlines() if line[:1] == " "]
    return {
        label.strip(): int(number.replace(",", ""))
        for label, number in lines
        if number.replace(",", "").isdigit() and not label.startswith("  row")
    }


@pytest.mark.usefixtures("a_place")
def test_the_report_says_what_was_done(path):
    save_workbook(
        path,
        a_row(),
        a_row(),
        a_row(zip="9720"),
        a_row(name1="=1"),
        WITHHELD,
        a_row(name1="Third", service_code_info="MH NEW"),
    )

    out, err = run(path)

    assert err == ""
    assert "3 of 3 rows\nMental health directory 2023\n" in out
    assert figures(out) == NOTHING | DONE
    assert out.endswith(
        "Rejected:\n"
        "  row 4: “9720” is not a ZIP code of five digits.\n"
        "  row 5: name1 holds a formula.\n"
        "Repeated:\n"
        "  row 3\n"
        "Codes that the code reference lacks:\n"
        "  NEW: 1 rows\n"
    )


@pytest.mark.usefixtures("a_place")
def test_a_long_list_of_rejected_rows_is_cut_short(path):
    save_workbook(path, a_row(), *(a_row(zip="1", name1=f"N{n}") for n in range(25)))

    out, _err = run(path)

    assert out.count(": “1” is not a ZIP code") == 20
    assert out.endswith("  and 5 more\n")


@pytest.mark.usefixtures("a_place")
def test_a_dry_run_reports_the_same_and_writes_nothing(path):
    save_workbook(path, a_row(), WITHHELD)
    before = all_rows()

    dry, _err = run(path, "--dry-run")

    assert all_rows() == before
    wet, _err = run(path)
    assert dry.replace("A dry run: nothing was written.\n", "") == wet
    assert "A dry run: nothing was written." in dry


@pytest.mark.usefixtures("a_place")
def test_a_second_run_reports_nothing_done(path):
    save_workbook(path, a_row(), WITHHELD)
    run(path)
    before = all_rows()

    out, _err = run(path)

    assert all_rows() == before
    assert {figures(out)[label] for label in ("Created", "Updated")} == {0}
    assert figures(out)["Unchanged"] == 2


@pytest.mark.django_db
def test_the_table_of_places_is_filled_when_it_is_empty(path):
    save_workbook(path, a_row())

    run(path)

    assert PostalCode.objects.count() > 40_000
    assert Facility.objects.get().point_precision == "zip"


@pytest.mark.usefixtures("a_place")
def test_a_doubtful_edition_is_warned_of(path):
    save_workbook(path, a_row())

    _out, err = run(path, edition="2022")

    assert err == "The workbook was made in 2023. Is 2022 the right edition?\n"


@pytest.mark.usefixtures("a_place")
def test_a_part_of_a_workbook_needs_a_word_more(path):
    rows = [a_row(name1=f"House {n}", street1=f"{n} Road") for n in range(1, 10)]
    run(save_workbook(path, *rows))
    save_workbook(path, *rows[:3])

    with pytest.raises(CommandError, match="say --replace"):
        run(path)
    out, _err = run(path, "--replace")

    assert figures(out)["No longer in this edition"] == 6


@pytest.mark.usefixtures("a_place")
def test_nothing_is_written_when_the_workbook_is_bad(path):
    save_workbook(path, a_row(), header=HEADER[1:])
    before = all_rows()

    with pytest.raises(CommandError, match="must stand once: name1"):
        run(path)

    assert all_rows() == before


@pytest.mark.parametrize("edition", ["2009", "3000", "0"])
def test_an_impossible_edition_is_refused(path, edition):
    with pytest.raises(CommandError, match="--edition is a year from 2010 to"):
        run(path, edition=edition)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"name1,name2\n", "This is not an Excel workbook (.xlsx)."),
        (b"\xd0\xcf\x11\xe0", "This is an old .xls workbook, or one with a password."),
        (b"PK\x03\x04", "The file is damaged and cannot be unpacked."),
    ],
)
def test_a_bad_file_ends_with_exit_code_one_and_a_plain_message(
    path, capsys, content, message
):
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(
            ["manage.py", "import_samhsa", str(path), "--edition=2023", "--skip-checks"]
        )

    told = capsys.readouterr()
    assert ended.value.code == 1
    assert message in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.mark.usefixtures("a_place")
def test_a_terminal_gets_a_bar_instead_of_lines(path, monkeypatch):
    monkeypatch.setattr(samhsa, "BATCH", 1)
    save_workbook(path, a_row(), WITHHELD)
    out = Terminal()

    call_command("import_samhsa", path, "--edition", "2023", stdout=out)

    assert "rows\n" not in out.getvalue()
    assert out.getvalue().startswith("Mental health directory 2023")


@pytest.mark.parametrize(
    ("options", "samples"), [((), 0), (("--keep-samples",), 1), (("--dry-run",), 1)]
)
@pytest.mark.usefixtures("a_place")
def test_samples_make_room_for_real_clinics(path, options, samples):
    a_facility(is_sample=True)
    save_workbook(path, a_row())

    text, _errors = run(path, *options)

    assert Facility.objects.samples().count() == samples
    assert ("Removed 1 invented sample clinics" in text) is (samples == 0)


@pytest.mark.usefixtures("a_place")
def test_samples_in_use_stay_and_are_named(path):
    sample = a_facility(is_sample=True)
    SamhsaRecord.objects.create(
        facility=sample,
        book="mh",
        edition=2020,
        row_key="x",
        name_1="In use",
        city="Portland",
        state="OR",
        postal_code="97201",
    )
    save_workbook(path, a_row())

    _text, errors = run(path)

    assert "Samples are still in use by: samhsa record" in errors
    assert Facility.objects.samples().get() == sample
