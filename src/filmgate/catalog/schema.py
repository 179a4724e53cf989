"""Checks an input against its model completely: every problem at once, in a stable order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import jsonschema_rs

from filmgate.catalog.options import OPTIONS_SCHEMA, make_options
from filmgate.catalog.places import Loc, View, find, is_object, media_values
from filmgate.catalog.reading import Reader, fill, not_an_object
from filmgate.catalog.rules import check_rules
from filmgate.catalog.wording import brief, explain
from filmgate.core.errors import Problem
from filmgate.core.order import Options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from filmgate.core.json import Json
    from filmgate.core.model import Model

#: the reserved object of our own options
RESERVED: Final = "filmgate"
_ADDRESS: Final = re.compile(r"https?://[^\s/]|data:[^,]{0,200},|filmgate://[^\s]", re.IGNORECASE)
#: of two complaints about one place the more basic one is told
_BASIC_FIRST: Final = ("type", "enum", "const")


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a body."""

    #: known fields, defaults of optional non-media fields filled in
    input: dict[str, Json]
    options: Options
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A model's schema made ready; belongs to exactly this model object."""

    model: Model
    validator: jsonschema_rs.Draft202012Validator
    #: position of each field, for the order of problems
    order: Mapping[str, int]


_compiled: Final[dict[str, _Compiled]] = {}
_options_validator: Final = jsonschema_rs.Draft202012Validator(OPTIONS_SCHEMA)


def check_input(model: Model, body: Json) -> Checked:
    """Check a body and complete it.

    Parameters
    ----------
    model
        The model that is asked.
    body
        Decoded JSON, whatever it is.

    Returns
    -------
    Checked
        With the schema's problems, those of the options, and those of the rules that need no
        media. Places start with "body". Unknown fields are warnings. A place with a problem has
        no warnings.
    """
    if not is_object(body):
        return Checked({}, Options(), (not_an_object(body),), ())
    compiled = _compile(model)
    own = {name: value for name, value in body.items() if name != RESERVED}
    reader = Reader()
    sent = reader.read_object(own, model.normalized_schema, ("body",))
    filled = fill(sent, model.normalized_schema)
    problems = list(reader.problems)
    problems += _schema_problems(compiled.validator, sent, model.normalized_schema, ("body",))
    problems += _address_problems(model, sent)
    found, warnings = check_rules(View(model, sent, filled))
    options, wrong = _check_options(body.get(RESERVED, {}))
    problems += [*found, *wrong]
    broken = {problem.loc for problem in problems}
    advice = [item for item in (*reader.warnings, *warnings) if item.loc not in broken]
    return Checked(
        filled,
        options,
        _in_order(problems, compiled.order),
        _in_order(advice, compiled.order, once_per_place=False),
    )


def in_order(model: Model, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Sort problems, those of media and engines too, by field as the model's schema lists them."""
    return _in_order(problems, _compile(model).order, once_per_place=False)


def _compile(model: Model) -> _Compiled:
    """Make a model's validator once."""
    found = _compiled.get(model.id)
    if found is None or found.model is not model:
        properties = model.normalized_schema["properties"]
        names = properties if is_object(properties) else {}
        validator = jsonschema_rs.Draft202012Validator(dict(model.normalized_schema))
        order = {name: index for index, name in enumerate(names)}
        found = _compiled[model.id] = _Compiled(model, validator, order)
    return found


def _schema_problems(
    validator: jsonschema_rs.Draft202012Validator,
    value: Json,
    schema: Json,
    prefix: Loc,
) -> Iterator[Problem]:
    """Word what the validator finds, the more basic complaints first."""
    errors = sorted(
        validator.iter_errors(value),
        key=lambda error: error.kind.name not in _BASIC_FIRST,
    )
    for error in errors:
        path: list[str | int] = list(error.instance_path)
        given = _at(value, path)
        message, word = explain(error, given, schema)
        if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.Required):
            path.append(error.kind.property)
        yield Problem((*prefix, *path), message, word)


def _address_problems(model: Model, sent: Mapping[str, Json]) -> Iterator[Problem]:
    """Refuse media values that are no address at all, before anything is fetched."""
    for found in media_values(model, sent):
        if not _ADDRESS.match(found.value):
            text = (
                f"must be an https URL, a data: URI or a filmgate:// file, got {brief(found.value)}"
            )
            yield Problem(("body", *found.loc), text, "media_address")


def _check_options(value: Json) -> tuple[Options, list[Problem]]:
    """Check the reserved object; anything it does not know is a problem."""
    loc = ("body", RESERVED)
    reader = Reader(is_strict=True)
    known = reader.read(value, OPTIONS_SCHEMA, loc)
    problems = reader.problems
    problems += _schema_problems(_options_validator, known, OPTIONS_SCHEMA, loc)
    if problems or not is_object(known):
        return Options(), problems
    return make_options(known), []


def _at(value: Json, path: Sequence[str | int]) -> Json:
    """Look up the value at a place that exists."""
    return next((found for _, found in find(value, tuple(path))), None)


def _in_order(
    problems: Sequence[Problem], order: Mapping[str, int], *, once_per_place: bool = True
) -> tuple[Problem, ...]:
    """Sort by field as the schema lists them, then by place; one problem for each place."""
    chosen: dict[object, Problem] = {}
    for problem in problems:
        key = problem.loc if once_per_place else (problem.loc, problem.msg)
        chosen.setdefault(key, problem)
    return tuple(sorted(chosen.values(), key=lambda problem: _rank(problem.loc, order)))


def _rank(loc: Loc, order: Mapping[str, int]) -> tuple[object, ...]:
    """Order places: the body itself, known fields, the options, unknown fields."""
    if len(loc) == 1:
        return (-1,)
    name = str(loc[1])
    position = order.get(name, len(order) + (name != RESERVED))
    inner = tuple((0, part, "") if isinstance(part, int) else (1, 0, part) for part in loc[2:])
    return (position, name, inner)
