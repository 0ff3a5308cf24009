"""polars: one lazy scan and one select of all that its profile has, streaming. argument: FILE"""

import sys

import polars

table = polars.scan_csv(sys.argv[1], try_parse_dates=True)
wanted = []
for name, kind in table.collect_schema().items():
    column = polars.col(name)
    wanted += [
        column.null_count().alias(f"{name}: missing"),
        column.n_unique().alias(f"{name}: distinct"),
        column.min().alias(f"{name}: minimum"),
        column.max().alias(f"{name}: maximum"),
    ]
    if kind.is_numeric():
        wanted += [column.mean().alias(f"{name}: mean"), column.std().alias(f"{name}: deviation")]
        wanted += [column.quantile(q).alias(f"{name}: quantile {q}") for q in (0.25, 0.5, 0.75)]
for key, value in table.select(wanted).collect(engine="streaming").row(0, named=True).items():
    print(key, value)
