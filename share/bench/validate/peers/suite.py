"""The 49 checks of flights.csv, in no library's terms; checks.schema.json says the same to mlx-validate."""

# 13 columns without a missing cell.
COMPLETE = [
    "year", "month", "day", "sched_dep_time", "sched_arr_time", "carrier", "flight", "origin",
    "dest", "distance", "hour", "minute", "time_hour",
]
# 14 columns and the smallest and largest value of each that is allowed.
BOUNDS = {
    "year": (2013, 2013),
    "month": (1, 12),
    "day": (1, 31),
    "dep_time": (1, 2400),
    "sched_dep_time": (1, 2400),
    "dep_delay": (-60, 1500),
    "arr_time": (1, 2400),
    "sched_arr_time": (0, 2400),
    "arr_delay": (-120, 1500),
    "flight": (1, 9999),
    "air_time": (10, 800),
    "distance": (1, 6000),
    "hour": (0, 23),
    "minute": (0, 59),
}
# 2 columns and the values that are allowed.
CATEGORIES = {
    "carrier": [
        "9E", "AA", "AS", "B6", "DL", "EV", "F9", "FL", "HA", "MQ", "OO", "UA", "US", "VX", "WN",
        "YV",
    ],
    "origin": ["EWR", "JFK", "LGA"],
}
# 1 key of several columns.
KEY = ["month", "day", "flight", "carrier", "origin", "sched_dep_time"]
# 18 columns and their types: integers, integers with missing cells, texts.
INTEGERS = [
    "year", "month", "day", "sched_dep_time", "sched_arr_time", "flight", "distance", "hour",
    "minute",
]
NUMBERS = ["dep_time", "dep_delay", "arr_time", "arr_delay", "air_time"]
TEXTS = ["carrier", "tailnum", "origin", "dest"]
# 1 range of the row count.
ROWS = (300_000, 400_000_000)

COUNT = (
    len(COMPLETE) + len(BOUNDS) + len(CATEGORIES) + 1
    + len(INTEGERS) + len(NUMBERS) + len(TEXTS) + 1
)
assert COUNT == 49


def finish(broken):
    """Ends a peer's program: a check that fails here makes its time worthless."""
    if broken:
        raise SystemExit(f"broken: {broken}")
    print(COUNT, "checks passed")
