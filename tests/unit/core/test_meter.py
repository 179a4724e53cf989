"""Numbers of a process."""

from hypothesis import given
from hypothesis import strategies as st

from filmgate.core.meter import HTTP, LEVELS, MEASURES, STREAMS, Meter, Spread


@given(st.lists(st.floats(0, 1000)))
def test_every_time_is_counted_once_in_the_class_it_belongs_to(times):
    spread = Spread((0.1, 1.0, 10.0))

    for seconds in times:
        spread.add(seconds)

    assert sum(spread.counts) == len(times)
    assert spread.counts[0] == sum(seconds <= 0.1 for seconds in times)
    assert spread.counts[-1] == sum(seconds > 10 for seconds in times)


def test_times_are_kept_apart_by_their_labels():
    meter = Meter()

    meter.time(HTTP, 0.2, "GET", "/a", "200")
    meter.time(HTTP, 0.4, "GET", "/a", "200")
    meter.time(HTTP, 0.1, "GET", "/b", "404")

    found = {labels: (sum(s.counts), round(s.total_s, 3)) for labels, s in meter.times(HTTP)}
    assert found == {("GET", "/a", "200"): (2, 0.6), ("GET", "/b", "404"): (1, 0.1)}


def test_a_level_goes_up_and_down():
    meter = Meter()

    for step in (1, 1, -1):
        meter.count(STREAMS, by=step)

    assert list(meter.sums(STREAMS)) == [((), 1)]


def test_every_measure_has_a_name_of_its_own_and_a_meaning():
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    assert all(measure.name.startswith("filmgate_") for measure in MEASURES)
    assert all(measure.meaning.endswith(".") for measure in MEASURES)
    assert set(MEASURES) >= LEVELS
