"""Reads an order's words into a storyboard."""

from filmgate.engines.previz.reading.board import read_order

__all__ = ["read_order"]
