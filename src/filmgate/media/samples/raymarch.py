"""A small sphere tracer: draws the still lifes among the sample pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
#: distance to the nearest surface and the number of its material, for points of shape (N, 3)
Field: TypeAlias = Callable[[Floats], tuple[Floats, NDArray[np.int8]]]
#: albedo, shape (N, 3), and gloss, shape (N,), of points with these materials
Paint: TypeAlias = Callable[[Floats, NDArray[np.int8]], tuple[Floats, Floats]]

FAR = 14.0


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the picture is taken from."""

    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    #: height of the picture plane at distance 1
    lens: float = 0.7


@dataclass(frozen=True, slots=True)
class Light:
    """One soft key light and the colour of the sky that fills the shadows."""

    position: tuple[float, float, float]
    colour: tuple[float, float, float]
    fill: tuple[float, float, float]
    #: larger is harder
    hardness: float = 9.0


def floats(values: object) -> Floats:
    """Numbers as a float32 array."""
    return np.asarray(values, np.float32)


def _unit(v: Floats) -> Floats:
    return np.asarray(v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-6), np.float32)


def _rays(camera: Camera, width: int, height: int) -> tuple[Floats, Floats]:
    eye = np.array(camera.eye, np.float32)
    forward = _unit(np.array(camera.target, np.float32) - eye)
    right = _unit(np.cross(forward, np.array([0, 1, 0], np.float32)).astype(np.float32))
    up = np.cross(right, forward)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x = (x + 0.5 - width / 2) / height * camera.lens
    y = (height / 2 - y - 0.5) / height * camera.lens
    rays = forward + x[..., None] * right + y[..., None] * up
    return eye, _unit(rays.reshape(-1, 3).astype(np.float32))


def _march(field: Field, origin: Floats, rays: Floats, steps: int = 90) -> Floats:
    """Distance along each ray to the first surface, at most `FAR`."""
    travelled = np.full(len(rays), 0.02, np.float32)
    active = np.arange(len(rays))
    for _ in range(steps):
        points = origin[active] + rays[active] * travelled[active, None]
        distance, _material = field(points)
        travelled[active] += distance * 0.9
        active = active[(distance > 0.0008) & (travelled[active] < FAR)]
        if active.size == 0:
            break
    return np.minimum(travelled, FAR)


def _normals(field: Field, points: Floats) -> Floats:
    step = 0.0015
    corners = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], np.float32)
    total = np.zeros_like(points)
    for corner in corners:
        total += corner * field(points + corner * step)[0][:, None]
    return _unit(total)


def _shadow(field: Field, points: Floats, light: Light) -> Floats:
    """How much of the key light reaches each point, 0 to 1, with a penumbra."""
    towards = np.array(light.position, np.float32) - points
    reach = np.linalg.norm(towards, axis=1)
    rays = towards / reach[:, None]
    lit = np.ones(len(points), np.float32)
    travelled = np.full(len(points), 0.03, np.float32)
    for _ in range(48):
        distance = field(points + rays * travelled[:, None])[0]
        lit = np.minimum(lit, light.hardness * distance / travelled)
        travelled += np.clip(distance, 0.012, 0.25)
        if bool(np.all((travelled > reach) | (lit < 0.001))):
            break
        lit = np.where(travelled > reach, np.maximum(lit, 0), lit)
    return np.clip(lit, 0, 1).astype(np.float32)


def _occlusion(field: Field, points: Floats, normals: Floats) -> Floats:
    total = np.zeros(len(points), np.float32)
    for index, reach in enumerate((0.03, 0.08, 0.17, 0.32)):
        total += (reach - field(points + normals * reach)[0]) * (0.62**index) * 2.2
    return np.clip(1 - total, 0.05, 1).astype(np.float32)


def draw(
    field: Field, paint: Paint, camera: Camera, light: Light, width: int, height: int
) -> NDArray[np.uint8]:
    """Draw a scene, twice as fine as asked and averaged down.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
        sRGB.
    """
    eye, rays = _rays(camera, width * 2, height * 2)
    out = np.zeros((len(rays), 3), np.float32)
    for begin in range(0, len(rays), 400_000):
        part = slice(begin, begin + 400_000)
        out[part] = _shade(field, paint, light, eye, rays[part])
    picture = out.reshape(height, 2, width, 2, 3).mean((1, 3))
    mapped = picture * (2.51 * picture + 0.03) / (picture * (2.43 * picture + 0.59) + 0.14)
    return np.asarray(np.clip(mapped, 0, 1) ** (1 / 2.2) * 255 + 0.5, np.uint8)


def _shade(field: Field, paint: Paint, light: Light, eye: Floats, rays: Floats) -> Floats:
    """Linear light along each ray, shape (N, 3); tone-mapped later."""
    origin = np.broadcast_to(eye, rays.shape)
    points = origin + rays * _march(field, origin, rays)[:, None]
    normals = _normals(field, points)
    albedo, gloss = paint(points, field(points)[1])
    towards = _unit(np.array(light.position, np.float32) - points)
    facing = np.clip((normals * towards).sum(1), 0, 1) * _shadow(
        field, points + normals * 0.004, light
    )
    sky = 0.5 + 0.5 * normals[:, 1]
    around = _occlusion(field, points, normals)
    half = _unit(towards - rays)
    shine = np.clip((normals * half).sum(1), 0, 1) ** (20 + 90 * gloss) * gloss * facing * 3.0
    rim = np.clip(1 + (normals * rays).sum(1), 0, 1) ** 4 * (0.08 + 0.35 * gloss) * around
    key = np.array(light.colour, np.float32)
    fill = np.array(light.fill, np.float32)
    lit = albedo * (facing[:, None] * key + (sky * around)[:, None] * fill)
    return np.asarray(lit + shine[:, None] * key + rim[:, None] * fill, np.float32)
