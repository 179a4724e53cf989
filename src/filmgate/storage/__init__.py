"""Where files are kept: one store for bytes by key, on disk or in S3."""

from filmgate.storage.artifacts import Artifacts

__all__ = ["Artifacts"]
