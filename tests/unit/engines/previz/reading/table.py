"""Writes the table of docs/explanation/prompt-reading.md: what each written-down prompt gives.

``python tests/unit/engines/previz/reading/table.py`` prints it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from test_board import PROMPTS, differences, order_of

from filmgate.engines.previz.reading import read_order


def table() -> str:
    """Make one row for each prompt: understood, not understood, as expected."""
    rows = [
        "| Prompt | Shots | Understood as | Not understood | As written down |",
        "|---|---|---|---|---|",
    ]
    for case in PROMPTS:
        board = read_order(order_of(case))
        meant = ", ".join(dict.fromkeys(board.understood.values()))
        missed = "; ".join(board.not_understood) or "–"
        right = "no" if differences(case, board) else "yes"
        rows.append(f"| {case['id']} | {len(board.shots)} | {meant} | {missed} | {right} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
