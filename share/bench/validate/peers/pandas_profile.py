"""pandas: read_csv, describe, missing and distinct counts. argument: FILE"""

import sys

import pandas

table = pandas.read_csv(sys.argv[1], parse_dates=["time_hour"])
print(table.describe(include="all").T.to_string())
print(table.isna().sum())
print(table.nunique())
