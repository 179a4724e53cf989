from typing import Any

from hypothesis import given
from tests.strategies import valid_options

from filmgate.catalog.options import OPTIONS_SCHEMA, make_options
from filmgate.core.order import Options


def test_the_schema_has_every_option_and_its_default() -> None:
    properties: Any = OPTIONS_SCHEMA["properties"]
    usual = Options()

    assert set(properties) == set(Options.__slots__)
    for name, part in properties.items():
        assert part.get("default") == getattr(usual, name)


@given(valid_options())
def test_options_are_built_from_any_checked_object(values: dict[str, object]) -> None:
    made = make_options(values)

    assert isinstance(made.scale, float)
    assert all(getattr(made, name) == value for name, value in values.items())
