"""The parts of the player that courses may use, as the blocks and the script of a course name them."""

from __future__ import annotations

from collections.abc import Iterator

import scormbuild.course.blocks  # the blocks that there are
from scormbuild.course.model import Block, PlayerPart
from scormbuild.course.script import PLAYER_PARTS, START_MODULE
from scormbuild.course.targets import TARGETS

# Imported, so that Python knows all classes below Block.
assert scormbuild.course.blocks.BLOCKS


def block_types(block: type[Block] = Block) -> Iterator[type[Block]]:
    """Every class of blocks below this one."""
    for each in block.__subclasses__():
        yield each
        yield from block_types(each)


PARTS: list[PlayerPart] = list(
    dict.fromkeys(
        [
            *(part for target in TARGETS.values() for part in (target.driver, *target.parts)),
            *PLAYER_PARTS,
            *(part for block in block_types() for part in block.player_parts),
        ]
    )
)
MODULES = [START_MODULE, *dict.fromkeys(part.module for part in PARTS)]
