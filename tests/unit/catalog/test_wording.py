import jsonschema_rs
import pytest

from filmgate.catalog.wording import any_of, brief, clean, count, explain, number, short_name


def explained(schema: dict[str, object], value: object) -> tuple[str, str]:
    error = next(jsonschema_rs.Draft202012Validator(schema).iter_errors(value))
    return explain(error, value, schema)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"a": 1}, "an object"),
        ([1, 2], "a list of 2"),
        ("cat", '"cat"'),
        ('say "hi"\n', '"say \\"hi\\"\\n"'),
        ("\ud800é", '"\\ud800é"'),
        ("x" * 70, f'"{"x" * 60}…" (70 characters)'),
        (None, "null"),
        (True, "true"),
        (5, "5"),
        (10**400, "a number of about 401 digits"),
        (0.1, "0.1"),
        (1e300, "1e+300"),
        (float("nan"), "nan"),
    ],
)
def test_values_are_shown_shortly(value: object, shown: str) -> None:
    assert brief(value) == shown


def test_a_number_is_written_without_a_needless_point() -> None:
    assert [number(10.0), number(0.4), number(3)] == ["10", "0.4", "3"]


def test_names_and_texts_are_made_fit_for_an_answer() -> None:
    assert short_name("a\x07" + "b" * 100) == "a\\u0007" + "b" * 58 + "…"
    assert clean("\u2028") == "\\u2028"


def test_choices_and_amounts_are_put_into_words() -> None:
    assert any_of([5]) == "5"
    assert any_of(["a", "b", 3]) == '"a", "b" or 3'
    assert [count(1, "item"), count(2, "item")] == ["1 item", "2 items"]


@pytest.mark.parametrize(
    ("schema", "value", "text", "word"),
    [
        ({"type": "integer"}, None, "must be a whole number, got null; leave the field out instead",
         "type"),
        ({"type": "integer"}, "5", 'must be a whole number, got "5"; send it without quotes',
         "type"),
        ({"type": "boolean"}, "5", 'must be true or false, got "5"', "type"),
        ({"minimum": 3, "maximum": 15}, 20, "must be between 3 and 15, got 20", "range"),
        ({"minimum": 3}, 2, "must be at least 3, got 2", "range"),
        ({"maximum": 3}, 4, "must be at most 3, got 4", "range"),
        ({"exclusiveMinimum": 0}, 0, "must be more than 0, got 0", "range"),
        ({"exclusiveMaximum": 1}, 1, "must be less than 1, got 1", "range"),
        ({"exclusiveMinimum": 0, "exclusiveMaximum": 1}, 1,
         "must be more than 0 and less than 1, got 1", "range"),
        ({"enum": [5, 10]}, 7, "must be 5 or 10, got 7", "choice"),
        ({"const": 5}, 7, "must be 5, got 7", "choice"),
        ({"minLength": 1}, "",
         "must not be empty; write something, or leave it out where it is optional", "too_short"),
        ({"minLength": 3}, "a", "must have at least 3 characters, got 1", "too_short"),
        ({"minItems": 1}, [], "needs at least 1 item, got a list of 0", "too_few"),
        ({"pattern": "^a"}, "b", 'must be text that matches ^a, got "b"', "pattern"),
        ({"pattern": "^a", "x-expects": "an A"}, "b", 'must be an A, got "b"', "pattern"),
        ({"multipleOf": 5}, 7, "must be a multiple of 5, got 7", "multiple_of"),
        ({"required": ["a"]}, {}, "is required and was not given; add it", "required"),
        ({"uniqueItems": True}, [1, 1], "[1,1] has non-unique elements", "schema"),
    ],
)  # fmt: skip
def test_each_kind_of_error_says_what_was_given_and_what_is_allowed(
    schema: dict[str, object], value: object, text: str, word: str
) -> None:
    assert explained(schema, value) == (text, word)
