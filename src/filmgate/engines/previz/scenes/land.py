"""Paints open country: hills, vineyards, plains, mountains, deserts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, at, blur, fbm, mix, relief, ridge, smooth, tile
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun
from filmgate.engines.previz.scenes.stage import Cutting
from filmgate.engines.previz.scenes.terrain import Heights, Land, View, hazed, nearness, render
from filmgate.engines.previz.scenes.trees import Nursery, plant

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

_GREEN: Final = {
    "": ("7d8f4a", "58703c", "a39c5c"),
    "summer": ("8f9c46", "5f7a34", "bcaa5a"),
    "spring": ("84a04c", "56783a", "a2ae60"),
    "autumn": ("a0803c", "7a5a2c", "b8924a"),
    "winter": ("e6ebf2", "cdd7e4", "dde3ec"),
}


def lit(stage: Stage, albedo: Floats, land: Land) -> Floats:
    """Light a ground colour: sunlight where it faces the sun, skylight in the shade."""
    palette = stage.palette
    key = palette.sun * np.float32(palette.key)
    fill = (palette.shade * 0.62 + palette.middle * 0.38) * np.float32(palette.fill * 1.25)
    light = key * (land.light * 1.12)[..., None] + fill * (0.80 + 0.30 * land.light)[..., None]
    return soft_clip(albedo * light)


def soft_clip(rgb: Floats) -> Floats:
    """Bend bright values gently towards white."""
    return np.where(rgb > 0.7, 0.7 + 0.3 * np.tanh((rgb - 0.7) / 0.45), rgb).astype(np.float32)


def rolling(stage: Stage, part: int, tall: float = 1.0) -> Heights:
    """Make gentle hills with a valley before the camera and higher ones far away."""
    broad, fine = relief(stage.random(part), 3, 3, 0.38), relief(stage.random(part + 1), 4, 5)
    shift = stage.random(part + 2).random(4).astype(np.float32) * 3000

    def heights(x: Floats, z: Floats) -> Floats:
        near = smooth(z, 25.0, 170.0)
        far = smooth(z, 350.0, 2600.0)
        hills = at(broad, x + shift[0], z * 1.25 + shift[1], 900.0) * np.float32(13.0 * tall)
        big = at(broad, x + shift[2], z + shift[3], 3800.0) * np.float32(60.0 * tall)
        lumps = at(fine, x + shift[1], z + shift[0], 260.0) * np.float32(1.5 * tall)
        valley = -8.0 * smooth(z, 12.0, 120.0) + 8.0 * smooth(z, 160.0, 480.0)
        return (hills * near + lumps * (0.12 + 0.88 * near) + valley + (big + 85.0 * tall) * far).astype(np.float32)

    return heights


def grass_tone(stage: Stage, land: Land, part: int) -> Floats:
    """Colour meadows: patches of three greens of the season, finer nearby."""
    season = stage.shot.season if stage.shot.season in _GREEN else ""
    base, dark, dry = (colour(code) for code in _GREEN[season])
    noise = tile(stage.random(part), 512, 6, 7, 0.6)
    patches = at(noise, land.x, land.z, 420.0) * 0.6 + at(noise, land.x, land.z, 90.0) * 0.4
    close = np.exp(-land.z / 40.0)
    fine = at(noise, land.x, land.z * 0.6, 9.0) * close
    fine = fine + at(noise, land.x, land.z * 0.5, 1.9) * np.exp(-land.z / 9.0)
    tone = mix(np.broadcast_to(dark, (*land.z.shape, 3)), base, np.clip(0.5 + 0.42 * patches, 0, 1))
    dryness = at(noise, land.x + 900, land.z, 700.0)
    tone = mix(tone, dry, np.clip(0.25 + 0.35 * dryness, 0, 0.8))
    return (tone * (1.0 + 0.16 * fine[..., None])).astype(np.float32)


def _patchwork(stage: Stage, land: Land, albedo: Floats, part: int) -> Floats:
    """Lay fields of different crops over the country, with hedges between them."""
    random = stage.random(part)
    noise = tile(stage.random(part + 1), 256, 4, 4)
    bend = at(noise, land.x, land.z, 700.0) * 26.0
    turn = 0.5 + 0.6 * random.random()
    u = (land.x * np.cos(turn) + land.z * np.sin(turn) + bend) / 150.0
    v = (-land.x * np.sin(turn) + land.z * np.cos(turn) - bend) / 105.0
    cell = np.floor(u) * 57.0 + np.floor(v) * 131.0
    pick = np.mod(np.abs(np.sin(cell * 12.9898) * 43758.5453), 1.0).astype(np.float32)
    crops = [colour(code) for code in _CROPS.get(stage.shot.season, _CROPS[""])]
    fields = albedo
    for index, crop in enumerate(crops):
        low = index / (len(crops) + 2)
        inside = ((pick >= low) & (pick < low + 1 / (len(crops) + 2))).astype(np.float32)
        fields = mix(fields, crop, inside * 0.75)
    rows = np.sin(np.where(pick > 0.5, u, v) * (2 * np.pi * 22.0))
    fade = np.exp(-land.z / 260.0) * (pick > 0.25)
    fields = fields * (1.0 + (0.10 * rows * fade)[..., None])
    edge = np.minimum(np.abs(u - np.round(u)) * 150.0, np.abs(v - np.round(v)) * 105.0)
    hedge = np.exp(-((edge / (1.6 + 0.004 * land.z)) ** 2)) * smooth(land.z, 60.0, 120.0) * 0.7
    fields = mix(fields, colour("3c4f2a") if stage.shot.season != "winter" else colour("6a6a68"), hedge)
    return mix(albedo, fields, smooth(land.z, 70.0, 130.0) * (1.0 - 0.6 * land.slope))


_CROPS: Final = {
    "": ("a8a54e", "7f9a44", "c2ac5c", "5f7f38", "8f8a48"),
    "summer": ("c9b45e", "a8a54e", "8f9c46", "d2bd6a", "6f8a3c"),
    "spring": ("8fb14c", "a9c05e", "d8cf58", "6f9a40"),
    "autumn": ("8a6a42", "a0803c", "b08a4a", "6f5a3c", "96884c"),
    "winter": ("dfe6ee", "d2dbe6", "e8edf3"),
}


def _vines(stage: Stage, land: Land, albedo: Floats, part: int) -> Floats:
    """Plant rows of vines that run away from the camera over the near slopes."""
    noise = tile(stage.random(part), 256, 8, 6, 0.6)
    turn = 0.10 if stage.sun[0] > 0.5 else -0.10
    rows = (land.x * np.cos(turn) - land.z * np.sin(turn) + at(noise, land.x, land.z, 500.0) * 2.0) / 2.4
    phase = np.mod(rows, 1.0) - 0.5
    ragged = at(noise, land.x, land.z, 14.0) * 0.05 + at(noise, land.x, land.z, 4.0) * 0.035
    body = smooth(0.30 + ragged - np.abs(phase), 0.0, 0.10)
    side = 1.0 if stage.sun[0] > 0.5 else -1.0
    lit_side = np.clip(0.55 + phase * side * 2.4 + ragged * 3.0, 0.12, 1.25)
    leaf = colour({"autumn": "a8702c", "winter": "5a4a3c", "spring": "86a040"}.get(stage.shot.season, "6c8a34"))
    soil = colour("f0f2f6" if stage.shot.season == "winter" else "9a7a54")
    soil = mix(albedo, np.broadcast_to(soil, albedo.shape), 0.45) * (0.86 + 0.14 * (phase * side < 0))[..., None]
    blend = 1.0 / (1.0 + (land.z / 110.0) ** 2)
    planted = mix(soil, leaf * lit_side[..., None] * 1.1, body)
    average = (leaf * 0.62 * 0.78 + soil * 0.38)
    planted = average + (planted - average) * blend[..., None]
    return mix(albedo, planted.astype(np.float32), smooth(land.z, 2.0, 8.0) * (1.0 - smooth(land.z, 420.0, 700.0)))


def _lavender(stage: Stage, land: Land, albedo: Floats, part: int) -> Floats:
    """Plant rounded rows of lavender."""
    noise = tile(stage.random(part), 256, 8, 6, 0.6)
    rows = (land.x + at(noise, land.x, land.z, 500.0) * 1.5) / 1.9
    phase = np.mod(rows, 1.0) - 0.5
    ragged = at(noise, land.x, land.z, 6.0) * 0.04
    dome = np.clip(1.0 - (np.abs(phase) / (0.40 + ragged)) ** 2, 0, 1)
    side = 1.0 if stage.sun[0] > 0.5 else -1.0
    light = 0.45 + 0.55 * np.sqrt(dome) + phase * side * 0.7
    bloom = mix(np.broadcast_to(colour("6a4fa0"), albedo.shape), colour("a98ad2"), np.clip(light - 0.3, 0, 1))
    planted = mix(np.broadcast_to(colour("77724a"), albedo.shape), bloom * np.clip(light, 0.3, 1.15)[..., None], smooth(dome, 0.02, 0.2))
    average = colour("77649a")
    planted = average + (planted - average) / (1.0 + (land.z / 90.0) ** 2)[..., None]
    return mix(albedo, planted.astype(np.float32), 1.0 - smooth(land.z, 260.0, 420.0))


def scatter(stage: Stage, part: int, count: int, near: float, far: float, spread: float = 0.75) -> tuple[Floats, Floats]:
    """Scatter points over the view, as many near as far on the canvas."""
    random = stage.random(part)
    z = np.exp(random.uniform(np.log(near), np.log(far), count)).astype(np.float32)
    half = spread * stage.width / stage.frame_height
    x = ((random.random(count) - 0.5) * 2 * half * z).astype(np.float32)
    return x, z


def paint_hills(stage: Stage) -> None:
    """Paint rolling hills, with vine rows, lavender or fields, trees and cypress avenues."""
    stage.horizon = 0.47
    place_sun(stage)
    paint_sky(stage)
    land = render(stage, rolling(stage, 20), View(eye=5.5, near=2.5, far=5200.0))
    albedo = grass_tone(stage, land, 30)
    albedo = _patchwork(stage, land, albedo, 33)
    if stage.shot.place == "vineyard" or stage.has("vineyard"):
        albedo = _vines(stage, land, albedo, 36)
    elif stage.has("lavender"):
        albedo = _lavender(stage, land, albedo, 38)
    rgb = hazed(stage, lit(stage, albedo, land), land, pooling=0.4, level=-14)
    stage.lay(np.clip(rgb, 0, 1), land.cover, nearness(stage, land))
    _wooded(stage, land)


def _wooded(stage: Stage, land: Land) -> None:
    """Plant woods on the far hills, single trees and cypresses nearer."""
    kinds = ("cypress", "cypress", "olive", "round") if stage.has("cypress") or stage.shot.place == "vineyard" else ("round", "oak", "round", "bush")
    if stage.has("pines"):
        kinds = ("pine", "pine", "round")
    nursery = Nursery(stage, kinds, 50)
    noise = tile(stage.random(51), 128, 4, 4)
    x, z = scatter(stage, 52, 1500, 170.0, 3200.0)
    keep = at(noise, x[None], z[None], 900.0)[0] + 0.3 * (stage.random(53).random(x.size) - 0.5) > 0.75
    tall = (5.5 + 6.0 * stage.random(54).random(x.size)).astype(np.float32)
    plant(stage, land, nursery, x[keep], z[keep], tall[keep], 55, shadow=0.35)
    x, z = scatter(stage, 56, 26, 55.0, 420.0)
    tall = (6.0 + 5.0 * stage.random(57).random(x.size)).astype(np.float32)
    plant(stage, land, nursery, x, z, tall, 58, shadow=0.55)


def grass_blades(stage: Stage, tones: tuple[str, str], part: int, *, tall: float = 0.16, ears: bool = False) -> None:
    """Add blades of grass in front, as a sprite that sways."""
    random = stage.random(part)
    height = int(stage.unit * tall * 1.5)
    width = stage.width
    mask = np.zeros((height, width), np.uint8)
    rgb = np.zeros((height, width, 3), np.float32)
    key = stage.palette.sun * np.float32(stage.palette.key * 1.1) + stage.palette.shade * np.float32(stage.palette.fill)
    first, second = colour(tones[0]) * key, colour(tones[1]) * key
    count = int(1.25 * width)
    for depth in range(count):
        nearer = depth / count
        x = random.random() * width
        length = height * (0.35 + 0.6 * random.random() ** 1.6) * (0.62 + 0.38 * nearer)
        bend = (random.random() - 0.42) * length * 0.55
        t = np.linspace(0, 1, 7)
        line_x, line_y = x + bend * t**2, height + 2 - length * t
        thick = stage.unit * 0.0017 * (1 - t) * (0.6 + nearer) + 0.35
        outline = np.concatenate(
            [np.stack([line_x - thick, line_y], 1), np.stack([line_x + thick, line_y], 1)[::-1]]
        )
        points = [np.round(outline * 16).astype(np.int32)]
        shade = np.float32(0.45 + 0.65 * random.random()) * (first + (second - first) * np.float32(random.random()))
        cv2.fillPoly(mask, points, 255, cv2.LINE_AA, 4)
        cv2.fillPoly(rgb, points, shade.tolist(), cv2.LINE_8, 4)
        if ears and random.random() < 0.5:
            tip = (int(line_x[-1] * 16), int(line_y[-2] * 16))
            axes = (int(stage.unit * 0.0035 * 16), int(stage.unit * 0.017 * 16))
            cv2.ellipse(mask, tip, axes, float(bend * 0.3), 0, 360, 255, -1, cv2.LINE_AA, 4)
            cv2.ellipse(rgb, tip, axes, float(bend * 0.3), 0, 360, (shade * 1.1).tolist(), -1, cv2.LINE_8, 4)
    alpha = mask.astype(np.float32) / 255
    solid = (rgb.sum(axis=2) > 0).astype(np.float32)
    spread = blur(rgb * solid[..., None], 1.2) / np.maximum(blur(solid, 1.2), 0.02)[..., None]
    rgb = np.where(solid[..., None] > 0, rgb, spread)
    foot = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    rgb = rgb * (1.1 - 0.55 * foot)
    stage.cuttings.append(
        Cutting(np.clip(rgb, 0, 1), alpha, 0, stage.height - height, 0.97, "sway")
    )


def paint_plains(stage: Stage) -> None:
    """Paint wide grassland, wheat or a flower meadow, with far mountains where the words ask."""
    stage.horizon = 0.52
    place_sun(stage)
    paint_sky(stage)
    if stage.has("mountains", "rocks") or stage.random(60).random() < 0.4:
        far_range(stage, 61, 0.10 if stage.has("mountains") else 0.05)
    land = render(stage, rolling(stage, 62, 0.16), View(eye=2.2, near=2.0, far=3800.0))
    albedo = _meadow(stage, land, 64)
    rgb = hazed(stage, lit(stage, albedo, land), land, pooling=0.35, level=-6)
    stage.lay(np.clip(rgb, 0, 1), land.cover, nearness(stage, land))
    stage.mark("vegetation", land.cover * np.clip(1.4 - land.z / 60.0, 0, 1))
    nursery = Nursery(stage, ("acacia",) if "savanna" in stage.shot.text.lower() else ("round", "oak"), 66)
    x, z = scatter(stage, 67, 22, 90.0, 1500.0)
    tall = (6.0 + 5.0 * stage.random(68).random(x.size)).astype(np.float32)
    plant(stage, land, nursery, x, z, tall, 69, shadow=0.5)
    if stage.shot.season != "winter":
        tones = ("d8b868", "a87f3a") if stage.has("wheat") else ("c4b060", "7d8440")
        if stage.shot.season in ("spring",):
            tones = ("9ab850", "5c8038")
        grass_blades(stage, tones, 70, ears=stage.has("wheat"))


def _meadow(stage: Stage, land: Land, part: int) -> Floats:
    """Colour the grassland: wind-combed streaks, flowers, wheat."""
    noise = tile(stage.random(part), 512, 6, 7, 0.6)
    albedo = grass_tone(stage, land, part + 1)
    if stage.shot.season != "winter":
        gold = colour("cfae5c" if stage.has("wheat") else "b3a056")
        share = 0.85 if stage.has("wheat") else 0.55 if stage.has("tall_grass") else 0.35
        if stage.shot.season == "spring":
            share *= 0.3
        albedo = mix(albedo, np.broadcast_to(gold, albedo.shape), share)
    combed = at(noise, land.x * 0.35, land.z, 60.0) * 0.6 + at(noise, land.x, land.z * 0.25, 7.0) * np.exp(-land.z / 50.0)
    albedo = albedo * (1.0 + 0.13 * combed[..., None])
    if stage.has("flowers"):
        dots = at(noise, land.x, land.z * 0.8, 6.0) * 0.8 + at(noise, land.x, land.z, 31.0) * 0.45
        bloom = smooth(dots, 0.75, 1.1) * np.exp(-land.z / 120.0) + 0.25 * smooth(dots, -0.2, 1.0) * (1 - np.exp(-land.z / 120.0))
        petals = colour("e8c23a" if "sunflower" in stage.shot.text.lower() else "d2483a" if "popp" in stage.shot.text.lower() else "d9a0c8")
        albedo = mix(albedo, petals, np.clip(bloom, 0, 0.85))
    return albedo.astype(np.float32)


def far_range(stage: Stage, part: int, tall: float) -> None:
    """Paint a distant mountain range as one pale layer with light and shade on its faces."""
    random = stage.random(part)
    width = stage.width
    line = ridge(width, random, 3, 9, 0.52) ** 1.25
    top = stage.y(stage.horizon) - line * tall * stage.frame_height * 1.6
    rows = np.arange(stage.height, dtype=np.float32)[:, None]
    alpha = np.clip(rows - top[None] + 0.5, 0, 1) * np.clip((stage.y(stage.horizon + 0.05) - rows) / 4, 0, 1)
    relief = fbm(stage.height // 2, width // 2, random, 9, 6, 0.5)
    relief = cv2.resize(relief, (width, stage.height))
    side = 1.0 if stage.sun[0] > 0.5 else -1.0
    faces = smooth(-cv2.Sobel(blur(relief, 2), cv2.CV_32F, 1, 0, ksize=5) * side * 6.0, -0.6, 0.6)
    palette = stage.palette
    body = palette.haze * 0.72 + palette.shade * 0.20
    rgb = mix(np.broadcast_to(body * 0.88, (*alpha.shape, 3)), palette.haze_sun * 0.85 + 0.1 * palette.sun, faces * 0.45 * palette.key)
    if stage.shot.season == "winter" or tall > 0.08:
        caps = smooth((top[None] + tall * stage.frame_height * 0.42 - rows) / (tall * stage.frame_height), -0.1, 0.25)
        rgb = mix(rgb, palette.sun * (0.35 + 0.65 * palette.light) * 0.55 + palette.haze * 0.45, caps * (0.3 + 0.6 * faces))
    foot = smooth((rows - top[None]) / (tall * stage.frame_height * 1.4), 0.1, 1.0)
    rgb = mix(rgb, palette.haze * 0.55 + palette.horizon * 0.45, foot * 0.7)
    stage.lay(rgb.astype(np.float32), alpha.astype(np.float32), 0.05)


def paint_mountains(stage: Stage) -> None:
    """Paint a high range over a valley, with snow, woods at its foot, a lake where asked."""
    stage.horizon = 0.60
    place_sun(stage)
    paint_sky(stage)
    far_range(stage, 80, 0.16)
    heights = _alps(stage, 82)
    land = render(stage, heights, View(eye=14.0, near=5.0, far=7000.0, lens=1.25))
    albedo = _rock_and_snow(stage, land, 85)
    rgb = hazed(stage, lit(stage, albedo, land), land, pooling=0.55, level=-40)
    stage.lay(np.clip(rgb, 0, 1), land.cover, nearness(stage, land))
    nursery = Nursery(stage, ("pine", "pine", "pine", "round") if stage.shot.season == "autumn" else ("pine",), 86)
    x, z = scatter(stage, 87, 2600, 60.0, 2400.0)
    noise = tile(stage.random(88), 128, 4, 4)
    ground = heights(x[None], z[None])[0]
    keep = (at(noise, x[None], z[None], 700.0)[0] > -0.1) & (ground < 70.0)
    tall = (9.0 + 9.0 * stage.random(89).random(x.size)).astype(np.float32)
    plant(stage, land, nursery, x[keep], z[keep], tall[keep], 90, shadow=0.3)


def _alps(stage: Stage, part: int) -> Heights:
    """Make sharp ridged mountains that rise behind a valley."""
    broad = relief(stage.random(part), 3, 3, 0.45)
    sharp = relief(stage.random(part + 1), 4, 6, 0.48)
    shift = stage.random(part + 2).random(4).astype(np.float32) * 5000

    def heights(x: Floats, z: Floats) -> Floats:
        rise = smooth(z, 500.0, 3000.0)
        crest = 1.0 - np.abs(at(sharp, x + shift[0], z + shift[1], 5200.0)) * 0.55
        mass = at(broad, x + shift[2], z + shift[3], 9000.0) * 0.35 + 0.75
        peaks = np.clip(crest, -0.2, 1.2) * np.clip(mass, 0.15, 2) * 900.0 * rise
        folds = (1.0 - np.abs(at(sharp, x + shift[3], z, 1500.0))) * 120.0 * rise
        knolls = at(broad, x + shift[1], z, 640.0) * 13.0 * smooth(z, 20.0, 200.0)
        return (peaks + folds + knolls - 26.0 * smooth(z, 8.0, 260.0)).astype(np.float32)

    return heights


def _rock_and_snow(stage: Stage, land: Land, part: int) -> Floats:
    """Colour by height and slope: meadow, rock, snow on what is high and not too steep."""
    noise = tile(stage.random(part), 512, 6, 7, 0.6)
    grass = grass_tone(stage, land, part + 1)
    grain = at(noise, land.x, land.z + land.height * 1.5, 300.0) * 0.5 + at(noise, land.x, land.height * 2.0, 90.0) * 0.4
    rock = mix(np.broadcast_to(colour("6d6a6e"), grass.shape), colour("968d86"), np.clip(0.5 + 0.4 * grain, 0, 1))
    rocky = smooth(land.slope + 0.10 * grain, 0.30, 0.55) * smooth(land.z, 100.0, 400.0) + smooth(land.height + 60 * grain, 180.0, 360.0)
    albedo = mix(grass, rock, np.clip(rocky, 0, 1))
    line = {"winter": -200.0, "summer": 520.0}.get(stage.shot.season, 330.0)
    snow = smooth(land.height + 110.0 * grain, line, line + 130.0) * (1.0 - 0.85 * smooth(land.slope, 0.62, 0.95))
    return mix(albedo, colour("f2f5fa"), snow).astype(np.float32)


def paint_desert(stage: Stage) -> None:
    """Paint dunes with sharp crests and rippled flanks, or a stony desert with buttes."""
    stage.horizon = 0.50
    place_sun(stage)
    paint_sky(stage)
    if stage.has("rocks"):
        far_range(stage, 100, 0.07)
    land = render(stage, _dunes(stage, 102), View(eye=6.0, near=3.0, far=4200.0))
    noise = tile(stage.random(105), 512, 6, 6, 0.55)
    sand, deep = colour("ecc48a"), colour("d2a064")
    if "mars" in stage.shot.text.lower():
        sand, deep = colour("c2734a"), colour("8e4a30")
    if stage.shot.season == "winter":
        sand, deep = colour("e8ecf2"), colour("ccd6e2")
    tone = np.clip(0.5 + 0.3 * at(noise, land.x, land.z, 340.0), 0, 1)
    albedo = mix(np.broadcast_to(sand, (*land.z.shape, 3)), deep, tone * 0.6)
    wave = land.x * 0.55 + land.z * 0.85 + at(noise, land.x, land.z, 40.0) * 1.1
    ripples = np.sin(wave * 5.2) * np.exp(-land.z / 22.0) + np.sin(wave * 1.7) * 0.5 * np.exp(-land.z / 80.0)
    grain = at(noise, land.x, land.z * 0.7, 2.4) * np.exp(-land.z / 10.0)
    albedo = albedo * (1.0 + (0.085 * ripples + 0.03 * grain))[..., None]
    rgb = hazed(stage, lit(stage, albedo.astype(np.float32), land), land, pooling=0.25, level=-10)
    stage.lay(np.clip(rgb, 0, 1), land.cover, nearness(stage, land))


def _dunes(stage: Stage, part: int) -> Heights:
    """Make dunes: long crests, steep on the lee side, that wander and merge."""
    warp = relief(stage.random(part), 3, 4, 0.42)
    shift = stage.random(part + 1).random(4).astype(np.float32) * 2000
    side = 1.0 if stage.sun[0] > 0.5 else -1.0
    lee = np.float32(0.30)

    def crest(x: Floats, z: Floats, length: float, bend: float) -> Floats:
        wander = at(warp, x + shift[0], z + shift[1], length * 7.0) * np.float32(bend)
        phase = np.mod(side * (x * 0.86 - z * 0.50) / np.float32(length) + wander, 1.0)
        up = np.clip(phase / (1.0 - lee), 0, 1)
        down = np.clip((1.0 - phase) / lee, 0, 1)
        return np.where(phase < 1.0 - lee, up**1.5, down**1.2).astype(np.float32)

    def heights(x: Floats, z: Floats) -> Floats:
        tall = np.clip(0.75 + 0.5 * at(warp, x + shift[2], z + shift[3], 1700.0), 0.2, 1.7)
        big = crest(x, z, 330.0, 0.42) * 30.0 * tall * smooth(z, 20.0, 260.0)
        small = crest(x + 300.0, z * 0.9, 74.0, 0.30) * 4.5 * smooth(z, 10.0, 70.0)
        back = 60.0 * smooth(z, 700.0, 3600.0)
        return (big + small + back - 7.0 * smooth(z, 6.0, 90.0)).astype(np.float32)

    return heights
