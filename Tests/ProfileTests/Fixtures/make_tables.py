"""Writes tables.jsonl: small CSV files and what pandas says of them; README.md tells its form.

    pip install pandas==3.1.1 polars==2.1.0 numpy==2.4.6 && python make_tables.py > tables.jsonl

Each file is made from cells that are known, and pandas must read exactly those. What polars makes
of the file is recorded.
"""
import io
import json
import math
import random
import re
import sys
import warnings

import pandas
import polars

FILES = 1200
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
SPECIAL = {"nan", "inf", "+inf", "-inf"}
LINE_ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
WORDS = [
    "a", "b", "red", "green", "Red", "N/A", "null", "none", "true", "FALSE", "yes", "-", "--", "e",
    "1e", "+", ".", "1,5", "1 000", "0x1F", "1_000", "1e999", "12a", "#1", "=1+1", "'quoted'",
    'say "so"', '"', '""', "comma, here", "line\nbreak", "line\r\nbreak", "line\rbreak", ",", "\n",
    " before", "after ", " ", "\t", "Zoë", "Ωμέγα", "日本語", "emoji 🙂", "e\u0301", "\u00a0",
    "\u200b", "مرحبا", "ß" * 70, "Infinity and beyond", "nano", "information",
]  # fmt: skip


def integer(random):
    return str(random.choice([random.randint(-9, 9), random.randint(-(10**6), 10**6)]))


def decimal(random):
    return f"{random.uniform(-1000, 1000):.{random.randint(1, 12)}f}"


def spelling(random):
    """A number as few people write it."""
    digits = str(random.randint(0, 10 ** random.randint(1, 18)))
    return random.choice(
        [
            "+" + digits, "-" + digits, "00" + digits, digits + ".", "." + digits, "-." + digits,
            digits + "e3", digits + "E-12", "1.5e+20", "-0", "-0.0", "0e0", digits + ".50",
            repr(random.uniform(0, 1)), repr(random.gauss(0, 1) * 10.0 ** random.randint(-60, 60)),
            "9007199254740993", "18446744073709551616", "0.1", "0.10", "1e-310", "4.9e-324",
        ]
    )  # fmt: skip


def special(random):
    return random.choice(["NaN", "nan", "INF", "-INF", "inf", "-inf", "1", "2.5"])


def date(random):
    day = f"{random.randint(1900, 2100)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    return random.choice([day, day, f"{day}T{random.randint(0, 23):02}:30:00Z"])


def word(random):
    return random.choice(WORDS)


def label(random):
    return random.choice("abc")


def anything(random):
    return random.choice([integer, decimal, spelling, special, date, word, label])(random)


KINDS = [integer, decimal, spelling, special, date, word, label, anything]


def names(random, count):
    plain = [f"c{index}" for index in range(count)]
    if random.random() < 0.2:
        odd = ["größe", "with, comma", 'with "quotes"', "two\nlines", " padded ", "1", "name"]
        for index, name in zip(range(count), random.sample(odd, min(count, len(odd)))):
            plain[index] = name
    return plain


def written(cell, style, random):
    must = any(mark in cell for mark in ',"\r\n')
    quoted = must or style == "all" or (style == "some" and random.random() < 0.4)
    return '"' + cell.replace('"', '""') + '"' if quoted else cell


def line(cells, style, random):
    # An unquoted empty cell alone would be a blank line.
    if len(cells) == 1 and not cells[0]:
        return '""'
    return ",".join(written(cell, style, random) for cell in cells)


def table(random):
    """The header, the rows as they are meant, and the text with its traits."""
    columns = random.choice([1, 1, 2, 3, 3, 4, 5, 6]) if random.random() < 0.97 else 60
    rows = random.choice([0, 1, 2, 3, 5, 8, 12, 20]) if columns < 60 else random.randint(1, 3)
    header = names(random, columns)
    kinds = [random.choice(KINDS) for _ in range(columns)]
    holes = [random.choice([0, 0, 0.1, 0.5, 1]) for _ in range(columns)]
    cells = [
        ["" if random.random() < hole else kind(random) for kind, hole in zip(kinds, holes)]
        for _ in range(rows)
    ]
    if rows and random.random() < 0.2:
        cells += [list(row) for row in random.choices(cells, k=random.randint(1, 10))]

    style = random.choice(["needed", "needed", "some", "all"])
    traits = [f"quotes: {style}"]
    end = random.choice(["lf", "lf", "lf", "crlf", "crlf", "cr", "mixed"])
    traits.append(f"lines: {end}")
    lines = [line(header, style, random)]
    short = long = 0
    is_ragged = columns > 1 and rows and random.random() < 0.12
    for row in cells:
        kept = list(row)
        if is_ragged and random.random() < 0.4:
            if random.random() < 0.5:
                kept = kept[: random.randint(1, columns - 1)]
                # A row of one empty cell would be a blank line.
                kept[0] = kept[0] or "x"
                row[:] = kept + [""] * (columns - len(kept))
                short += 1
            else:
                kept += ["extra"] * random.randint(1, 3)
                long += 1
        lines.append(line(kept, style, random))
        if columns > 1 and random.random() < 0.01:
            lines.append("")
            traits.append("blank line")
    if short + long:
        traits.append("ragged")
    text = lines[0]
    for following in lines[1:]:
        text += LINE_ENDS[random.choice(list(LINE_ENDS)) if end == "mixed" else end] + following
    if random.random() < 0.85:
        text += LINE_ENDS.get(end, "\n")
    else:
        traits.append("no last line end")
    if random.random() < 0.1:
        text = "\ufeff" + text
        traits.append("byte order mark")
    if any(not name.isascii() for row in [header, *cells] for name in row):
        traits.append("unicode")
    if any(mark in cell for row in cells for cell in row for mark in "\r\n"):
        traits.append("line ends in cells")
    return header, cells, text, sorted(set(traits)), {"short": short, "long": long}


def read_by_pandas(text, **options):
    """All cells as texts, none for missing; extra cells are cut off."""
    frame = pandas.read_csv(
        io.BytesIO(text.encode()),
        dtype=str,
        keep_default_na=False,
        na_values=[""],
        index_col=False,
        **options,
    )
    rows = [[None if pandas.isna(cell) else cell for cell in row] for row in frame.values.tolist()]
    return list(frame.columns), rows


def read_by_polars(text):
    try:
        frame = polars.read_csv(
            io.BytesIO(text.encode()), infer_schema=False, truncate_ragged_lines=True
        )
    except polars.exceptions.PolarsError:
        return None
    # A quoted empty cell is a text to polars, and missing to pandas and to a Table Schema.
    return frame.columns, [[cell or None for cell in row] for row in frame.rows()]


def value(text):
    """The number that a text is, or None."""
    if NUMBER.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else None
    return float(text) if text.lower() in SPECIAL else None


def most_frequent(values):
    """The one value that is more frequent than any other, if there is one."""
    counts = pandas.Series(values, dtype=object).value_counts()
    if len(counts) == 0 or (len(counts) > 1 and counts.iloc[0] == counts.iloc[1]):
        return None
    return [counts.index[0], int(counts.iloc[0])]


def column(name, cells):
    present = [cell for cell in cells if cell is not None]
    values = [value(cell) for cell in present]
    texts = [cell for cell, number in zip(present, values) if number is None]
    finite = [number + 0.0 for number in values if number is not None and math.isfinite(number)]
    counts = {
        "missing": len(cells) - len(present),
        "numbers": len(finite),
        "nan": sum(number is not None and math.isnan(number) for number in values),
        "infinite": sum(number is not None and math.isinf(number) for number in values),
        "texts": len(texts),
        "distinctTexts": pandas.Series(texts, dtype=object).nunique(),
        "distinctNumbers": pandas.Series(finite, dtype=float).nunique(),
    }
    found = {"topText": most_frequent(texts), "topNumber": most_frequent(finite)}
    if finite:
        summary = pandas.Series(finite, dtype=float).describe()
        found |= {
            "minimum": summary["min"],
            "maximum": summary["max"],
            "mean": summary["mean"],
            "deviation": None if len(finite) == 1 else summary["std"],
            "quartiles": [summary["25%"], summary["50%"], summary["75%"]],
        }
    return (
        {"name": name}
        | {key: count for key, count in counts.items() if count > 0}
        | {key: number for key, number in found.items() if number is not None}
    )


def case(seed):
    choice = random.Random(seed)
    header, cells, text, traits, ragged = table(choice)
    meant = [[cell or None for cell in row] for row in cells]
    width = len(header)
    cut = {"engine": "python", "on_bad_lines": lambda row: row[:width]} if ragged["long"] else {}
    # The Python engine, which alone can cut rows, stumbles over a mark before a quoted name.
    names, rows = read_by_pandas(text.removeprefix("\ufeff") if cut else text, **cut)
    if (names, rows) != (header, meant):
        return None
    found = {
        "id": seed,
        "traits": traits,
        "polars": read_by_polars(text) == (header, meant),
        "rows": len(meant),
        "columns": [column(name, [row[i] for row in meant]) for i, name in enumerate(header)],
        "csv": text,
    }
    if ragged["short"] + ragged["long"]:
        found["ragged"] = ragged
    return found


def main():
    # The extra cells of ragged rows are cut off on purpose.
    warnings.simplefilter("ignore", pandas.errors.ParserWarning)
    print(json.dumps({"pandas": pandas.__version__, "polars": polars.__version__, "seed": 0}))
    made = 0
    seed = 0
    while made < FILES:
        found = case(seed)
        seed += 1
        if found is None:
            continue
        print(json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=float))
        made += 1
    print(f"{made} of {seed} files are read by pandas as they are meant", file=sys.stderr)


main()
