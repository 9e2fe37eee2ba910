"""Short JSON messages, with descriptors, between client, zygote, examiner and idle children.

A line of JSON per message on a Unix stream socket (SEQPACKET would keep the boundaries, but macOS has none). The descriptors travel
with the line that needs them.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections import deque
from typing import Any

CHUNK = 1 << 16


class Messages:
    """One end of such a socket."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._bytes = bytearray()
        self._fds: deque[int] = deque()

    def fileno(self) -> int:
        """The descriptor, for select; −1 when closed."""
        return self.sock.fileno()

    def send(self, message: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
        """One message; blocks only while the other side doesn't read.

        Raises:
            OSError: when the other side has gone.
        """
        data = json.dumps(message | {"fds": len(fds)}).encode() + b"\n"
        sent = socket.send_fds(self.sock, [data], list(fds)) if fds else 0
        self.sock.sendall(data[sent:])

    def waiting(self) -> bool:
        """Whether a whole message has been read already."""
        return b"\n" in self._bytes

    def receive(self) -> tuple[dict[str, Any] | None, list[int]]:
        """The next message and its descriptors; None when the other side has gone."""
        while not self.waiting():
            try:
                data, fds, _, _ = socket.recv_fds(self.sock, CHUNK, 8)
            except OSError:
                return None, []
            self._fds.extend(fds)
            if not data:
                return None, []
            self._bytes += data
        line, _, rest = bytes(self._bytes).partition(b"\n")
        self._bytes = bytearray(rest)
        message = json.loads(line)
        return message, [self._fds.popleft() for _ in range(message.pop("fds"))]

    def close(self) -> None:
        """Close the socket and descriptors that nobody asked for."""
        self.sock.close()
        for fd in self._fds:
            with contextlib.suppress(OSError):
                os.close(fd)
        self._fds.clear()


def pair() -> tuple[Messages, socket.socket]:
    """Our end, and the other one as a plain socket to hand on."""
    ours, theirs = socket.socketpair()
    return Messages(ours), theirs
