"""Every open browser is told what changed; one that went away is forgotten at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec

SILENCE = 15.0
"""After so many seconds without an event, a word that means nothing shows who went away."""

_MOST_WAITING = 100


class Hub:
    """Those who listen, each with the events that it has not been sent yet."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[bytes]] = set()

    def __len__(self) -> int:
        return len(self._queues)

    def tell(self, event: object) -> None:
        """Send `event`, as JSON, to all who listen; one that takes none has to come again."""
        message = encoded(event)
        for queue in [*self._queues]:
            if queue.qsize() < _MOST_WAITING:
                queue.put_nowait(message)
            else:
                self._queues.discard(queue)
                queue.put_nowait(b"")

    def close(self) -> None:
        """Let all go."""
        for queue in self._queues:
            queue.put_nowait(b"")
        self._queues.clear()

    async def stream(self, greeting: Callable[[], Awaitable[object]]) -> AsyncIterator[bytes]:
        """`greeting`, and then what is told from now on, as server-sent events (HTML, 9.2)."""
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._queues.add(queue)
        try:
            message = encoded(await greeting())
            while message:
                yield message
                try:
                    message = await asyncio.wait_for(queue.get(), SILENCE)
                except TimeoutError:
                    message = b": still here\n\n"
        finally:
            self._queues.discard(queue)


def encoded(event: object) -> bytes:
    return b"data: " + msgspec.json.encode(event) + b"\n\n"
