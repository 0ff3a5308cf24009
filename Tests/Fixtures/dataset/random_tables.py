"""Writes random tables with Python's csv module and prints what its reader makes of them.

usage: random_tables.py DIRECTORY COUNT

Writes DIRECTORY/<n>.csv and prints a JSON list with the records of each. The seed is fixed.
"""

import csv
import json
import random
import sys

directory, count = sys.argv[1], int(sys.argv[2])
source = random.Random(20261121)
pieces = ["a", "bc", "7", "-1.5", " ", ",", '"', '""', "\n", "\r\n", "\r", "\t", ";", "é", "😀", "NA", "'"]
tables = []
for number in range(count):
    width = source.randint(1, 6)
    rows = [
        ["".join(source.choices(pieces, k=source.choice([0, 1, 1, 2, 5, 30]))) for _ in range(width)]
        for _ in range(source.randint(1, 12))
    ]
    path = f"{directory}/{number}.csv"
    with open(path, "w", newline="", encoding=source.choice(["utf-8", "utf-8-sig"])) as file:
        writer = csv.writer(
            file,
            lineterminator=source.choice(["\n", "\r\n", "\r"]),
            quoting=source.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        )
        writer.writerows(rows)
        if source.random() < 0.3:
            file.seek(0, 2)
            file.truncate(file.tell() - 1)
    with open(path, newline="", encoding="utf-8-sig") as file:
        tables.append(list(csv.reader(file, strict=True)))
json.dump(tables, sys.stdout, ensure_ascii=False)
