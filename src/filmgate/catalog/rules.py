"""The rules between fields, as model files write them, for inputs and for their media."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.catalog.media_rules import check_media, check_together
from filmgate.catalog.mentions import references, unreferenced
from filmgate.catalog.places import View, beside, find, is_given, is_number, is_object, node, parse
from filmgate.catalog.wording import count, number
from filmgate.core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from filmgate.catalog.places import Path
    from filmgate.core.json import Json
    from filmgate.core.model import Model

    Rule = Mapping[str, Json]

__all__ = ["check_media", "check_rules", "check_together", "is_in_schema"]


def check_rules(view: View) -> tuple[list[Problem], list[Problem]]:
    """Hold an input against its model's rules; returns problems and warnings."""
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for rule in view.model.rules:
        name = str(rule["rule"])
        if name not in _CHECKS or is_in_schema(rule):
            continue
        is_warning = name in _ADVICE or rule.get("level") == "warning"
        (warnings if is_warning else problems).extend(_CHECKS[name](rule, view))
    return problems, warnings


def is_in_schema(rule: Rule) -> bool:
    """Whether the normalised schema says this rule already."""
    if rule.get("level") == "warning":
        return False
    return rule["rule"] == "max_length" or (rule["rule"] == "max_items" and "with" not in rule)


def _max_length(rule: Rule, view: View) -> Iterator[Problem]:
    """Texts that are longer than advised."""
    limit = _whole(rule["value"])
    for loc, value in find(view.filled, parse(str(rule["field"]))):
        if isinstance(value, str) and len(value) > limit:
            text = f"{rule['message']} This one has {len(value)}."
            yield Problem(("body", *loc), text, "too_long")


def _not_blank(rule: Rule, view: View) -> Iterator[Problem]:
    """Texts that hold nothing but spaces."""
    if "unless" in rule and is_given(view.filled, parse(str(rule["unless"]))):
        return
    for loc, value in find(view.filled, parse(str(rule["field"]))):
        if isinstance(value, str) and not value.strip():
            text = "must not be blank; say what should be seen"
            yield Problem(("body", *loc), text, "too_short")


def _sum(rule: Rule, view: View) -> Iterator[Problem]:
    """Lengths of segments that do not add up to the whole."""
    path, whole = parse(str(rule["field"])), str(rule["equals"])
    parts = [value for _, value in find(view.filled, path)]
    numbers = [part for part in parts if is_number(part)]
    total = view.filled.get(whole)
    if not parts or len(numbers) < len(parts) or not is_number(total):
        return
    loc = ("body", *path[: path.index("*")])
    least, most = _limits(view.model, path)[0], _limits(view.model, (whole,))[1]
    added = sum(numbers)
    if least and most and len(parts) * least > most:
        text = (
            f"at most {count(int(most // least), 'segment')} of at least {number(least)} s fit "
            f"into {number(most)} s, got {len(parts)}; join or remove some"
        )
        yield Problem(loc, text, "too_many")
    elif added != total:
        default = "" if whole in view.sent else " (the default)"
        fix = f"set {whole} to {number(added)} or " if _allows(view.model, whole, added) else ""
        text = (
            f"segments sum to {number(added)} s, {whole} is {number(total)} s{default}; "
            f"{fix}change a segment"
        )
        yield Problem(loc, text, "sum")


def _exactly_one(rule: Rule, view: View) -> Iterator[Problem]:
    """Objects with none, or more than one, of some fields."""
    names = [str(name) for name in _list(rule["of"])]
    for loc, value in find(view.filled, parse(str(rule["field"]))):
        if not is_object(value):
            continue
        present = [name for name in names if name in value]
        if len(present) != 1:
            given = " and ".join(present) or "none of them"
            text = f"needs exactly one of {' and '.join(names)}, got {given}"
            yield Problem(("body", *loc), text, "exactly_one")


def _max_items(rule: Rule, view: View) -> Iterator[Problem]:
    """Lists that are too long, or too long beside another field."""
    neighbour = str(rule.get("with", ""))
    if neighbour and not is_given(view.filled, parse(neighbour)):
        return
    limit = _whole(rule["value"])
    for loc, value in find(view.filled, parse(str(rule["field"]))):
        if isinstance(value, list) and len(value) > limit:
            near = f" beside {neighbour}" if neighbour else ""
            text = f"takes at most {count(limit, 'item')}{near}, got {len(value)}"
            if "message" in rule:
                text = f"{rule['message']} Got {len(value)}."
            yield Problem(("body", *loc), text, "too_many")


def _max_value(rule: Rule, view: View) -> Iterator[Problem]:
    """Numbers that are too large beside another field."""
    limit = _number(rule["value"])
    if is_given(view.filled, parse(str(rule["with"]))):
        for loc, value in find(view.filled, parse(str(rule["field"]))):
            if is_number(value) and value > limit:
                text = f"{rule['message']} Got {number(value)}."
                yield Problem(("body", *loc), text, "range")


def _note(rule: Rule, view: View) -> Iterator[Problem]:
    """A field that loses its usual meaning beside another one."""
    neighbour = parse(str(rule["with"]))
    for loc, value in find(view.sent, parse(str(rule["field"]))):
        if value in ([], "") or ("value" in rule and value != rule["value"]):
            continue
        if is_given(view.sent, beside(neighbour, loc)):
            yield Problem(("body", *loc), str(rule["message"]), str(rule["rule"]))


def _limits(model: Model, path: Path) -> tuple[float | None, float | None]:
    """Find the least and the largest number that a schema allows at a path."""
    part = node(model.normalized_schema, path) or {}
    numbers = [value for value in _list(part.get("enum")) if is_number(value)]
    if numbers:
        return min(numbers), max(numbers)
    low, high = part.get("minimum"), part.get("maximum")
    return (low if is_number(low) else None), (high if is_number(high) else None)


def _allows(model: Model, name: str, value: float) -> bool:
    """Whether a field may hold this number."""
    part = node(model.normalized_schema, (name,)) or {}
    if "enum" in part:
        return value in _list(part["enum"])
    low, high = _limits(model, (name,))
    return (low is None or value >= low) and (high is None or value <= high)


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _number(value: Json) -> float:
    return float(str(value))


def _whole(value: Json) -> int:
    return int(str(value))


_CHECKS: Final[dict[str, Callable[[Rule, View], Iterator[Problem]]]] = {
    "max_length": _max_length,
    "not_blank": _not_blank,
    "sum": _sum,
    "exactly_one": _exactly_one,
    "max_items": _max_items,
    "max_value": _max_value,
    "note": _note,
    "ignored": _note,
    "references": references,
    "unreferenced": unreferenced,
}
#: rules that never refuse
_ADVICE: Final = {"note", "ignored", "references", "unreferenced"}
