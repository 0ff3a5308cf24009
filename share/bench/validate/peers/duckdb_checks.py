"""DuckDB's SQL: the file into a table, one query of all counts, one of the key. argument: FILE"""

import sys

import duckdb

from suite import BOUNDS, CATEGORIES, COMPLETE, INTEGERS, KEY, NUMBERS, ROWS, TEXTS, finish

offences = [f"{name} IS NULL" for name in COMPLETE]
offences += [f"{name} NOT BETWEEN {low} AND {high}" for name, (low, high) in BOUNDS.items()]
offences += [
    f"{name} NOT IN ({', '.join(map(repr, values))})" for name, values in CATEGORIES.items()
]
counts = ", ".join(f"count(*) FILTER (WHERE {offence})" for offence in offences)
key = ", ".join(KEY)

flights = duckdb.connect()
flights.execute(f"CREATE TABLE flights AS FROM '{sys.argv[1]}'")
rows, *found = flights.execute(f"SELECT count(*), {counts} FROM flights").fetchone()
broken = [offence for offence, count in zip(offences, found) if count]
if flights.execute(f"SELECT 1 FROM flights GROUP BY {key} HAVING count(*) > 1").fetchone():
    broken.append("key")
kinds = {name: kind for name, kind, *_ in flights.execute("DESCRIBE flights").fetchall()}
broken += [name for name in INTEGERS + NUMBERS if kinds[name] != "BIGINT"]
broken += [name for name in TEXTS if kinds[name] != "VARCHAR"]
if not ROWS[0] <= rows <= ROWS[1]:
    broken.append("rows")
finish(broken)
