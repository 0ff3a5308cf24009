"""ydata-profiling: its minimal report, as JSON without HTML. argument: FILE"""

import sys

import pandas
from ydata_profiling import ProfileReport

report = ProfileReport(pandas.read_csv(sys.argv[1]), minimal=True, progress_bar=False)
print(len(report.to_json()))
