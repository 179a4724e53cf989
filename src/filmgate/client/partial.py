"""A download that is not complete yet: it gets its name only when it is."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from filmgate.client.answers import file_name
from filmgate.client.errors import ClientError, ConnectionFailed, LocalFileError
from filmgate.client.protocol import Answer, decode


class PartialFile:
    """Where a download goes.

    Parameters
    ----------
    url
        What is downloaded; gives the name when `to` is a folder.
    to
        A file, which is replaced if it exists, or a folder.
    """

    def __init__(self, url: str, to: Path) -> None:
        self._url = url
        self.target = to / file_name(url) if to.is_dir() else to
        self._path = self.target.with_name(f".{self.target.name}.{secrets.token_hex(4)}.part")

    @contextlib.contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open it, empty; it is removed when the block raises."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("wb")
        except OSError as error:
            raise LocalFileError(f"{self.target} cannot be written: {error.strerror}") from error
        try:
            with file:
                yield file
        except BaseException:
            self._path.unlink(missing_ok=True)
            raise

    def finish(self) -> Path:
        """Give the complete file its name."""
        os.replace(self._path, self.target)  # noqa: PTH105 - atomic, and over an existing file
        return self.target

    def failed(self, answer: Answer | None) -> ClientError:
        """Remove what there is, and make the error to raise."""
        self._path.unlink(missing_ok=True)
        if answer is None:
            return ConnectionFailed(f"{self._url} could not be downloaded: the connection failed")
        try:
            decode(answer)
        except ClientError as error:
            return error
        return ConnectionFailed(f"{self._url} answered with HTTP {answer.status}")
