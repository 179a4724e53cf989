"""The words of the gallery: prompts, and what happens to each kind of picture."""

from __future__ import annotations

WIDE, UPRIGHT, SQUARE = "16:9", "9:16", "1:1"

#: shape of the frame, prompt
TEXTS = (
    (
        WIDE,
        "Wide establishing shot over rolling vineyard hills at golden hour, cypress trees, slow "
        "pan right, distant church bells",
    ),
    (WIDE, "Snow-covered mountains at dawn, slow push in towards the highest peak, wind"),
    (
        WIDE,
        "A pine forest in thick morning fog, camera tracks left between the trunks, birds",
    ),
    (
        WIDE,
        "Endless desert dunes at sunset, a rider on a horse crosses the ridge, slow tracking shot",
    ),
    (WIDE, "Stormy sea at dusk, heavy waves and rain, handheld camera"),
    (WIDE, "A dog runs along a sandy beach on a bright summer day, slow dolly forward"),
    (WIDE, "Open plains of tall grass at sunset, two horses gallop, lateral tracking shot, dust"),
    (WIDE, "City skyline at night, neon reflections in the rain, slow crane up"),
    (WIDE, "A hillside village among vines at noon, terracotta roofs, slow tilt down"),
    (
        WIDE,
        "Interior: a potter's studio in warm window light, dust motes, slow push in to the wheel",
    ),
    (
        WIDE,
        "A cosy café in the evening, candles and cups on a table, rain outside the window, rack "
        "focus",
    ),
    (WIDE, "Above the clouds at sunrise, an airliner crosses, drone flies forward"),
    (
        WIDE,
        "Wide shot of a foggy harbour at dawn with boats. Cut to a close-up of a rope. Final shot: "
        "crane up over the sea",
    ),
    (
        WIDE,
        "Two friends sit on a bench in a winter park, snow falling, medium two-shot, static",
    ),
    (WIDE, "A car drives down an avenue in the rain at night, slow push in"),
    (UPRIGHT, "A narrow old street at night with glowing lamps, a couple walks away, slow push in"),
    (UPRIGHT, "A still mountain lake at blue hour, a small sailboat, slow pull back"),
    (UPRIGHT, "A rider on a horse among desert dunes at golden hour, slow tilt up"),
    (SQUARE, "A ringed planet and a nebula in deep space, slow orbit right"),
    (SQUARE, "Autumn forest path, leaves falling, a dog trots ahead, slow tracking shot"),
)

PHOTOS = {
    "portrait": "slow push in, warm light, dust in the air",
    "clutter": "track right, handheld",
    "landscape": "crane up, clouds drift, birds",
    "product": "orbit right around the vase, shallow depth of field",
    "pattern": "slow zoom in",
    "very dark": "slow pan left, embers, flickering light",
    "very wide": "pan right, light rain",
    "tall": "tilt up, snow falling",
    "tiny": "slow push in",
    "transparent": "slow orbit left",
    "grey 16-bit": "pull back, fog",
    "panorama": "track left, golden hour, lens flare",
}

PAIRS = {
    "orbit": "the camera arcs around the table",
    "zoom": "the camera pushes in",
    "pan": "a slow pan across the valley",
    "light": "night turns into day",
    "toys": "the robot becomes the fox",
    "unrelated": "from the table to the mountains",
}

REFERENCES = {
    "two toys": (
        ("robot", "fox"),
        "The robot in Figure 1 and the fox in Figure 2 walk along a boulevard at night, slow "
        "tracking shot",
    ),
    "one toy": (("fox",), "@Image1 stands on a beach at sunset, slow push in"),
    "named late": (
        ("robot", "fox"),
        "Wide shot of a meadow. Then [Image 2] appears. Finally <<<image_1>>> waves",
    ),
    "clutter": (("clutter",), "Figure 1 in a studio, slow orbit right"),
    "object": (("product",), "The vase of Figure 1 on a table by a window, golden hour"),
    "three": (
        ("robot", "fox", "landscape"),
        "Figure 1 and Figure 2 look out over the lake of Figure 3",
    ),
}
