"""scipy in a loop over columns: KS, Wasserstein and PSI, or χ² and PSI. arguments: REFERENCE CURRENT"""

import sys

import numpy
import pandas
from scipy import stats

SMALLEST = 1e-6


def psi(reference, current):
    reference, current = reference + SMALLEST, current + SMALLEST
    return ((reference - current) * numpy.log(reference / current)).sum()


def numeric(reference, current):
    edges = numpy.unique(numpy.quantile(reference, numpy.linspace(0, 1, 11)))
    shares = [numpy.ones(1), numpy.ones(1)]
    if len(edges) > 1:
        edges[0], edges[-1] = -numpy.inf, numpy.inf
        shares = [numpy.histogram(side, edges)[0] / len(side) for side in (reference, current)]
    return (
        stats.ks_2samp(reference, current, method="asymp").statistic,
        stats.wasserstein_distance(reference, current),
        psi(*shares),
    )


def categorical(reference, current):
    sides = {"reference": reference.value_counts(), "current": current.value_counts()}
    counts = pandas.DataFrame(sides).fillna(0)
    statistic = stats.chi2_contingency(counts.T.to_numpy() + 0.5).statistic
    return statistic, psi(*(counts[side] / counts[side].sum() for side in counts))


tables = [pandas.read_csv(path) for path in sys.argv[1:3]]
for name in tables[0].columns:
    sides = [table[name].dropna() for table in tables]
    measure = numeric if sides[0].dtype.kind in "if" else categorical
    print(name, *measure(*sides))
