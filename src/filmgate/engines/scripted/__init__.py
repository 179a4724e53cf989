"""Engines for tests: one does what the input tells it, one pretends that its work costs money."""

from filmgate.engines.scripted.engine import MODELS, ScriptedEngine
from filmgate.engines.scripted.paid import ScriptedPaidEngine

__all__ = ["MODELS", "ScriptedEngine", "ScriptedPaidEngine"]
