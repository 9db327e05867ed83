"""What is remembered is bounded in bytes, whoever chooses what it is remembered by."""

from __future__ import annotations

import ast
import gc
import tracemalloc
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.lrs.client import Client, open_client, statement
from support.rooms import MODULES

from scormbuild.lrs.auth.bucket import Rate, TokenBuckets
from scormbuild.lrs.privacy import pseudonym
from scormbuild.lrs.projection.flat import source_of_account
from scormbuild.lrs.xapi import patterns
from scormbuild.lrs.xapi.statement.references import reference_key

LONG = 1 << 18
ROUNDS = 20
# Plain caches of functools, each with the reason why no sender can fill it with what is long.
PLAIN_CACHES = {
    "analysis.model.table.round_score": "numbers",
    "analysis.views.sql.view_queries": "dialects of ours",
    "catalogue._catalogue": "languages of ours",
    "course.render.jinja_environment": "no arguments",
    "course.source.language.read_translations": "languages of ours",
    "dashboard.assets.asset_hashes": "no arguments",
    "dashboard.translations.read_translations": "languages of ours",
    "dashboard.render.page_templates": "no arguments",
    "demo.phrases.read_phrases": "languages of ours",
    "demo.schedule._second": "numbers",
    "demo.schedule.midnight_milliseconds": "days in a zone of ours",
    "lrs.database.dialects.query_for_ids": "SQL of ours",
    "lrs.http.profile.read_profile": "no arguments",
    "lrs.http.resources.results.cache": "for one request",
    "lrs.projection.flat.parse_hour": "fourteen characters",
    "lrs.xapi.language._ranges": "256 headers, cut at 500 characters",
    "lrs.xapi.patterns.format_second": "numbers",
    "lrs.xapi.text_cache.lru_cache": "refuses what is long",
}

# The standard library's urlsplit remembers 128 of its arguments, of any length.
URLSPLIT_USERS = {
    "dashboard.app": "our own address",
    "dashboard.auth.csrf": "our own address",
    "dashboard.auth.oidc": "what the identity provider says of itself",
    "dashboard.middleware": "our own address",
    "lrs.http.app": "our own address",
    "lrs.privacy.pseudonym": "scheme and authority only",
    "lrs.settings.option": "settings",
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with open_client(tmp_path) as client:
        yield client


def kept_bytes(work: Callable[[int], object]) -> int:
    """How many bytes stay after this was done many times."""
    work(-1)
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(ROUNDS):
            work(number)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


def long_text(number: int) -> str:
    """Another long text for each number, none of them a constant of the code."""
    return f"https://example.org/{number}/".ljust(LONG, "x")


@pytest.mark.parametrize(
    "function",
    [
        pseudonym.origin,
        lambda text: pseudonym.pseudonym_of("key", text),
        lambda text: pseudonym.person_mark("key", text),
        lambda text: pseudonym.registration_mark("key", text),
        lambda text: reference_key("activity", text),
        lambda text: source_of_account(text, "package/sb_1", "https://example.org"),
        lambda text: source_of_account("https://example.org", text, "https://example.org"),
        patterns.is_iri,
        patterns.is_mailto,
        patterns.is_media_type,
        patterns.is_language_tag,
    ],
)
def test_no_function_remembers_what_is_long(function: Callable[[str], object]) -> None:
    assert kept_bytes(lambda number: function(long_text(number))) < LONG


def test_buckets_of_long_names_are_known_by_their_digests() -> None:
    buckets = TokenBuckets(lambda: 0.0)
    limit = Rate(3, 60.0)
    assert kept_bytes(lambda number: buckets.take(long_text(number), limit)) < LONG
    buckets.take(long_text(1), limit, 2)
    assert buckets.wait_seconds(long_text(1), limit) == 20
    buckets.give_back(long_text(1), limit)
    assert buckets.wait_seconds(long_text(1), limit) == 0
    assert buckets.wait_seconds(long_text(2), limit, 3) == 20
    buckets.refill(long_text(2))
    assert buckets.wait_seconds(long_text(2), limit, 3) == 0


def test_definitions_accounts_and_names_of_megabytes_leave_nothing_behind(client: Client) -> None:
    def store(number: int) -> None:
        long = long_text(number)
        client.store(
            statement(
                id=str(uuid.uuid4()),
                actor={"name": f"A{number}" * 200, "account": {"homePage": long, "name": "anna"}},
                object={"id": f"{long}/x", "definition": {"description": {"en": long}}},
            )
        )

    assert kept_bytes(store) < 8 * LONG


def decorators(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Each decorator with its function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ((node.name, each) for each in node.decorator_list)


def plain_caches(module: str) -> Iterator[str]:
    """The functions of a module that functools remembers answers of."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))

    def is_cache(node: Any) -> bool:
        name = node.func if isinstance(node, ast.Call) else node
        return ast.unparse(name).rpartition(".")[2] in ("cache", "lru_cache")

    decorating = {id(each): function for function, each in decorators(tree) if is_cache(each)}
    yield from (f"{module}.{function}" for function in decorating.values())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and id(node) not in decorating and is_cache(node):
            yield f"{module}.{ast.unparse(node.func).rpartition('.')[2]}"


def test_every_plain_cache_is_known_to_be_out_of_a_senders_reach() -> None:
    assert {name for module in MODULES for name in plain_caches(module)} == PLAIN_CACHES.keys()


def test_nobody_gives_a_long_text_of_a_sender_to_a_function_of_the_library_that_remembers_it() -> None:
    users = {
        module
        for module, path in MODULES.items()
        if module.startswith(("lrs.", "dashboard.")) and "urlsplit(" in path.read_text(encoding="utf-8")
    }
    assert users == URLSPLIT_USERS.keys()
