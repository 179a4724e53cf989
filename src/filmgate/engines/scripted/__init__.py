"""An engine for tests: it does what the input tells it, and makes a tiny valid clip."""

from filmgate.engines.scripted.engine import MODELS, ScriptedEngine

__all__ = ["MODELS", "ScriptedEngine"]
