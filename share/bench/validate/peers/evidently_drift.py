"""Evidently: DataDriftPreset over all columns. arguments: REFERENCE CURRENT"""

import sys

import pandas
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

CATEGORICAL = ["carrier", "tailnum", "origin", "dest"]

reference, current = pandas.read_csv(sys.argv[1]), pandas.read_csv(sys.argv[2])
numerical = [name for name in reference.columns if name not in CATEGORICAL + ["time_hour"]]
for table in (reference, current):
    table[numerical] = table[numerical].astype(float)
definition = DataDefinition(numerical_columns=numerical, categorical_columns=CATEGORICAL)
report = Report([DataDriftPreset()]).run(
    Dataset.from_pandas(current, data_definition=definition),
    Dataset.from_pandas(reference, data_definition=definition),
)
print(len(report.json()))
