"""A submission as it comes: the bytes of a file or of standard input, and the text they are."""

from __future__ import annotations

import importlib.util
import stat
import sys
from pathlib import Path

from quizprep.errors import SubmissionError

MAX_SOURCE = 1 << 20


def decode_source(source: bytes) -> tuple[str | None, str]:
    """The source as text, by its own declaration; or None and one sentence that says why not."""
    if not source.strip(b"\xef\xbb\xbf \t\r\n\f"):
        return None, "the file is empty"
    if b"\0" in source:
        hint = "; it looks like UTF-16, save it as UTF-8" if source[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        return None, f"the file contains null bytes, so it is not Python source{hint}"
    try:
        return importlib.util.decode_source(source), ""
    except UnicodeDecodeError as e:
        line = source[: e.start].count(b"\n") + 1
        return None, f"line {line}: the file is not valid {e.encoding} (byte {source[e.start]:#04x}); save it as UTF-8"
    except (SyntaxError, LookupError, UnicodeError) as e:
        return None, f"the file's encoding can't be read ({e}); save it as UTF-8"


def read_submission(path: str) -> bytes:
    """The bytes of a submission file, or of standard input for ``-``.

    Raises:
        SubmissionError: missing, a folder, no regular file, unreadable, or larger than 1 MB.
    """
    if path == "-":
        data = sys.stdin.buffer.read(MAX_SOURCE + 1)
    else:
        try:
            mode = Path(path).stat().st_mode
            if not stat.S_ISREG(mode):
                kind = "a folder" if stat.S_ISDIR(mode) else "not a regular file"
                raise SubmissionError(f"{path} is {kind}; name the Python file to check")
            with Path(path).open("rb") as file:
                data = file.read(MAX_SOURCE + 1)
        except FileNotFoundError:
            raise SubmissionError(f"there is no file {path}; write the starter with: quizprep start SLUG") from None
        except (OSError, ValueError) as e:
            why = e.strerror if isinstance(e, OSError) and e.strerror else str(e)
            raise SubmissionError(f"{path} can't be read: {why}") from None
    if len(data) > MAX_SOURCE:
        raise SubmissionError(f"{path} is larger than 1 MB; a submission is a short Python file")
    return data
