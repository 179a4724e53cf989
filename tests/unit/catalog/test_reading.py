from filmgate.catalog.reading import Reader, fill, not_an_object

SCHEMA = {
    "type": "object",
    "required": ["a"],
    "properties": {
        "a": {"type": "string", "default": "x", "maxLength": 9},
        "n": {"type": "integer", "default": 3},
        "photo": {"type": "string", "format": "image_uri", "default": "https://x"},
        "list": {
            "type": "array",
            "maxItems": 2,
            "items": {"type": "object", "properties": {"n": {"type": "integer", "default": 4}}},
        },
    },
}


def read(value: dict[str, object], **words: bool) -> tuple[dict[str, object], Reader]:
    reader = Reader(**words)
    return reader.read_object(value, SCHEMA, ("body",)), reader


def test_values_of_a_wrong_type_stay_wrong_but_small() -> None:
    copy, _ = read({"a": {"deep": [1]}, "n": [1, 2], "list": "x", "photo": None})

    assert copy == {"a": {}, "n": [], "list": "x", "photo": None}


def test_a_list_that_is_too_long_is_told_and_cut() -> None:
    copy, reader = read({"list": [{}, {}, {}, {}]})

    assert copy == {"list": [{}, {}]}
    assert [found.msg for found in reader.problems] == ["takes at most 2 items, got 4; remove 2"]


def test_a_text_that_is_too_long_is_told_and_cut() -> None:
    copy, reader = read({"a": "x" * 12})

    assert copy == {"a": "x" * 9}
    assert [found.msg for found in reader.problems] == [
        "must have at most 9 characters, got 12; shorten it by 3"
    ]


def test_an_empty_optional_address_counts_as_not_given() -> None:
    copy, reader = read({"photo": "", "a": ""})

    assert copy == {"a": ""}
    assert [found.type for found in reader.warnings] == ["empty"]


def test_text_that_cannot_be_stored_is_told() -> None:
    copy, reader = read({"a": "x\0y", "photo": "ab\ud800", "list": [{"n": "é"}]})

    assert copy == {"a": "xy", "photo": "ab?", "list": [{"n": "é"}]}
    assert [found.msg for found in reader.problems] == [
        "contains a NUL character; remove it",
        "contains half a surrogate pair at character 2; send whole ones",
    ]


def test_many_unknown_fields_are_counted_not_listed() -> None:
    _, reader = read({f"u{number}": 1 for number in range(25)})

    assert len(reader.warnings) == 21
    assert reader.warnings[-1].msg == "5 more unknown fields, ignored."


def test_a_strict_reader_refuses_unknown_fields() -> None:
    _, reader = read({"nn": 1}, is_strict=True)

    assert [found.type for found in reader.problems] == ["unknown_field"]
    assert reader.warnings == []


def test_filling_keeps_what_is_there_and_adds_optional_defaults() -> None:
    assert fill({"list": [{}, {"n": 1}, "x"], "photo": 5}, SCHEMA) == {
        "n": 3,
        "photo": 5,
        "list": [{"n": 4}, {"n": 1}, "x"],
    }


def test_a_filled_default_is_a_copy() -> None:
    schema = {
        "properties": {
            "words": {"type": "array", "items": {"type": "string"}, "default": ["a"]},
            "odd": True,
        }
    }
    first, second = fill({}, schema), fill({}, schema)

    assert first == {"words": ["a"]}
    assert first["words"] is not second["words"]


def test_a_body_that_is_no_object_is_described() -> None:
    assert not_an_object([1]).msg == "the body must be a JSON object, got a list of 1"
