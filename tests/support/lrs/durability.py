"""Trials of an LRS under 32 writers while something goes wrong, and what is there afterwards."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from support.lrs.lrs_process import Key, LrsProcess, run_lrs_command, start_lrs
from support.lrs.writers import WriteLog, Writers, all_ids, find_stored, missing_ids, partial_batches

BATCHES_A_PHASE = 20  # answers of a kind that a trial waits for before it goes on


@dataclass
class Tally:
    """What was written, and what is wrong with what is there."""

    rounds: int = 0
    acknowledged_count: int = 0
    lost_count: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, log: WriteLog, stored: set[str]) -> None:
        """One more round: what was acknowledged has to be there, and every batch whole or not at all."""
        self.rounds += 1
        self.acknowledged_count += sum(map(len, log.acknowledged_batches))
        self.lost_count += sum(map(len, log.lost_batches))
        self.statuses += log.statuses
        self.add_fault("acknowledged and missing", missing_ids(log, stored))
        self.add_fault("half there", partial_batches(log, stored))

    def check_ids(self, ids: list[str], expected: set[str]) -> None:
        """At the end: nothing is there twice, and what was seen before still is."""
        self.add_fault("there twice", [one for one, count in Counter(ids).items() if count > 1])
        self.add_fault("gone since", sorted(expected - set(ids)))

    def add_fault(self, what: str, cases: list[str] | list[tuple[str, ...]]) -> None:
        """Notes a fault, if there is any case of it."""
        if cases:
            self.faults.append(f"round {self.rounds}: {len(cases)} {what}, such as {cases[0]}")

    def __str__(self) -> str:
        """One line."""
        wrong = "; ".join(self.faults) or "nothing missing, nothing half there, nothing twice"
        answers = ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses.items()))
        sent = f"{self.acknowledged_count} acknowledged, {self.lost_count} unanswered ({answers})"
        return f"{self.rounds} rounds, {sent}: {wrong}"


def kill_again_and_again(
    url: str, key: Key, rounds: int, seed: int, done: Callable[[], object] = bool, *, check_each: bool = False
) -> Tally:
    """Kills the LRS in the middle of writing, starts it again and looks; so many times."""
    tally, chance, seen = Tally(), random.Random(seed), set[str]()
    log = WriteLog()
    for last in [False] * rounds + [True]:
        with start_lrs(url) as process:  # also: it starts after the kill before
            caller = key.request_builder(process)
            stored = asyncio.run(find_stored(caller, log.ids()))
            seen |= stored
            if log.ids():
                tally.add(log, stored)
                done()
            if last:
                tally.check_ids(asyncio.run(all_ids(caller)), seen)
            else:
                log = asyncio.run(write_until_ended(process, key, chance, process.kill))
        if check_each or last:
            run_lrs_command("check", database=url)
    return tally


async def write_until_ended(
    process: LrsProcess, key: Key, chance: random.Random, end: Callable[[], object]
) -> WriteLog:
    """32 clients write; after some answers, each time another number, the process is killed or stopped."""
    async with Writers([key.request_builder(process)], seed=chance.randrange(1 << 30)) as writers:
        await writers.write_log.wait_for_batches(
            writers.write_log.acknowledged_batches, chance.randrange(32, 400)
        )
        await asyncio.to_thread(end)
    return writers.write_log


def refuse_and_recover(
    process: LrsProcess, key: Key, spoil: Callable[[], object], mend: Callable[[], object]
) -> tuple[Tally, WriteLog]:
    """Writers go on while something is spoilt and mended again, and the LRS is never started again."""
    log = asyncio.run(write_through(process, key, spoil, mend))
    caller, tally = key.request_builder(process), Tally()
    stored = asyncio.run(find_stored(caller, log.ids()))
    tally.add(log, stored)
    tally.check_ids(asyncio.run(all_ids(caller)), stored)
    return tally, log


async def write_through(
    process: LrsProcess, key: Key, spoil: Callable[[], object], mend: Callable[[], object]
) -> WriteLog:
    """Waits for acknowledgements, for refusals once it is spoilt, for acknowledgements once it is mended."""
    async with Writers([key.request_builder(process)]) as writers:
        log = writers.write_log
        await log.wait_for_batches(log.acknowledged_batches, BATCHES_A_PHASE)
        await asyncio.to_thread(spoil)
        try:
            await log.wait_for_batches(log.refused_batches, BATCHES_A_PHASE)
        finally:
            await asyncio.to_thread(mend)
        await log.wait_for_batches(log.acknowledged_batches, BATCHES_A_PHASE)
    return log
