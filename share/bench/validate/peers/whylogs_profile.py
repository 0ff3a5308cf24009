"""whylogs: the profile of a frame, as a table and as bytes. argument: FILE"""

import sys

import pandas
import whylogs

view = whylogs.log(pandas=pandas.read_csv(sys.argv[1])).profile().view()
print(view.to_pandas().shape, len(view.serialize()))
