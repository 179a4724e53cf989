"""The rules that look at media: ``validations``, accepted types, and how pictures fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.catalog.places import find, is_number, matches, parse
from filmgate.catalog.wording import number
from filmgate.core.errors import Problem
from filmgate.core.order import MediaKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from filmgate.catalog.places import Loc
    from filmgate.core.json import Json
    from filmgate.core.media import MediaFacts
    from filmgate.core.model import MediaField, MediaRule, Model

#: shapes that differ by less look the same, as a fraction
_SAME_RATIO: Final = 0.02
_ARTICLE: Final = {MediaKind.IMAGE: "a picture", MediaKind.VIDEO: "a video"}


def check_media(field: MediaField, loc: Loc, facts: MediaFacts) -> list[Problem]:
    """Hold one measured file against its field.

    Parameters
    ----------
    field
        What the place accepts.
    loc
        The place in the input, without "body"; the problems' places start with it.
    facts
        What was measured.

    Returns
    -------
    list of Problem
        A wrong kind or type alone; else one for each broken ``validations`` entry, with the
        entry's own text and the measured value. Comparisons are strict.
    """
    place = ("body", *loc)
    if facts.kind is not field.kind:
        text = f"must be {_ARTICLE[field.kind]}, got {_ARTICLE[facts.kind]} ({facts.format})"
        return [Problem(place, text, "unsupported_type")]
    if facts.format not in field.formats:
        text = f"is {facts.format}; accepted here: {', '.join(field.formats)}. Convert it"
        return [Problem(place, text, "unsupported_type")]
    texts = dict.fromkeys(text for rule in field.rules for text in _broken(rule, facts))
    return [Problem(place, text, "validation") for text in texts]


def _broken(rule: MediaRule, facts: MediaFacts) -> Iterator[str]:
    """Yield the text of a rule that does not hold."""
    measure, comparison = rule.rule[:-1], rule.rule[-1]
    value, shown = _measure(measure, facts)
    holds = value < rule.value if comparison == "<" else value > rule.value
    if not holds:
        yield f"{rule.error} Got {shown}."


def _measure(measure: str, facts: MediaFacts) -> tuple[float, str]:
    """Take one measure, and how to show it."""
    pixels = f"{facts.width} × {facts.height} pixels"
    if measure == "file_size_mb":
        return facts.size_mb, f"{facts.size_mb:.2f} MB"
    if measure == "width/height":
        return facts.ratio, f"{facts.ratio:.4g} ({pixels})"
    return float(facts.width if measure == "width_pixels" else facts.height), pixels


def check_together(
    model: Model,
    input: Mapping[str, Json],  # noqa: A002
    media: Mapping[Loc, MediaFacts],
) -> tuple[list[Problem], list[Problem]]:
    """Check measured media against each other and against what the hosted model takes.

    Parameters
    ----------
    model
        Whose rules are meant.
    input
        The completed input.
    media
        What was measured, by place without "body"; a deferred file is simply missing.

    Returns
    -------
    (list of Problem, list of Problem)
        Problems and warnings. The built-in models only warn here.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for rule in model.rules:
        target = problems if rule.get("level") == "problem" else warnings
        if rule["rule"] == "same_ratio":
            target.extend(_same_ratio(rule, input, media))
        elif rule["rule"] == "hosted_media":
            target.extend(_hosted_media(rule, media))
    return problems, warnings


def _same_ratio(
    rule: Mapping[str, Json], given: Mapping[str, Json], media: Mapping[Loc, MediaFacts]
) -> Iterator[Problem]:
    """Pictures whose shape differs from that of the first."""
    paths = rule["fields"]
    locs = [
        loc
        for path in (paths if isinstance(paths, list) else ())
        for loc, _ in find(given, parse(str(path)))
        if loc in media
    ]
    for loc in locs[1:]:
        first, other = media[locs[0]], media[loc]
        if abs(other.ratio / first.ratio - 1) > _SAME_RATIO:
            text = (
                f"is {other.width} × {other.height}, another shape than the "
                f"{first.width} × {first.height} of {'.'.join(map(str, locs[0]))}; "
                "it is cropped to fit"
            )
            yield Problem(("body", *loc), text, "ratio")


def _hosted_media(rule: Mapping[str, Json], media: Mapping[Loc, MediaFacts]) -> Iterator[Problem]:
    """Files that this server renders but the hosted model would refuse."""
    paths = rule["fields"]
    for path in paths if isinstance(paths, list) else ():
        for loc, facts in media.items():
            if matches(loc, parse(str(path))):
                broken = "; ".join(_beyond(rule, facts))
                if broken:
                    text = f"The hosted model would refuse this file: {broken}."
                    yield Problem(("body", *loc), text, "hosted_limit")


def _beyond(rule: Mapping[str, Json], facts: MediaFacts) -> Iterator[str]:
    """Yield each limit that a file is beyond."""
    formats = rule.get("formats")
    if isinstance(formats, list) and facts.format not in formats:
        yield f"it is {facts.format}, not {' or '.join(map(str, formats))}"
    measures = (
        ("mb", facts.size_mb, "MB"),
        ("ratio", facts.ratio, "wide for 1 high"),
        ("duration_s", facts.duration_s, "s long"),
        ("fps", facts.fps, "frames a second"),
    )
    for name, value, unit in measures:
        yield from _outside(rule, name, value, value, unit)
    sides = (min(facts.width, facts.height), max(facts.width, facts.height))
    yield from _outside(rule, "side", *sides, "pixels on a side")


def _outside(
    rule: Mapping[str, Json], name: str, low: float, high: float, unit: str
) -> Iterator[str]:
    """Compare a measure with its limits, both inclusive."""
    least, most = rule.get(f"min_{name}"), rule.get(f"max_{name}")
    if is_number(least) and low < least:
        yield f"it is {number(round(low, 2))} {unit}, at least {number(least)} needed"
    if is_number(most) and high > most:
        yield f"it is {number(round(high, 2))} {unit}, at most {number(most)} allowed"
