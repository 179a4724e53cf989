"""Paints scenes from nothing: a plate for every shot that has no photo."""

from filmgate.engines.previz.scenes.composing import compose
from filmgate.engines.previz.scenes.painting import paint

__all__ = ["compose", "paint"]
