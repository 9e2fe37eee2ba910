"""Frames on a stream socket: nonce, length, payload. One frame for a request, one for its answer."""

from __future__ import annotations

import socket
import struct

HEADER = struct.Struct("<16sQ")
MAX_FRAME, SMALL = 72 << 20, 1 << 16
PROGRESS = 1 << 63
"""Set in the length of a frame that is no answer, but tells of one under way."""
MAX_PROGRESS = 4096
HELLO = struct.Struct("<Q")
"""What a worker says before it sees the submission: its resident bytes."""


class Closed(Exception):
    """The other side has gone."""


def send(sock: socket.socket, nonce: bytes, payload: bytes, flag: int = 0) -> None:
    """Write one frame; `flag` is 0 or `PROGRESS`."""
    header = HEADER.pack(nonce, len(payload) | flag)
    if len(payload) > SMALL:
        sock.sendall(header)
        sock.sendall(payload)
    else:
        sock.sendall(header + payload)  # the other side wakes up once


def receive_exactly(sock: socket.socket, n: int) -> bytes:
    """Read `n` bytes.

    Raises:
        Closed: when the stream ends before.
    """
    parts = bytearray()
    while len(parts) < n:
        got = sock.recv(min(n - len(parts), 1 << 20))
        if not got:
            raise Closed
        parts += got
    return bytes(parts)


def receive(sock: socket.socket) -> tuple[bytes, bytes]:
    """Read one frame: (nonce, payload). Blocks.

    Raises:
        Closed: at the end of the stream, or for a frame longer than is allowed.
    """
    nonce, length = HEADER.unpack(receive_exactly(sock, HEADER.size))
    if length > MAX_FRAME:
        raise Closed
    return nonce, receive_exactly(sock, length)
