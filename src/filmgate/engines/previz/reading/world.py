"""Reads where and when a shot plays: place, light, season, weather, atmosphere, look."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from filmgate.engines.previz.reading.match import Hit, unique, word_set
from filmgate.engines.previz.reading.tables import (
    ATMOSPHERE,
    DETAILS,
    GRADES,
    MOODS,
    PLACES,
    SEASONS,
    TIMES,
    WEATHER,
)

if TYPE_CHECKING:
    from filmgate.engines.previz.reading.match import Text

#: words too general to decide a place against a plain one
_GENERAL: Final = word_set(
    "city cities field fields park road clouds bridge garden gardens bay town ship ships maples "
    "maple urban window studio surf cliffs vines desk grove peak crater crossing coast stage "
    "highway freeway ruins dock terrace"
)
_FAR: Final = word_set("distant background beyond behind faraway far outside")
#: light that stands for itself; the others give way to it
_CLEAR_TIMES: Final = ("night", "blue_hour", "dawn", "golden", "sunset")
_TIME_ORDER: Final = (*_CLEAR_TIMES, "storm", "overcast", "day")


@dataclass(frozen=True, slots=True)
class World:
    """What a text says about the world; empty is unsaid."""

    place: str = ""
    time_of_day: str = ""
    season: str = ""
    weather: tuple[str, ...] = ()
    atmosphere: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    mood: str = ""

    def over(self, base: World) -> World:
        """Fill in what is unsaid from another; looks and details add up."""
        values = {
            item.name: getattr(self, item.name) or getattr(base, item.name) for item in fields(self)
        }
        if self.time_of_day in ("storm", "overcast") and base.time_of_day in _CLEAR_TIMES:
            values["time_of_day"] = base.time_of_day
        values["grade"] = unique((*self.grade, *base.grade))
        if self.place and self.place != base.place:
            values["details"] = self.details
        else:
            values["details"] = unique((*self.details, *base.details))
        return World(**values)


def read_world(text: Text) -> World:
    """Read the world of one text."""
    weather = WEATHER.names(text)
    if "storm" in weather and not {"rain", "snow", "sandstorm"} & set(weather):
        weather = ("rain", *weather)
    return World(
        place=_place(text, PLACES.find(text)),
        time_of_day=_time(TIMES.names(text)),
        season=_first(SEASONS.names(text)),
        weather=weather,
        atmosphere=ATMOSPHERE.names(text),
        grade=GRADES.names(text),
        details=DETAILS.names(text),
        mood=_first(MOODS.names(text)),
    )


def _first(names: tuple[str, ...]) -> str:
    return names[0] if names else ""


def _place(text: Text, hits: list[Hit]) -> str:
    """Choose the place: the most and plainest words, the earlier on a tie.

    Of two places side by side the second counts: a "mountain lake" is a lake.
    """
    scores: dict[str, float] = {}
    opens = {hit.first for hit in hits if text.tokens[hit.first].word not in _GENERAL}
    for hit in hits:
        if hit.negated:
            continue
        words = [token.word for token in text.tokens[hit.first : hit.last]]
        weight = 0.6 if words[0] in _GENERAL and len(words) == 1 else 1.0
        if hit.last in opens and not text.tokens[hit.last].after_break:
            weight *= 0.4
        before = {token.word for token in text.tokens[max(0, hit.first - 3) : hit.first]}
        if before & _FAR:
            weight *= 0.4
        scores[hit.name] = scores.get(hit.name, 0.0) + weight
    if not scores:
        return ""
    return max(scores, key=lambda name: scores[name])


def _time(names: tuple[str, ...]) -> str:
    """Choose the light: a clear time of day before weather, weather before plain day."""
    clear = [name for name in names if name in _CLEAR_TIMES]
    if clear:
        return clear[0]
    return next((name for name in _TIME_ORDER if name in names), "")
