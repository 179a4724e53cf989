import numpy as np

from filmgate.core.order import Options, Task
from filmgate.engines.previz.planning import lay_out_order
from filmgate.engines.previz.staging import Stage, default_move, life_of, room_of
from filmgate.engines.previz.storyboard import MoveKind, StoryShot


def _stage(studio, order):
    return Stage(order, lay_out_order(order), studio.inputs)


def test_a_picture_is_loaded_and_read_once_and_forgotten_when_nobody_needs_it(
    studio, make_order, disc, small
):
    start = studio.picture(disc, "start")
    stage = _stage(
        studio, make_order(Task.IMAGE_TO_VIDEO, "push in", 3, start=start, options=small)
    )
    photo = stage.photo(("start",))

    assert stage.photo(("start",)).analysis is photo.analysis
    stage.forget(keep=set())

    assert stage.photo(("start",)) is not photo


def test_an_upright_picture_in_a_wide_frame_is_looked_over_by_a_tilt(studio, make_order, disc):
    reference = studio.picture(disc, "images", 0)
    order = make_order(
        Task.REFERENCE_TO_VIDEO, "", 3, references=(reference,), options=Options(scale=0.2)
    )
    shot = _stage(studio, order).prepare(0)

    poses = shot.track.poses
    assert shot.plate.planes.height > 1.2 * shot.air.height
    assert abs(poses[-1].py - poses[0].py) > 0.08


def test_the_room_of_a_photo_is_the_frame_itself(plate):
    room = room_of(plate, plate.planes.width, plate.planes.height, is_exact=True)

    assert room.plate_x == room.half_width
    assert room.plate_y == 0.5


def test_wind_and_water_liven_a_shot_up():
    calm, windy = (
        life_of(StoryShot(0, 24, ""), is_photo=True),
        life_of(StoryShot(0, 24, "", weather=("wind",)), is_photo=True),
    )
    wet = life_of(StoryShot(0, 24, "waves roll in"), is_photo=True)

    assert windy.sway > calm.sway
    assert wet.ripple > calm.ripple


def test_shots_without_a_word_about_the_camera_move_differently(plate):
    room = room_of(plate, plate.planes.width, plate.planes.height, is_exact=True)

    kinds = [default_move(room, index).kind for index in range(4)]

    assert len(set(kinds)) == 4
    assert MoveKind.STATIC not in kinds


def test_two_related_pictures_are_staged_as_a_camera_move(studio, make_order, draw_chart):
    first = draw_chart(640, 360)
    order = make_order(
        Task.IMAGE_TO_VIDEO,
        "",
        3,
        start=studio.picture(first, "start"),
        end=studio.picture(np.roll(first, 12, 1), "end"),
        options=Options(scale=0.2),
    )
    stage = _stage(studio, order)

    stage.prepare(0)

    assert stage.morph == "flow"


def test_time_lapse_hurries_clouds_and_slow_motion_holds_leaves():
    def story(*lens):
        return StoryShot(0, 121, "", lens=lens)

    plain, lapse, slow = (
        life_of(story(*lens), is_photo=True) for lens in ((), ("time_lapse",), ("slow_motion",))
    )

    assert lapse.drift * lapse.speed > 4 * plain.drift * plain.speed
    assert slow.speed < 0.6 * plain.speed


def test_hot_air_shimmers_where_the_words_say_so():
    mirage = StoryShot(0, 121, "", place="street", atmosphere=("shimmer",))

    assert life_of(mirage, is_photo=True).shimmer > 0
    assert life_of(StoryShot(0, 121, "", place="street"), is_photo=True).shimmer == 0


def test_references_of_one_sentence_share_its_place(studio, make_order, disc, small):
    order = make_order(
        Task.REFERENCE_TO_VIDEO,
        "Figure 1 and Figure 2 stand on a beach at sunset",
        5,
        references=(studio.picture(disc, "images", 0), studio.picture(disc, "images", 1)),
        options=small,
    )
    stage = _stage(studio, order)
    takes = stage.layout.takes

    assert len({take.shot for take in takes}) > 1
    assert len({stage.place_of(take) for take in takes}) == 1
