"""Figures for Prometheus, if that is asked for (the optional extra `metrics`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from scormbuild.errors import SettingsError
from scormbuild.lrs.http.logs import method_label
from scormbuild.lrs.http.messages import RequestLog, Response

DURATION_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
SIZE_BUCKETS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096)


class Metrics(Protocol):
    """What the LRS counts."""

    def count_request(self, request_log: RequestLog, seconds: float) -> None:
        """A request was answered."""

    def count_transaction(self, writes: int, statements: int) -> None:
        """So many writes, and so many statements, went into one transaction."""

    def watch_queue(self, waiting: Callable[[], int]) -> None:
        """Ask this for the writes that wait, whenever the figures are wanted."""

    def response(self) -> Response | None:
        """All figures as Prometheus reads them; None where nobody counts."""


class NoMetrics:
    """Counts nothing."""

    def count_request(self, request_log: RequestLog, seconds: float) -> None:
        """Nobody asked."""

    def count_transaction(self, writes: int, statements: int) -> None:
        """Nobody asked."""

    def watch_queue(self, waiting: Callable[[], int]) -> None:
        """Nobody asked."""

    def response(self) -> Response | None:
        """There is no page."""
        return None


class Prometheus:
    """Counts in a registry of its own, so that two LRSs in one process stay apart."""

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
        self.request_seconds = prometheus.Histogram(
            f"{name}request_seconds",
            "Time to the answer",
            ["resource", "method"],
            buckets=DURATION_BUCKETS,
            registry=self.registry,
        )
        self.statements = prometheus.Counter(
            f"{name}statements_stored", "Statements acknowledged", registry=self.registry
        )
        self.transaction_sizes = prometheus.Histogram(
            f"{name}group_size", "Writes in one transaction", buckets=SIZE_BUCKETS, registry=self.registry
        )
        self.queue = prometheus.Gauge(f"{name}queue_length", "Writes that wait", registry=self.registry)
        self.render = prometheus.generate_latest
        self.media_type = prometheus.CONTENT_TYPE_LATEST

    def count_request(self, request_log: RequestLog, seconds: float) -> None:
        """Count an answer and its time."""
        label = method_label(request_log)
        self.requests.labels(request_log.resource, label, str(request_log.status)).inc()
        self.request_seconds.labels(request_log.resource, label).observe(seconds)

    def count_transaction(self, writes: int, statements: int) -> None:
        """Note the size of a group."""
        self.transaction_sizes.observe(writes)
        self.statements.inc(statements)

    def watch_queue(self, waiting: Callable[[], int]) -> None:
        """Show how many writes wait."""
        self.queue.set_function(waiting)

    def response(self) -> Response | None:
        """The figures in Prometheus' text form."""
        return Response(body=self.render(self.registry), content_type=self.media_type)


def create_metrics(on: bool) -> Metrics:
    """Figures, or none; SettingsError where they are asked for and the package isn't there."""
    return Prometheus() if on else NoMetrics()
