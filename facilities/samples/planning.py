"""Which clinics there are, before anything is said about them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from facilities.samples.names import clinic_names
from facilities.samples.places import PLACE_NAMED, SamplePlace, place_of
from facilities.samples.recipes import ARCHETYPES, CASES, STAFF, Archetype, Case

OPENNESS = {"near_silent": 14, "low": 18, "medium": 30, "high": 26, "complete": 12}
CHECKING = {"none": 25, "few": 25, "half": 28, "most": 15, "all": 7}
FRESHNESS = {"fresh": 55, "mixed": 33, "stale": 12}
HOME = {"at_home_supervised", "at_home_unsupervised"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a clinic is and how much it will say. ``number`` is unique and stable."""

    number: int
    name: str
    archetype: Archetype
    place: SamplePlace
    openness: str
    checking: str
    freshness: str
    routes: tuple[str, ...]
    settings: tuple[str, ...]
    team: tuple[str, ...]
    case: Case | None

    def random(self, purpose: str) -> Random:
        """A stream of its own, so that one recipe does not disturb another."""
        return Random(f"{self.name} {purpose}")  # noqa: S311 -- repeatable, no secret

    @property
    def traits(self) -> frozenset[str]:
        """The words that ``for`` and ``not_for`` in the recipes use."""
        routes, settings = set(self.routes), set(self.settings)
        is_home, is_on_site = bool(settings & HOME), bool(settings - HOME)
        return frozenset(
            [
                *self.archetype.traits,
                *routes,
                *(STAFF[each]["trait"] for each in self.team if "trait" in STAFF[each]),
                "mental_health" if self.archetype.treats_mental_health else "pain",
                *(["oral_sl"] if routes & {"sublingual", "oral"} else []),
                *(["esketamine"] if "intranasal_esketamine" in routes else []),
                *(["racemic"] if routes - {"intranasal_esketamine"} else []),
                *(["esketamine_only"] if routes == {"intranasal_esketamine"} else []),
                *(["hospital"] if "hospital" in settings else []),
                *(["on_site"] if is_on_site else []),
                *(["home"] if is_home else []),
                *(["home_only"] if is_home and not is_on_site else []),
            ]
        )


def plan_clinics(count: int) -> list[Plan]:
    """Cases first; then the other kinds, each as often as its weight asks."""
    cases = list(map(_plan_case, range(count), CASES))
    kinds = _deal_kinds(count - len(cases))
    taken = {case.name.split()[0] for case in CASES}
    names = clinic_names([kind.kinds for kind in kinds], taken)
    others = [
        _plan_other(len(cases) + number, name, kind, place_of(number))
        for number, (name, kind) in enumerate(zip(names, kinds, strict=True))
    ]
    return cases + others


def _deal_kinds(count: int) -> list[Archetype]:
    """Always the kind furthest behind its weight, so that any count has the mix."""
    dealt = Counter()
    kinds = []
    for _ in range(count):
        kind = min(
            ARCHETYPES.values(),
            key=lambda each: ((dealt[each.slug] + 0.5) / each.weight, each.slug),
        )
        dealt[kind.slug] += 1
        kinds.append(kind)
    return kinds


def _plan_case(number: int, case: Case) -> Plan:
    archetype = ARCHETYPES[case.kind]
    random = Random(case.name)  # noqa: S311 -- repeatable, no secret
    return Plan(
        number=number,
        name=case.name,
        archetype=archetype,
        place=PLACE_NAMED[case.place],
        openness=case.openness,
        checking=case.checking,
        freshness=case.freshness,
        routes=tuple(case.routes or random.choice(archetype.routes)),
        settings=tuple(case.settings or random.choice(archetype.settings)),
        team=tuple(random.choice(archetype.teams)),
        case=case,
    )


def _plan_other(
    number: int, name: str, archetype: Archetype, place: SamplePlace
) -> Plan:
    random = Random(name)  # noqa: S311 -- repeatable, no secret
    return Plan(
        number=number,
        name=name,
        archetype=archetype,
        place=place,
        openness=weighted(random, OPENNESS),
        checking=weighted(random, CHECKING),
        freshness=weighted(random, FRESHNESS),
        routes=tuple(random.choice(archetype.routes)),
        settings=tuple(random.choice(archetype.settings)),
        team=tuple(random.choice(archetype.teams)),
        case=None,
    )


def weighted(random: Random, weights: dict[str, int]) -> str:
    [chosen] = random.choices(list(weights), list(weights.values()))
    return chosen


def number_lines(plans: list[Plan]) -> Iterator[tuple[Plan, int]]:
    """Each plan with a number that no other plan with its area code has."""
    used = Counter()
    for plan in plans:
        yield plan, used[plan.place.area_code]
        used[plan.place.area_code] += 1
