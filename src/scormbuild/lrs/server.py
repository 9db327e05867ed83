"""The LRS on a socket: starts, says where it is, and stops without losing what it has accepted."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, cast

import uvicorn

from scormbuild.errors import SettingsError
from scormbuild.lrs.http.app import ENDPOINT, application
from scormbuild.lrs.http.connections import Connections
from scormbuild.lrs.http.logs import UvicornLogs
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.open_files import allowed_connections
from scormbuild.lrs.http.protocol import Bounds, HttpProtocol
from scormbuild.lrs.http.tls import TlsServer
from scormbuild.lrs.settings import Settings

Announce = Callable[[str], object]
OpenMounts = Callable[[Lrs], AbstractContextManager[Mapping[str, Any]]]  # path -> ASGI application
BACKLOG = 2048
# Longer than proxies keep theirs (nginx: 60 s), so that none sends a request into a connection being closed.
KEEP_ALIVE = 75
STOP_SECONDS = 30
GC_THRESHOLDS = (20_000, 50, 100)
# A year, for this host alone: others of its domain may have no certificate (RFC 6797 6.1).
HSTS = ("Strict-Transport-Security", "max-age=31536000")
# Of TLS 1.2: forward secrecy, and no CBC (RFC 9325 4.2). Python's context has nothing older than 1.2, and all
# suites of 1.3 are such.
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def no_mounts(lrs: Lrs) -> Iterator[Mapping[str, Any]]:
    """Nothing stands beside the LRS."""
    del lrs
    yield {}


def prepare_nothing() -> None:
    """For whoever has seen to the database before."""


def serve(
    settings: Settings,
    announce: Announce,
    mounts: OpenMounts = no_mounts,
    prepare: Callable[[], object] = prepare_nothing,
) -> None:
    """Serve until SIGTERM or SIGINT, and what stands beside the LRS; raises SettingsError.

    `prepare` sees to the database once the port is ours.
    """
    # The port first: a second LRS on it is refused before it has touched the database, or brought it forward
    # under the first.
    with open_listener(settings.host, settings.port) as listener:
        prepare()
        lrs = Lrs.open(settings, stream=sys.stderr)
        try:
            with mounts(lrs) as others:
                tune_garbage_collection()
                server = Server(lrs, listener, announce, others)
                with stop_on_signals(server):
                    server.run(sockets=[listener])
        finally:
            # After the last answer: writes that were accepted are finished even where the server failed.
            lrs.close()


def tune_garbage_collection() -> None:
    """Look for cycles less often: statements make none, and looking took a sixth of the time of a batch."""
    gc.collect()
    # What was imported stays for good, so it needn't be walked through each time.
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


class Server(uvicorn.Server):
    """Uvicorn with our settings; it announces the endpoint once requests are answered."""

    def __init__(
        self,
        lrs: Lrs,
        listener: socket.socket,
        announce: Announce,
        mounts: Mapping[str, Any] | None = None,
        bounds: Bounds | None = None,
    ) -> None:
        self.bounds = bounds or connection_bounds(lrs)
        super().__init__(uvicorn_config(lrs, self.bounds, mounts))
        self.announcement = f"listening at {endpoint_url(lrs.settings, listener)}"
        self.announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and say so."""
        context, self.config.ssl = self.config.ssl, None
        if context is None or sockets is None:
            await super().startup(sockets)
        else:
            await self.startup_with_tls(sockets, context)
        self.announce(self.announcement)

    async def startup_with_tls(self, sockets: list[socket.socket], context: ssl.SSLContext) -> None:
        """What uvicorn does, but for who takes the connections."""
        create_protocol = partial(
            cast(Any, self.config.http_protocol_class),
            config=self.config,
            server_state=self.server_state,
            app_state={},
        )
        # Uvicorn closes them and waits for it, and asks no more of a server.
        self.servers = cast(Any, [TlsServer(each, context, create_protocol, self.bounds) for each in sockets])
        self.started = True


def connection_bounds(lrs: Lrs) -> Bounds:
    """What strangers may take, by the settings and by what this process may open."""
    settings, refused = lrs.settings, lrs.logs.log_refusal
    connections = Connections(refused, most=allowed_connections(lrs.logs))
    return Bounds(settings.request_timeout, settings.max_body, connections, settings.trusted_proxies, refused)


def uvicorn_config(lrs: Lrs, bounds: Bounds, mounts: Mapping[str, Any] | None = None) -> uvicorn.Config:
    """Uvicorn's own settings; raises SettingsError for a certificate that can't be used."""
    settings = lrs.settings
    config = uvicorn.Config(
        application(lrs, mounts),
        # It is called like the class that uvicorn names in its types.
        http=cast(Any, partial(HttpProtocol, bounds=bounds)),
        # No WebSockets and no line for each request: the LRS has its own log, without query strings.
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        # It would tell strangers which software to look up faults of.
        server_header=False,
        # Where a proxy has the certificate, it is the proxy's to say: this may also be asked by http.
        headers=[HSTS] if settings.tls_certificate else [],
        # Only from proxies that are named: anybody can write X-Forwarded-For.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=STOP_SECONDS,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        ssl_ciphers=CIPHERS,
    )
    # Its lines into our log, in the same form, and not a second time to the console.
    logger = logging.getLogger("uvicorn")
    logger.handlers, logger.propagate = [UvicornLogs(lrs.logs)], False
    try:
        config.load()
    except (ssl.SSLError, OSError) as error:
        raise SettingsError(
            f"{settings.tls_certificate}: {error}\n  hint: both files must be PEM, and belong together"
        ) from None
    return config


def open_listener(host: str, port: int) -> socket.socket:
    """A socket that takes connections; raises SettingsError where the address can't be had."""
    try:
        # getaddrinfo, so that names and IPv6 addresses can be given as well.
        family, _, _, _, socket_address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(socket_address[:2], family=family, backlog=BACKLOG)
    except OSError as error:
        raise SettingsError(
            f"{host}:{port}: can't listen there: {error.strerror}\n  hint: choose another port, or 0 for any"
        ) from None
    # Every connection inherits it: an answer in two pieces must not wait for the receipt of the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def endpoint_url(settings: Settings, listener: socket.socket) -> str:
    """The endpoint on this machine, with the true port."""
    scheme = "https" if settings.tls_certificate else "http"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{scheme}://{host}:{listener.getsockname()[1]}{ENDPOINT}"


@contextmanager
def stop_on_signals(server: uvicorn.Server) -> Iterator[None]:
    """Let signals stop the server, and nothing but the server.

    Uvicorn raises them again once it has stopped, which would end the process before the store is closed.
    """
    before = {stop: signal.signal(stop, server.handle_exit) for stop in STOP_SIGNALS}
    try:
        yield
    finally:
        for stop, handler in before.items():
            signal.signal(stop, handler)
