"""polars: the checks as one lazy select, streaming. argument: FILE"""

import sys

import polars

from suite import BOUNDS, CATEGORIES, COMPLETE, INTEGERS, KEY, NUMBERS, ROWS, TEXTS, finish

table = polars.scan_csv(sys.argv[1], try_parse_dates=True)
kinds = table.collect_schema()
wanted = [polars.len().alias("rows"), polars.struct(KEY).n_unique().alias("keys")]
wanted += [polars.col(name).null_count().alias(f"{name}: missing") for name in COMPLETE]
wanted += [
    (~polars.col(name).is_between(low, high)).sum().alias(f"{name}: bounds")
    for name, (low, high) in BOUNDS.items()
]
wanted += [
    (~polars.col(name).is_in(values)).sum().alias(f"{name}: values")
    for name, values in CATEGORIES.items()
]
found = table.select(wanted).collect(engine="streaming").row(0, named=True)
rows, keys = found.pop("rows"), found.pop("keys")
broken = [check for check, count in found.items() if count]
broken += ["key"] if keys != rows else []
broken += [name for name in INTEGERS + NUMBERS if not kinds[name].is_integer()]
broken += [name for name in TEXTS if kinds[name] != polars.String]
broken += [] if ROWS[0] <= rows <= ROWS[1] else ["rows"]
finish(broken)
