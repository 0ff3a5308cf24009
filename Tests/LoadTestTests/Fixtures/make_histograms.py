"""Writes histograms.json: random durations and what HdrHistogram's Python edition says of them.

    pip install hdrhistogram==0.10.8 && python make_histograms.py > histograms.json

The range is that of the load generator: 1 ns to 1 h. Values at its limits and beyond them, one
value, equal values and all precisions are among the cases; so is the correction for coordinated
omission, which this edition continues down to the remainder.
"""
import importlib.metadata
import json
import random
import sys

from hdrh.histogram import HdrHistogram

LONGEST = 3_600_000_000_000
PERCENTILES = [0, 0.1, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100]
rng = random.Random(20)


def lognormal(count, scale, spread):
    return [int(scale * rng.lognormvariate(0, spread)) for _ in range(count)]


def case(name, values, digits=3, interval=0):
    histogram = HdrHistogram(1, LONGEST, digits)
    taken = [
        histogram.record_corrected_value(value, interval) if interval else histogram.record_value(value)
        for value in values
    ]
    known = histogram.get_percentile_to_value_dict(PERCENTILES)
    return {
        "name": name,
        "digits": digits,
        "interval": interval,
        "values": values,
        "refused": taken.count(False),
        "count": histogram.get_total_count(),
        "min": histogram.get_min_value(),
        "max": histogram.get_max_value(),
        "mean": histogram.get_mean_value(),
        "percentiles": [[p, known[p]] for p in PERCENTILES if p in known],
    }


def cases():
    yield case("nothing", [])
    yield case("zero", [0])
    yield case("one", [1])
    yield case("equal", [123_456_789] * 50)
    yield case("limits", [0, 1, 1023, 1024, 2047, 2048, 2049, 4095, 4096, LONGEST - 1, LONGEST])
    yield case("beyond", [-1, LONGEST, 2**42, 2**43 - 1, 2**43, 2**60, 5])
    yield case("small", [rng.randrange(3000) for _ in range(500)])
    for digits in range(1, 6):
        yield case(f"lognormal {digits}", lognormal(800, 2e5, 1.5), digits)
        yield case(f"uniform {digits}", [rng.randrange(LONGEST) for _ in range(300)], digits)
    for number in range(20):
        values = lognormal(rng.randrange(1, 400), 10 ** rng.uniform(0, 10), rng.uniform(0.1, 3))
        yield case(f"random {number}", [min(value, LONGEST) for value in values])
    yield case("corrected", [1000, 100, 250, 200, 99, 0], 3, 100)
    for number in range(10):
        values = lognormal(100, 1e6, 1.5)
        yield case(f"corrected {number}", values, 3, rng.randrange(200_000, 3_000_000))


json.dump(
    {"hdrhistogram": importlib.metadata.version("hdrhistogram"), "cases": list(cases())},
    sys.stdout,
    separators=(",", ":"),
)
print()
