"""Requests: their states and their ids."""

import pytest

from filmgate.core.request import MAY_FOLLOW, Status, new_id, wire_result, wire_status


def test_ids_made_one_after_the_other_sort_in_that_order_and_never_repeat():
    made = [new_id("req") for _ in range(5000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_nothing_follows_a_final_status():
    final = {Status.SUCCEEDED, Status.FAILED, Status.CANCELLED}

    assert {status for status in Status if status.is_final} == final
    assert all(not MAY_FOLLOW[status] for status in final)


@pytest.mark.parametrize(
    ("status", "told", "result"),
    [
        (Status.IN_QUEUE, "in_queue", "in_queue"),
        (Status.IN_PROGRESS, "in_progress", "in_progress"),
        (Status.IN_DOUBT, "in_progress", "in_progress"),
        (Status.SUCCEEDED, "completed", "succeeded"),
        (Status.FAILED, "completed", "failed"),
        (Status.CANCELLED, "cancelled", "cancelled"),
    ],
)
def test_the_wire_has_its_own_words(status, told, result):
    assert wire_status(status) == told
    assert wire_result(status) == result


def test_the_success_word_is_a_setting():
    assert wire_result(Status.SUCCEEDED, "completed") == "completed"
