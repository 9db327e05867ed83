"""Trials of a receiver under 32 writers while something goes wrong, and what is there afterwards."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from support.lrs.receiver_process import Key, Receiver, command, running
from support.lrs.writers import Account, Writers, all_ids, missing, present, torn

WHILE = 20  # answers of a kind that a trial waits for before it goes on


@dataclass
class Tally:
    """What was written, and what is wrong with what is there."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, account: Account, stored: set[str]) -> None:
        """One more round: what was acknowledged has to be there, and every batch whole or not at all."""
        self.rounds += 1
        self.acknowledged += sum(map(len, account.acknowledged))
        self.lost += sum(map(len, account.lost))
        self.statuses += account.statuses
        self.complain("acknowledged and missing", missing(account, stored))
        self.complain("half there", torn(account, stored))

    def once(self, ids: list[str], expected: set[str]) -> None:
        """At the end: nothing is there twice, and what was seen before still is."""
        self.complain("there twice", [one for one, count in Counter(ids).items() if count > 1])
        self.complain("gone since", sorted(expected - set(ids)))

    def complain(self, what: str, cases: list[str] | list[tuple[str, ...]]) -> None:
        """Notes a fault, if there is any case of it."""
        if cases:
            self.faults.append(f"round {self.rounds}: {len(cases)} {what}, such as {cases[0]}")

    def __str__(self) -> str:
        """One line."""
        wrong = "; ".join(self.faults) or "nothing missing, nothing half there, nothing twice"
        answers = ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses.items()))
        sent = f"{self.acknowledged} acknowledged, {self.lost} unanswered ({answers})"
        return f"{self.rounds} rounds, {sent}: {wrong}"


def kill_again_and_again(
    url: str, key: Key, rounds: int, seed: int, done: Callable[[], object] = bool, *, check_each: bool = False
) -> Tally:
    """Kills the receiver in the middle of writing, starts it again and looks; so many times."""
    tally, chance, seen = Tally(), random.Random(seed), set[str]()
    account = Account()
    for last in [False] * rounds + [True]:
        with running(url) as receiver:  # also: it starts after the kill before
            caller = key.caller(receiver)
            stored = asyncio.run(present(caller, account.ids()))
            seen |= stored
            if account.ids():
                tally.add(account, stored)
                done()
            if last:
                tally.once(asyncio.run(all_ids(caller)), seen)
            else:
                account = asyncio.run(write_until_ended(receiver, key, chance, receiver.kill))
        if check_each or last:
            command("check", database=url)
    return tally


async def write_until_ended(
    receiver: Receiver, key: Key, chance: random.Random, end: Callable[[], object]
) -> Account:
    """32 clients write; after some answers, each time another number, the process is killed or stopped."""
    async with Writers([key.caller(receiver)], seed=chance.randrange(1 << 30)) as writers:
        await writers.account.until(writers.account.acknowledged, chance.randrange(32, 400))
        await asyncio.to_thread(end)
    return writers.account


def refuse_and_recover(
    receiver: Receiver, key: Key, spoil: Callable[[], object], mend: Callable[[], object]
) -> tuple[Tally, Account]:
    """Writers go on while something is spoilt and mended again, and the receiver is never started again."""
    account = asyncio.run(write_through(receiver, key, spoil, mend))
    caller, tally = key.caller(receiver), Tally()
    stored = asyncio.run(present(caller, account.ids()))
    tally.add(account, stored)
    tally.once(asyncio.run(all_ids(caller)), stored)
    return tally, account


async def write_through(
    receiver: Receiver, key: Key, spoil: Callable[[], object], mend: Callable[[], object]
) -> Account:
    """Waits for acknowledgements, for refusals once it is spoilt, for acknowledgements once it is mended."""
    async with Writers([key.caller(receiver)]) as writers:
        account = writers.account
        await account.until(account.acknowledged, WHILE)
        await asyncio.to_thread(spoil)
        try:
            await account.until(account.refused, WHILE)
        finally:
            await asyncio.to_thread(mend)
        await account.until(account.acknowledged, WHILE)
    return account
