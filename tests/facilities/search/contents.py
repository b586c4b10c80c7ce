"""What a snapshot holds, whatever slots it holds it in."""

from facilities.search import Order, Question, Snapshot, answer
from facilities.search.bits import slots_in

VALUES = ["x", "y", "z", "checked"]


def contents(snapshot: Snapshot) -> dict:
    rows = snapshot.rows.rows
    listed = slots_in(snapshot.listed)
    by_name = answer(snapshot, Question(order=Order.NAME, limit=10_000))
    return {
        "day": snapshot.day,
        "by_name": by_name.pks,
        "rows": {row["pk"]: repr(row[VALUES].tolist()) for row in rows[listed]},
        "sets": {
            key: sorted(rows["pk"][slots_in(members & snapshot.listed)].tolist())
            for key, members in snapshot.sets.items()
            if members & snapshot.listed
        },
    }


def all_contents(snapshot: Snapshot, days) -> list[dict]:
    """Also what it holds on other days."""
    return [contents(snapshot.on(day)) for day in days]
