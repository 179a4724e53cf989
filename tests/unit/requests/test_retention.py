"""What nobody needs goes, in an order that loses nothing."""

import pytest
from tests.unit.requests.conftest import ANN, I2V

from filmgate.db.retention import RetentionTable
from filmgate.db.webhooks import WebhookTable
from filmgate.requests.audit import audit
from filmgate.requests.retention import Ends, Sweeper, Swept
from filmgate.requests.webhooks import Answer

pytestmark = pytest.mark.anyio

DATA = "data:image/png;base64,cGl4ZWxz"
DAY_S = 86_400.0


def sweeper_of(world, files=None, kept=None, artifacts=None, store=None, **ends):
    return Sweeper(
        store or world.store,
        files or world.files,
        kept or RetentionTable(world.database),
        artifacts or world.artifacts,
        Ends(**ends),
        world.clock,
    )


async def kinds(world, request_id):
    return sorted(file.kind for file in await world.files.of_request(request_id))


async def test_a_sweep_takes_deleted_requests_and_their_bytes(world):
    request_id = await world.submit(I2V, start_image_url=DATA)
    await world.fulfil(request_id)
    sweeper = sweeper_of(world, undo_s=100.0)
    await world.follower.delete(ANN, request_id)
    world.clock.pass_(101)

    assert await sweeper.sweep() == Swept(1, 0, 0)
    world.clock.pass_(3601)
    assert await sweeper.sweep() == Swept(0, 0, 3)
    assert await world.kept() == []


async def test_a_blob_that_another_request_uses_stays(world):
    first = await world.submit(I2V, start_image_url=DATA)
    second = await world.submit(I2V, start_image_url=DATA)
    sweeper = sweeper_of(world, undo_s=0.0)
    await world.follower.cancel(ANN, first)
    await world.follower.delete(ANN, first)
    world.clock.pass_(7200)
    await sweeper.sweep()
    world.clock.pass_(7200)

    assert (await sweeper.sweep()).blobs == 0

    (file,) = await world.files.of_request(second)
    assert await world.kept() == [file.blob_key]


async def test_bytes_of_a_submit_that_was_never_recorded_go_after_a_while(world, tmp_path):
    (tmp_path / "x").write_bytes(b"x")
    key = await world.files.reserve("ab" * 32, 1)
    await world.artifacts.put(key, tmp_path / "x", "image/png")
    sweeper = sweeper_of(world)
    assert (await sweeper.sweep()).blobs == 0
    world.clock.pass_(3601)

    assert (await sweeper.sweep()).blobs == 1

    assert await world.kept() == []


async def test_a_sweep_killed_half_way_goes_on_next_time(world, tmp_path):
    key = await world.files.reserve("ab" * 32, 1)
    world.clock.pass_(3601)
    assert await world.files.unused() == [key]

    # killed here; meanwhile the same content arrives again and must not be taken away
    other = await world.files.reserve("ab" * 32, 1)
    assert other != key
    swept = await sweeper_of(world).sweep()

    assert swept.blobs == 1
    assert await world.files.reserve("ab" * 32, 1) == key


# --- what ends by itself -------------------------------------------------------------------------


async def test_nothing_of_a_request_ends_by_itself_unless_it_is_asked_for(world):
    request_id = await world.submit(I2V, start_image_url=DATA)
    await world.fulfil(request_id)
    before = await kinds(world, request_id)
    world.clock.pass_(5000 * DAY_S)

    assert await sweeper_of(world).sweep() == Swept()
    assert await kinds(world, request_id) == before


@pytest.mark.parametrize(
    ("setting", "gone"),
    [("outputs_s", {"output", "poster", "contact_sheet"}), ("inputs_s", {"input"})],
)
async def test_each_kind_of_file_has_an_end_of_its_own(world, setting, gone):
    request_id = await world.submit(I2V, start_image_url=DATA)
    await world.fulfil(request_id)
    before = await kinds(world, request_id)
    sweeper = sweeper_of(world, **{setting: DAY_S})
    world.clock.pass_(DAY_S - 1)
    assert (await sweeper.sweep()).files == 0
    world.clock.pass_(2)

    swept = await sweeper.sweep()

    left = [kind for kind in before if kind not in gone]
    assert (await kinds(world, request_id), swept.files) == (left, len(before) - len(left))
    assert (await world.store.get(request_id)).status == "succeeded"
    world.clock.pass_(3601)
    await sweeper.sweep()
    assert len(await world.kept()) == len(left)


async def test_what_has_not_ended_keeps_its_files_and_what_follows_it_waits(world):
    first = await world.submit(I2V, start_image_url=DATA)
    second = await world.submit(I2V, start_image_url=DATA)
    await world.fulfil(second)
    sweeper = sweeper_of(world, inputs_s=DAY_S, requests_s=2 * DAY_S)
    world.clock.pass_(3 * DAY_S)

    assert await sweeper.sweep() == Swept()
    await world.fulfil(first)
    world.clock.pass_(DAY_S + 1)

    assert (await sweeper.sweep()).files == 2
    assert "input" not in await kinds(world, first)


async def test_an_ended_request_goes_with_all_that_is_its_own(world):
    request_id = await world.submit(I2V, start_image_url=DATA)
    await world.fulfil(request_id)
    sweeper = sweeper_of(world, requests_s=2 * DAY_S)
    world.clock.pass_(2 * DAY_S + 1)

    assert (await sweeper.sweep()).requests == 1

    assert await world.store.get(request_id) is None
    assert await world.store.events(request_id) == []
    assert await world.files.of_request(request_id) == []
    world.clock.pass_(3601)
    await sweeper.sweep()
    assert await world.kept() == []


async def test_notes_of_progress_go_and_the_story_stays(world):
    request_id = await world.submit()
    attempt = (await world.store.claim(request_id, "w", 60.0)).request.attempt
    from filmgate.core.request import Progress

    for share in (0.1, 0.2, 0.3):
        await world.store.extend(request_id, attempt, 60.0, Progress("render", share))
    await world.follower.cancel(ANN, request_id)
    sweeper = sweeper_of(world, progress_s=DAY_S)
    world.clock.pass_(DAY_S + 1)

    assert (await sweeper.sweep()).events == 3

    told = [event.type for event in await world.store.events(request_id)]
    assert told == ["queued", "started", "cancelled"]
    assert (await sweeper.sweep()).events == 0


async def test_messages_that_are_over_go_and_those_on_their_way_stay(world):
    ids = [await world.submit(options={"webhook": "https://films.example.org/a"}) for _ in range(2)]
    for request_id in ids:
        await world.fulfil(request_id)
    messages = WebhookTable(world.database, world.clock)
    taken = await messages.take(10, 60.0)
    await messages.settle(taken[0].id, Answer(200, ""), None)
    sweeper = sweeper_of(world, deliveries_s=DAY_S)
    world.clock.pass_(DAY_S + 1)

    assert (await sweeper.sweep()).deliveries == 1

    left, _ = await messages.page(ANN.owner_id, None, 10)
    assert [message.id for message in left] == [taken[1].id]


async def test_more_than_one_page_is_worked_through_pass_by_pass(world, monkeypatch):
    ids = [await world.submit() for _ in range(3)]
    for request_id in ids:
        await world.follower.cancel(ANN, request_id)
    table = RetentionTable(world.database)

    class Narrow:
        """Rows that are read two at a time."""

        def __getattr__(self, name):
            return getattr(table, name)

        async def kept(self, after, before, limit):
            return await table.kept(after, before, 2)

    sweeper = sweeper_of(world, kept=Narrow(), requests_s=2 * DAY_S)
    world.clock.pass_(3 * DAY_S)

    assert [(await sweeper.sweep()).requests for _ in range(3)] == [2, 1, 0]


# --- bytes and rows that do not belong together --------------------------------------------------


async def stray(world, tmp_path, key="outputs/01abc/stray.mp4", content=b"lost"):
    (tmp_path / "stray").write_bytes(content)
    await world.artifacts.put(key, tmp_path / "stray", "video/mp4")
    # files carry the system's time, rows that of the test
    world.clock.now = max(world.clock.now, 1_900_000_000.0)
    return key


async def test_bytes_that_no_row_knows_are_found_and_removed_after_a_day(world, tmp_path):
    request_id = await world.submit(I2V, start_image_url=DATA)
    await world.fulfil(request_id)
    kept = await world.kept()
    await stray(world, tmp_path)
    sweeper = sweeper_of(world, orphans_s=DAY_S)

    swept = await sweeper.sweep()

    assert (swept.orphans, swept.blobs) == (1, 1)
    assert await world.kept() == kept


async def test_young_bytes_are_left_alone(world, tmp_path):
    key = await stray(world, tmp_path)
    [(_, _, modified)] = await world.artifacts.list("")

    found = await audit(
        RetentionTable(world.database), world.artifacts, modified + 1000, adopts=True
    )

    assert (found.stored, found.orphans) == (1, 0)
    assert await world.kept() == [key]


async def test_one_process_looks_through_the_store_at_a_time(world, tmp_path):
    sweepers = [sweeper_of(world, orphans_s=DAY_S) for _ in range(2)]
    await stray(world, tmp_path)

    first = [(await sweeper.sweep()).orphans for sweeper in sweepers]
    await stray(world, tmp_path)
    world.clock.pass_(DAY_S + 1)
    later = [(await sweeper.sweep()).orphans for sweeper in reversed(sweepers)]

    assert (first, later) == ([1, 0], [1, 0])


async def test_bytes_that_get_a_row_at_the_last_moment_are_kept(world, tmp_path):
    key = await stray(world, tmp_path)
    table = RetentionTable(world.database)

    class Late:
        """Rows among which one appears after they were read."""

        def __getattr__(self, name):
            return getattr(table, name)

        async def adopt(self, blob_key, size_bytes):
            await world.files.announce(blob_key, "ab" * 32, size_bytes)
            return await table.adopt(blob_key, size_bytes)

    found = await audit(Late(), world.artifacts, world.clock(), adopts=True)

    assert (found.orphans, found.adopted) == (1, 0)
    assert await world.kept() == [key]


async def test_rows_whose_bytes_are_gone_are_told_with_who_needs_them(world):
    request_id = await world.submit(I2V, start_image_url=DATA)
    [file] = await world.files.of_request(request_id)
    await world.artifacts.delete(file.blob_key)

    found = await audit(RetentionTable(world.database), world.artifacts, 0.0, adopts=False)

    assert (found.rows, found.missing) == (1, 1)
    assert found.missing_of == {file.blob_key: [request_id]}


async def test_what_arrives_during_the_comparison_is_not_missing(world):
    request_id = await world.submit(I2V, start_image_url=DATA)
    seen = []

    class Slow:
        """A store whose first list was made too early."""

        async def list(self, prefix):
            seen.append(prefix)
            return [] if len(seen) == 1 else await world.artifacts.list(prefix)

    found = await audit(RetentionTable(world.database), Slow(), 0.0, adopts=False)

    assert await world.files.of_request(request_id)
    assert (found.rows, found.missing, len(seen)) == (1, 0, 2)


async def test_bytes_of_another_size_are_told(world, tmp_path):
    await world.submit(I2V, start_image_url=DATA)
    [key] = await world.kept()
    await stray(world, tmp_path, key, b"not what it was")

    found = await audit(RetentionTable(world.database), world.artifacts, 0.0, adopts=False)

    assert (found.wrong, found.wrong_keys) == (1, [key])


# --- killed between any two lines ----------------------------------------------------------------


class Killed(Exception):
    """The process is gone."""


class Fuse:
    """Counts calls of everything behind it, and kills at one of them."""

    def __init__(self, at, after):
        self.left = at
        self.after = after

    def behind(self, inner):
        fuse = self

        class Behind:
            def __getattr__(self, name):
                real = getattr(inner, name)

                async def call(*args, **kwargs):
                    fuse.left -= 1
                    if fuse.left == 0 and not fuse.after:
                        raise Killed
                    answer = await real(*args, **kwargs)
                    if fuse.left == 0:
                        raise Killed
                    return answer

                return call

        return Behind()


ALL = {
    "undo_s": 100.0, "requests_s": 9 * DAY_S, "outputs_s": 4 * DAY_S, "inputs_s": 3 * DAY_S,
    "previews_s": 3 * DAY_S, "progress_s": DAY_S, "deliveries_s": 5 * DAY_S, "orphans_s": DAY_S,
}  # fmt: skip


async def rendered(world, prompt):
    request_id = await world.submit(I2V, start_image_url=DATA, prompt=prompt)
    await world.fulfil(request_id)
    return request_id


@pytest.mark.parametrize("after", [False, True], ids=["before a step", "after a step"])
async def test_a_sweep_killed_at_any_step_is_finished_by_the_next(world, tmp_path, after):
    world.clock.now = 1_900_000_000.0  # later than what the files carry
    for at in range(1, 100):
        gone = await rendered(world, f"take {at}")
        world.clock.pass_(5 * DAY_S)
        stripped = await rendered(world, f"second take {at}")
        world.clock.pass_(4 * DAY_S + 1)
        waiting = await world.submit(I2V, start_image_url=DATA)
        await stray(world, tmp_path, f"outputs/01abc/{at}.mp4")
        fuse = Fuse(at, after)
        parts = {
            "store": fuse.behind(world.store),
            "files": fuse.behind(world.files),
            "kept": fuse.behind(RetentionTable(world.database)),
            "artifacts": fuse.behind(world.artifacts),
        }
        try:
            await sweeper_of(world, **parts, **ALL).sweep()
            is_over = True
        except Killed:
            is_over = False
        # another process; an hour later what was let go of is no longer fresh, and a day later the
        # store is looked through again
        for pause_s in (3601, DAY_S, 3601):
            await sweeper_of(world, **ALL).sweep()
            world.clock.pass_(pause_s)
        await sweeper_of(world, **ALL).sweep()

        [needed] = await world.files.of_request(waiting)
        assert await world.kept() == [needed.blob_key], f"killed at step {at}"
        assert await world.store.get(gone) is None
        assert (await world.store.get(stripped)).status == "succeeded"
        assert await kinds(world, stripped) == []
        rows = RetentionTable(world.database)
        found = await audit(rows, world.artifacts, world.clock(), adopts=False)
        assert (found.rows, found.missing, found.orphans) == (1, 0, 0)
        if is_over:
            break
        await world.follower.cancel(ANN, waiting)
        world.clock.pass_(20 * DAY_S)
        await sweeper_of(world, **ALL).sweep()

    assert at > 15
