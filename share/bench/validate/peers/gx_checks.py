"""Great Expectations: an ephemeral context, a batch of a frame, one suite. argument: FILE"""

import sys

import great_expectations
import pandas
from great_expectations import expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig

from suite import BOUNDS, CATEGORIES, COMPLETE, INTEGERS, KEY, NUMBERS, ROWS, TEXTS, finish

table = pandas.read_csv(sys.argv[1])
context = great_expectations.get_context(mode="ephemeral")
context.variables.progress_bars = ProgressBarsConfig(globally=False)
source = context.data_sources.add_pandas("pandas").add_dataframe_asset("flights")
batch = source.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": table})

suite = great_expectations.ExpectationSuite("flights")
wanted = [gx.ExpectColumnValuesToNotBeNull(column=name) for name in COMPLETE]
wanted += [
    gx.ExpectColumnValuesToBeBetween(column=name, min_value=low, max_value=high)
    for name, (low, high) in BOUNDS.items()
]
wanted += [
    gx.ExpectColumnValuesToBeInSet(column=name, value_set=values)
    for name, values in CATEGORIES.items()
]
wanted.append(gx.ExpectCompoundColumnsToBeUnique(column_list=KEY))
for names, kind in ((INTEGERS, "int64"), (NUMBERS, "float64"), (TEXTS, "str")):
    wanted += [gx.ExpectColumnValuesToBeOfType(column=name, type_=kind) for name in names]
wanted.append(gx.ExpectTableRowCountToBeBetween(min_value=ROWS[0], max_value=ROWS[1]))
for expectation in wanted:
    suite.add_expectation(expectation)

results = batch.validate(suite).results
finish([result.expectation_config.type for result in results if not result.success])
