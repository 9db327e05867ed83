"""Connections until their TLS stands: counted and bounded in time like any other."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from ssl import SSLContext

from scormbuild.lrs.http.connections import counted_address
from scormbuild.lrs.http.protocol import Bounds

PAUSE = 1.0  # seconds, where the system has no file left for another connection


class TlsServer:
    """Takes connections by itself, as asyncio tells of one only when its handshake is over.

    Until then nobody would count it: a stranger could hold all files by connections that say nothing.
    """

    def __init__(
        self,
        listener: socket.socket,
        context: SSLContext,
        create_protocol: Callable[[], asyncio.Protocol],
        bounds: Bounds,
    ) -> None:
        self.listener, self.context = listener, context
        self.create_protocol, self.bounds = create_protocol, bounds
        self.handshakes: set[Handshake] = set()
        self.task = asyncio.get_running_loop().create_task(self.accept())

    async def accept(self) -> None:
        """Begin the handshake of each connection that comes."""
        self.listener.setblocking(False)
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(self.listener)
            except OSError:
                await asyncio.sleep(PAUSE)
                continue
            # Held here, as the loop holds its tasks by weak references.
            self.handshakes.add(Handshake(self, connection))

    def close(self) -> None:
        """Take nothing more."""
        self.task.cancel()
        for handshake in self.handshakes:
            handshake.give_way()

    async def wait_closed(self) -> None:
        """Wait for those that are about to begin."""
        await asyncio.gather(*(each.task for each in self.handshakes), return_exceptions=True)


class Handshake:
    """One connection whose TLS doesn't stand yet."""

    def __init__(self, server: TlsServer, connection: socket.socket) -> None:
        self.server, self.connection = server, connection
        self.task = asyncio.get_running_loop().create_task(self.run())
        self.task.add_done_callback(self.end)
        self.address: str | None = None
        with suppress(OSError):  # it may have gone already
            peer = connection.getpeername()[0]
            self.address = counted_address(peer, server.bounds.trusted_proxies)
        server.bounds.connections.add(self)

    async def run(self) -> None:
        """Hand over to HTTP once TLS stands."""
        bounds = self.server.bounds
        try:
            await asyncio.get_running_loop().connect_accepted_socket(
                self.server.create_protocol,
                self.connection,
                ssl=self.server.context,
                ssl_handshake_timeout=bounds.timeout,
            )
        except OSError:  # what TLS itself doesn't like, and that nothing came in time
            bounds.refused("TLS that never stood")

    def end(self, task: asyncio.Task[None]) -> None:
        """Take it off the count, however it ended."""
        self.server.bounds.connections.remove(self)
        self.server.handshakes.discard(self)
        # Where many come at once, one may have to go before `run` has begun: then nobody else knows its file.
        if task.cancelled():
            self.connection.close()

    def give_way(self) -> None:
        """End at once, as there are too many connections."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.task.cancel()
