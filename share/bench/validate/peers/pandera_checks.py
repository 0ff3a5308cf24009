"""pandera on a pandas frame, all checks before it complains. argument: FILE"""

import sys

import pandas
import pandera.pandas as pandera

from suite import BOUNDS, CATEGORIES, COMPLETE, INTEGERS, KEY, NUMBERS, ROWS, TEXTS, finish

table = pandas.read_csv(sys.argv[1])
kinds = {name: "int64" for name in INTEGERS}
kinds |= {name: "float64" for name in NUMBERS}
kinds |= {name: str(table[name].dtype) for name in TEXTS}


def checks(name):
    bounds = [pandera.Check.in_range(*BOUNDS[name])] if name in BOUNDS else []
    return bounds + ([pandera.Check.isin(CATEGORIES[name])] if name in CATEGORIES else [])


schema = pandera.DataFrameSchema(
    {
        name: pandera.Column(kinds.get(name), checks(name), nullable=name not in COMPLETE)
        for name in table.columns
    },
    unique=KEY,
    checks=pandera.Check(lambda frame: ROWS[0] <= len(frame) <= ROWS[1]),
)
try:
    schema.validate(table, lazy=True)
    finish([])
except pandera.errors.SchemaErrors as error:
    finish(error.failure_cases.head(3).to_string())
