"""What processes have used, as Linux counts it: CPU with all children, and memory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """Resident memory of a process and its children, in MB: now, and at its highest."""

    now: float
    highest: float


def cpu(pid: int) -> float:
    """Seconds of CPU that a process and all its children have used, those that have ended included."""
    return sum(seconds(member) for member in tree(pid))


def seconds(pid: int) -> float:
    """User and system time of one process and of the children that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / TICKS


def memory(pid: int) -> Memory:
    """What a process and its children hold; memory that they share counts for each."""
    members = [status(member) for member in tree(pid)]
    return Memory(
        now=sum(member["VmRSS"] for member in members), highest=sum(member["VmHWM"] for member in members)
    )


def status(pid: int) -> dict[str, float]:
    """The sizes of /proc/PID/status, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith(" kB")}


def tree(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [pid, *(member for child in children for member in tree(child))]
