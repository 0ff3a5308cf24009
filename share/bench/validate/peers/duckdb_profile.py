"""DuckDB's Python module: SUMMARIZE. argument: FILE"""

import sys

import duckdb

for row in duckdb.sql(f"SUMMARIZE FROM '{sys.argv[1]}'").fetchall():
    print(row)
