"""What the management commands read from the command line."""

import pytest
import typer

from filmgate.cli.manage import read_caps


def test_limits_are_names_and_numbers():
    assert read_caps([]) == {}
    assert read_caps(["in_flight=2", "spend_day_micro=5000000"]) == {
        "in_flight": 2,
        "spend_day_micro": 5_000_000,
    }


@pytest.mark.parametrize("pair", ["in_flight", "in_flight=", "=2", "in_flight=two", "queued=-1"])
def test_a_limit_that_is_no_number_is_a_mistake_of_the_command_line(pair):
    with pytest.raises(typer.BadParameter, match="in_flight=2"):
        read_caps([pair])
