"""The built-in engine: classical image processing, painted scenes and synthesised sound."""
