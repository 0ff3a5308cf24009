"""Writes drift_functions.json: scipy's probabilities for the drift tests.

    pip install 'scipy==1.17.1' 'numpy==2.4.6' && python drift_functions_make.py > drift_functions.json

Rows are [arguments…, value].
"""
import json
import math
import sys

import numpy as np
import scipy
from scipy import special, stats

SIZES = [1, 2, 3, 4, 5, 10, 20, 50, 100, 139, 140, 141, 200, 500, 1000, 5000, 20000, 99999, 100000,
         100001, 168388, 999999, 1000000, 1000001, 5000000]
SCALED = [0.001, 0.01, 0.028, 0.03, 0.05, 0.1, 0.2, 0.4, 0.7546, 0.7547, 1.0, 1.5, 2.19, 2.21, 3.0,
          3.99, 4.01, 6.0, 10.0, 17.9, 18.1, 40.0, 100.0, 300.0, 369.0, 371.0]

smirnov = []
for n in SIZES:
    distances = {math.sqrt(s / n) for s in SCALED}
    distances |= {0.3 / n, 0.5 / n, 0.7 / n, 1.0 / n, 1.3 / n, 0.49, 0.5, 0.51, 1 - 1.5 / n, 1 - 0.5 / n, 1.0}
    for d in sorted(distances):
        if 0 < d <= 1:
            smirnov.append([n, d, float(stats.kstwo.sf(d, n))])

chi = []
for k in [1, 2, 3, 4, 5, 9, 10, 29, 30, 31, 99, 500, 999, 9999, 65535]:
    for factor in [0.0, 1e-6, 0.01, 0.3, 0.7, 0.9, 0.99, 1.0, 1.01, 1.1, 1.5, 2, 5, 20, 100]:
        x = k * factor
        chi.append([k, x, float(special.chdtrc(k, x))])

paths = []
rng = np.random.default_rng(7)
for n, m in [(1, 1), (1, 7), (5, 5), (6, 9), (10, 25), (40, 41), (100, 100), (128, 96), (500, 499),
             (1000, 1000), (1000, 10000), (997, 9973), (10000, 10000), (10000, 9999), (10000, 5000),
             (3, 10000), (10000, 10001), (2, 20000), (300, 50000), (200000, 150000)]:
    lcm = n * m // math.gcd(n, m)
    for d in [0.0, 1 / lcm, 0.2, 0.5, 1.0] + list(np.sqrt((n + m) / n / m * rng.uniform(0.05, 8, 6))):
        h = min(lcm, round(d * lcm))
        # Samples of 0s and 1s whose distribution functions differ by h/lcm do not exist for all
        # sizes, so scipy's own steps are called with the distance.
        g = math.gcd(n, m)
        if max(n, m) <= 10000:
            ok, d2, p = stats._stats_py._attempt_exact_2kssamp(n, m, g, h / lcm, "two-sided")
            if not ok:
                p = stats.kstwo.sf(d2, np.round(n * m / (n + m)))
        else:
            p = stats.kstwo.sf(h / lcm, np.round(float(n) * m / (n + m)))
        paths.append([n, m, h / lcm, float(np.clip(p, 0, 1))])

json.dump({"versions": {"scipy": scipy.__version__, "numpy": np.__version__},
           "kolmogorov": smirnov, "chisquare": chi, "smirnov": paths}, sys.stdout, separators=(",", ":"))
