#!/usr/bin/env python3
"""What a huge line costs: peak memory of `sarand clean` above that of a short line of the same words, per byte.

usage: check_memory.py SARAND
"""

import os
import random
import subprocess
import sys
import tempfile

MOST = 5.5  # times the bytes of the line; 3.1 to 5.1 are usual
SHORT = 20_000
PERSIAN = "کتاب میروم خانه ایران دانشگاه رئیس می رود نامه های دولت وزیر گفت که این را با از به در".split()
ENGLISH = "the people of this town have said that they would like to see a new bridge over the river".split()


def write(path, words, size):
    """Piece by piece: a child's peak is never below what its parent had."""
    chance, left = random.Random(1), size
    with open(path, "w", encoding="utf-8") as out:
        while left > 0:
            piece = "".join(chance.choice(words) + " " for _ in range(min(1000, left)))
            out.write(piece)
            left -= len(piece.encode())
        out.write("\n")


def peak(sarand, words, size, folder):
    """Peak memory in bytes."""
    path = os.path.join(folder, "line.txt")
    write(path, words, size)
    command = [sarand, "clean", path, "-o", os.path.join(folder, "out"), "--force", "--jobs", "1", "-q"]
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {status}")
    return usage.ru_maxrss * 1024


def main():
    misread = [word.encode().decode("latin-1") for word in PERSIAN]
    shapes = [
        ("English prose", ENGLISH, 50_000_000),
        ("Persian that lost its ZWNJ", PERSIAN, 9_000_000),
        ("the same", PERSIAN, 50_000_000),
        ("mojibake", misread, 6_000_000),
    ]
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, words, size in shapes:
            more = peak(sys.argv[1], words, size, folder) - peak(sys.argv[1], words, SHORT, folder)
            worst = max(worst, more / size)
            print(f"{name:28} {size // 1_000_000:3} MB in one line: {more / size:.2f} times that in memory")
    if worst > MOST:
        sys.exit(f"more than {MOST} times")


main()
