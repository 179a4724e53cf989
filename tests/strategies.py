"""Hypothesis strategies that make inputs, valid and invalid, from any model's schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from filmgate.catalog.places import find, parse
from filmgate.core.model import Model

Json = Any
Strategy = st.SearchStrategy

#: text that can be stored: no NUL, no half surrogate pairs
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=80)
WORDS = (
    *("slow", "dolly in,", "cut to", "a close-up", "of the harbour", "at night", "rain", "wind;"),
    *("@Element1", "Figure 2", "[Image 1]", "“quietly”", "静かな", "море", "Final shot:", "bells."),
)
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)
IMAGES = st.sampled_from(
    ["https://films.example/a.png", "filmgate://samples/fox.jpg", "data:image/png;base64,iVBORw0="]
)
VIDEOS = st.sampled_from(["https://films.example/a.mp4", "filmgate://file_1", "data:video/mp4,AA"])


def json_values(max_leaves: int = 20) -> Strategy[Json]:
    """Make any JSON at all: huge numbers, half surrogates, deep nesting included."""
    leaves = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.sampled_from([10**400, -(10**4000), 1e308, 5.0, -0.0, 2**63])
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(), max_size=20)
        | st.sampled_from(["", "\0", "\ud800", "x" * 3000, "https://", "data:"])
    )
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=5)
            | st.dictionaries(st.text(st.characters(), max_size=10), inner, max_size=5)
            | inner.map(lambda value: nested(value, 300))
        ),
        max_leaves=max_leaves,
    )


def nested(value: Json, depth: int) -> Json:
    """Wrap a value in lists."""
    for _ in range(depth):
        value = [value]
    return value


def wild_bodies(
    model: Model, *, images: Strategy[str] = IMAGES, videos: Strategy[str] = VIDEOS
) -> Strategy[Json]:
    """Make objects that use the model's names with any values, or any JSON at all."""
    names = [*list(model.normalized_schema["properties"]), "filmgate", "imagee", "seed"]
    odd = st.dictionaries(st.sampled_from(names), json_values(5), max_size=6)
    valid = valid_bodies(model, images=images, videos=videos)
    mixed = st.tuples(valid, odd).map(lambda pair: pair[0] | pair[1])
    return odd | mixed | json_values()


@st.composite
def valid_bodies(
    draw: st.DrawFn,
    model: Model,
    *,
    images: Strategy[str] = IMAGES,
    videos: Strategy[str] = VIDEOS,
    options: bool = True,
) -> dict[str, Json]:
    """Make a body that the model must accept.

    Parameters
    ----------
    model
        Any model of the catalog.
    images, videos
        What media fields hold.
    options
        Whether the reserved object may be there.
    """
    media = {"image": images, "video": videos}
    body = draw(_objects(model.normalized_schema, media))
    for rule in model.rules:
        if repair := _REPAIRS.get(str(rule["rule"])):
            repair(draw, model, {**rule, "media": media}, body)
    if options and draw(st.booleans()):
        body["filmgate"] = draw(valid_options())
    return body


def valid_options() -> Strategy[dict[str, Json]]:
    """Make the reserved object as it should be."""
    return st.fixed_dictionaries(
        {},
        optional={
            "engine": st.sampled_from(["previz", "scripted"]),
            "seed": st.integers(0, 2**53 - 1) | st.just(7.0),
            "quality": st.sampled_from(["standard", "draft"]),
            "fit": st.sampled_from(["follow", "exact"]),
            "burn_in": st.sampled_from(["none", "slate", "timecode"]),
            "webhook": st.just("https://films.example/hook"),
            "scale": st.floats(0.05, 1) | st.just(1),
        },
    )


def _values(schema: dict[str, Json], media: dict[str, Strategy[str]]) -> Strategy[Json]:
    """Make a value that a normalised schema allows."""
    kind = schema["type"]
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if str(schema.get("format", "")).endswith("_uri"):
        return media[schema["format"].removesuffix("_uri")]
    if kind == "object":
        return _objects(schema, media)
    if kind == "array":
        most = min(schema["maxItems"], schema.get("minItems", 0) + 7)
        return st.lists(
            _values(schema["items"], media), min_size=schema.get("minItems", 0), max_size=most
        )
    if kind == "string":
        return _texts(schema)
    return {"integer": _integers, "number": _numbers}.get(kind, lambda _: st.booleans())(schema)


def _texts(schema: dict[str, Json]) -> Strategy[str]:
    if "pattern" in schema:
        return st.from_regex(schema["pattern"])
    least, most = schema.get("minLength", 0), schema.get("maxLength", 10**6)
    return (TEXT | SENTENCE).filter(lambda text: least <= len(text) <= most)


def _integers(schema: dict[str, Json]) -> Strategy[int | float]:
    low, high = schema.get("minimum", -(10**6)), schema.get("maximum", 10**6)
    whole = st.integers(low, high)
    return whole | whole.map(float)


def _numbers(schema: dict[str, Json]) -> Strategy[float]:
    low, high = schema.get("minimum", -1e6), schema.get("maximum", 1e6)
    return st.floats(low, high) | st.sampled_from([low, high])


@st.composite
def _objects(
    draw: st.DrawFn, schema: dict[str, Json], media: dict[str, Strategy[str]]
) -> dict[str, Json]:
    made = {}
    for name, part in schema["properties"].items():
        if name in schema.get("required", ()) or draw(st.booleans()):
            made[name] = draw(_values(part, media))
    return made


# --- making an input keep the rules between its fields -------------------------------------------


def _fill_blanks(draw: st.DrawFn, model: Model, rule: dict[str, Any], body: dict[str, Any]) -> None:
    for loc, value in list(find(body, parse(rule["field"]))):
        if not value.strip():
            _put(body, loc, draw(SENTENCE))


def _add_up(draw: st.DrawFn, model: Model, rule: dict[str, Any], body: dict[str, Any]) -> None:
    path = parse(rule["field"])
    segments = next((value for _, value in find(body, path[: path.index("*")])), [])
    if not segments:
        return
    whole = model.normalized_schema["properties"][rule["equals"]]
    part = model.normalized_schema["properties"][path[0]]["items"]["properties"][path[2]]
    del segments[whole["maximum"] // part["minimum"] :]
    left = whole["maximum"] - part["minimum"] * len(segments)
    for segment in segments:
        more = draw(st.integers(0, min(left, part["maximum"] - part["minimum"])))
        segment[path[2]] = part["minimum"] + more
        left -= more
    body[rule["equals"]] = sum(segment[path[2]] for segment in segments)


def _choose_one(draw: st.DrawFn, model: Model, rule: dict[str, Any], body: dict[str, Any]) -> None:
    for loc, item in find(body, parse(rule["field"])):
        chosen = draw(st.sampled_from(rule["of"]))
        schema = model.normalized_schema["properties"][loc[0]]["items"]["properties"][chosen]
        value = item.get(chosen) or draw(_values(schema, rule["media"]))
        for name in rule["of"]:
            item.pop(name, None)
        item[chosen] = value


def _cut_list(draw: st.DrawFn, model: Model, rule: dict[str, Any], body: dict[str, Any]) -> None:
    if rule.get("level") != "warning" and "with" in rule and body.get(rule["with"]):
        for _, items in find(body, parse(rule["field"])):
            del items[rule["value"] :]


_REPAIRS: dict[str, Callable[[st.DrawFn, Model, dict[str, Any], dict[str, Any]], None]] = {
    "not_blank": _fill_blanks,
    "sum": _add_up,
    "exactly_one": _choose_one,
    "max_items": _cut_list,
}


def _put(body: Any, loc: tuple[str | int, ...], value: Json) -> None:
    for step in loc[:-1]:
        body = body[step]
    body[loc[-1]] = value


# --- breaking one thing ---------------------------------------------------------------------------


@st.composite
def invalid_bodies(
    draw: st.DrawFn,
    model: Model,
    *,
    images: Strategy[str] = IMAGES,
    videos: Strategy[str] = VIDEOS,
) -> tuple[dict[str, Json], tuple[str | int, ...]]:
    """Make a body with one thing wrong, and the place of it (without "body")."""
    body = draw(valid_bodies(model, images=images, videos=videos, options=False))
    breaks = [
        (name, wrong)
        for name, part in model.normalized_schema["properties"].items()
        for wrong in _wrong_values(part)
    ]
    breaks += [(name, None) for name in model.normalized_schema["required"]]
    name, wrong = draw(st.sampled_from(breaks))
    if wrong is None:
        del body[name]
    else:
        body[name] = wrong
    return body, (name,)


def _wrong_values(part: dict[str, Json]) -> list[Json]:
    """List values that a normalised schema refuses."""
    by_type: dict[str, list[Json]] = {
        "string": [5, True, ["x"], {}],
        "integer": ["5", 5.5, True, []],
        "number": ["0.5", False, {}],
        "boolean": ["true", 1, 0],
        "array": [{}, "x", 3],
        "object": [[], "x"],
    }
    wrong = list(by_type[part["type"]])
    if str(part.get("format", "")).endswith("_uri"):
        wrong += ["nothing", "ftp://films.example/a.png", "C:\\a.png"]
    if "maxLength" in part:
        wrong.append("x" * (part["maxLength"] + 1))
    if "maxItems" in part:
        wrong.append([{}] * (part["maxItems"] + 1))
    if "enum" in part:
        wrong.append("nothing of the kind")
    if "minimum" in part:
        wrong.append(part["minimum"] - 1)
    if "maximum" in part:
        wrong.append(part["maximum"] + 1)
    return wrong
