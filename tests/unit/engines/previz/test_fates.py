from filmgate.core.order import Element, Options, ShotOrder, Task
from filmgate.core.plan import FateKind
from filmgate.engines.previz.fates import settle
from filmgate.engines.previz.planning import plan_order


def _fates(order):
    return {fate.field: fate for fate in reversed(plan_order(order).fates)}


def test_every_parameter_that_was_given_has_a_fate(make_order, make_image, make_video):
    told = _fates(
        make_order(
            Task.REFERENCE_TO_VIDEO,
            negative_prompt="rain",
            audio=True,
            keep_original_sound=True,
            shot_type="intelligent",
            references=(make_image(("images", 0)),),
            reference_video=make_video(),
            options=Options(seed=4, quality="draft", burn_in="slate", scale=0.5),
        )
    )

    assert {
        "prompt",
        "negative_prompt",
        "guidance",
        "shot_type",
        "duration_s",
        "tier",
        "ratio",
        "audio",
        "keep_original_sound",
        "references",
        "reference_video",
        "options.seed",
        "options.quality",
        "options.burn_in",
        "options.scale",
    } <= set(told)


def test_the_fate_of_an_end_image_is_conditional_until_it_is_rendered(make_order, make_image):
    plan = plan_order(
        make_order(Task.IMAGE_TO_VIDEO, start=make_image(("start",)), end=make_image(("end",)))
    )
    before = next(fate for fate in plan.fates if fate.field == "end")

    flow, dissolve = (
        next(fate for fate in settle(plan.fates, method) if fate.field == "end")
        for method in ("flow", "dissolve")
    )

    assert before.condition
    assert flow.kind is FateKind.COMPOSED
    assert not flow.condition
    assert dissolve.kind is FateKind.APPROXIMATED
    assert "dissolve" in dissolve.why


def test_a_start_image_beyond_the_clamp_is_said_to_be_cropped(make_order, make_image):
    wide = make_image(("start",), 3000, 500)

    assert _fates(make_order(Task.IMAGE_TO_VIDEO, start=wide))["start"].kind is (
        FateKind.APPROXIMATED
    )


def test_a_ratio_beside_a_start_image_is_ignored(make_order, make_image):
    told = _fates(make_order(Task.IMAGE_TO_VIDEO, ratio="1:1", start=make_image(("start",))))

    assert told["ratio"].kind is FateKind.IGNORED


def test_an_element_that_is_not_named_is_said_not_to_be_shown(make_order, make_image):
    told = _fates(
        make_order(
            Task.IMAGE_TO_VIDEO,
            start=make_image(("start",)),
            elements=(Element(frontal=make_image(("elements", 0, "frontal_image_url"))),),
        )
    )

    assert "not named" in told["elements"].why


def test_shots_override_the_prompt(make_order):
    told = _fates(make_order(shots=(ShotOrder("wide", 3), ShotOrder("close", 2))))

    assert told["shots"].kind is FateKind.NATIVE
    assert "override" in told["prompt"].why


def test_sound_of_a_silent_reference_cannot_be_kept(make_order, make_video):
    told = _fates(
        make_order(
            Task.REFERENCE_TO_VIDEO,
            keep_original_sound=True,
            reference_video=make_video(has_audio=False),
        )
    )

    assert told["keep_original_sound"].kind is FateKind.IGNORED


def test_words_that_are_read_but_change_no_pixel_are_named(make_order, make_image):
    words = "A rainbow over a volcano, shot with a fisheye lens, slow pan left."

    def ignored(order):
        return [fate.why for fate in plan_order(order).fates if fate.kind is FateKind.IGNORED]

    painted = make_order(Task.TEXT_TO_VIDEO, prompt=words)
    photo = make_order(Task.IMAGE_TO_VIDEO, prompt=words, start=make_image(("start",)))
    plain = make_order(Task.TEXT_TO_VIDEO, prompt="Hills at dawn, slow pan left.")

    assert "understood, but not shown: fisheye, rainbow, volcano" in ignored(painted)
    assert "understood, but not shown: fisheye" in ignored(photo)
    assert not [why for why in ignored(plain) if "not shown" in why]
