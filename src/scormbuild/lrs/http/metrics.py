"""Figures for Prometheus, if that is asked for (the optional extra `metrics`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from scormbuild.errors import SettingsError
from scormbuild.lrs.http.logs import method
from scormbuild.lrs.http.messages import Answer, Exchange

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096)


class Metrics(Protocol):
    """What the receiver counts."""

    def request(self, exchange: Exchange, seconds: float) -> None:
        """A request was answered."""

    def group(self, writes: int, statements: int) -> None:
        """So many writes, and so many statements, went into one transaction."""

    def watch(self, waiting: Callable[[], int]) -> None:
        """Ask this for the writes that wait, whenever the figures are wanted."""

    def page(self) -> Answer | None:
        """All figures as Prometheus reads them; None where nobody counts."""


class Silent:
    """Counts nothing."""

    def request(self, exchange: Exchange, seconds: float) -> None:
        """Nobody asked."""

    def group(self, writes: int, statements: int) -> None:
        """Nobody asked."""

    def watch(self, waiting: Callable[[], int]) -> None:
        """Nobody asked."""

    def page(self) -> Answer | None:
        """There is no page."""
        return None


class Prometheus:
    """Counts in a registry of its own, so that two receivers in one process stay apart."""

    def __init__(self) -> None:
        try:
            import prometheus_client as prometheus
        except ImportError:
            raise SettingsError(
                "metrics need the package prometheus_client\n  hint: pip install 'scormbuild[metrics]'"
            ) from None
        self.registry = prometheus.CollectorRegistry()
        prometheus.ProcessCollector(registry=self.registry)
        name = "scormbuild_lrs_"
        self.requests = prometheus.Counter(
            f"{name}requests", "Requests answered", ["resource", "method", "status"], registry=self.registry
        )
        self.seconds = prometheus.Histogram(
            f"{name}request_seconds",
            "Time to the answer",
            ["resource", "method"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.statements = prometheus.Counter(
            f"{name}statements_stored", "Statements acknowledged", registry=self.registry
        )
        self.groups = prometheus.Histogram(
            f"{name}group_size", "Writes in one transaction", buckets=SIZES, registry=self.registry
        )
        self.queue = prometheus.Gauge(f"{name}queue_length", "Writes that wait", registry=self.registry)
        self.render = prometheus.generate_latest
        self.media_type = prometheus.CONTENT_TYPE_LATEST

    def request(self, exchange: Exchange, seconds: float) -> None:
        """Count an answer and its time."""
        verb = method(exchange)
        self.requests.labels(exchange.resource, verb, str(exchange.status)).inc()
        self.seconds.labels(exchange.resource, verb).observe(seconds)

    def group(self, writes: int, statements: int) -> None:
        """Note the size of a group."""
        self.groups.observe(writes)
        self.statements.inc(statements)

    def watch(self, waiting: Callable[[], int]) -> None:
        """Show how many writes wait."""
        self.queue.set_function(waiting)

    def page(self) -> Answer | None:
        """The figures in Prometheus' text form."""
        return Answer(body=self.render(self.registry), content_type=self.media_type)


def metrics(on: bool) -> Metrics:
    """Figures, or none; SettingsError where they are asked for and the package isn't there."""
    return Prometheus() if on else Silent()
