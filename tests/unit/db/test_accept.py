"""Days and months of spending are those of UTC."""

from datetime import UTC, datetime

import pytest

from filmgate.core.account import Caps
from filmgate.db.accept import periods


@pytest.mark.parametrize(
    ("moment", "month", "next_month"),
    [
        ("2026-11-21T03:04:05", "2026-11-01", "2026-12-01"),
        ("2026-12-31T23:59:59", "2026-12-01", "2027-01-01"),
        ("2028-02-29T00:00:00", "2028-02-01", "2028-03-01"),
    ],
)
def test_a_moment_lies_in_its_day_and_month(moment, month, next_month):
    now = _at(moment)

    day_period, month_period = periods(Caps(spend_day_micro=1, spend_month_micro=2), now)

    assert day_period.since == _at(moment[:10])
    assert day_period.since + 86_400 == now + day_period.rest_s
    assert (month_period.since, now + month_period.rest_s) == (_at(month), _at(next_month))
    assert (day_period.cap_micro, month_period.cap_micro) == (1, 2)


def _at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()
