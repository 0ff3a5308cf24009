"""Writes delong.json: what others published of DeLong's method, as they printed it.

    python make_delong.py > delong.json

The data are those of Turck et al. (2010), 113 patients with an aneurysmal subarachnoid
haemorrhage, of which 41 had a poor outcome, as Debian's package r-cran-proc 1.18.0 has them
(`aSAH`). Only the order of the scores matters to the area, so there are ranks here, equal ones
for equal values.

The numbers are not computed here but copied from

- the tests of the R package pROC (github.com/xrobin/pROC, tests/testthat): `intervals` (lower
  end, area, upper end) from test-ci.auc.R, `variances` from test-var.R, `covariances` from
  test-cov.R, `tests` (Z, p-value and the interval of the difference) from test-roc.test.R.
  Rounded, the first of these is what its users see: Z = 2.209, p-value = 0.02718;
- Stata 14's `roctab outcome s100b, summary` of the same data, as an answer on Stack Overflow on
  p-values with pROC shows it beside pROC's own results.
"""
import json

TRUTH = (
    "000011010010110010111010000000001001101100000000011000100010"
    "10011101101111000110100000010000000000001111110001000")

WFNS = """
1 1 1 1 3 2 5 4 1 2 5 2 5 5 1 2 5 2 2 5 2 1 1 1 1 2 1 2 1 1 3 4 2 1 4 5 4 1 4 2 5 5 1 1 2 4 1 1
2 5 5 2 1 2 5 1 2 2 2 1 5 1 1 2 5 2 1 4 5 2 4 4 1 4 1 2 1 4 2 1 2 3 2 4 2 1 4 5 1 1 5 4 2 2 1 1
1 3 1 2 5 2 2 5 5 5 2 4 4 5 1 1 1
"""

S100B = """
11 12 8 2 11 8 36 14 16 8 10 8 33 44 2 6 38 2 5 27 7 7 5 9 5 15 5 9 11 17 3 14 31 12 28 29 37 7
49 21 39 35 14 5 32 34 9 6 7 48 40 6 4 11 50 8 12 13 5 4 46 3 7 25 1 7 2 19 43 7 23 44 6 22 6 14
7 11 8 6 9 27 9 24 5 8 26 18 5 3 20 30 8 13 6 12 8 5 2 17 41 12 42 26 47 45 13 36 15 33 13 39 37
"""

NDKA = """
1 27 23 42 82 61 8 66 76 9 78 83 5 28 67 86 49 79 97 105 98 104 100 31 10 56 13 11 108 62 35 36
38 84 4 72 90 22 17 25 14 33 65 21 74 101 18 16 58 69 2 30 19 64 109 95 91 39 87 53 41 106 12 48
55 70 80 93 63 34 89 24 107 76 43 45 75 6 33 3 88 81 60 30 47 85 46 7 54 20 37 44 96 26 57 63
102 51 59 29 32 99 52 73 103 50 94 40 71 77 92 15 68
"""

MODELS = {"wfns": WFNS, "s100b": S100B, "ndka": NDKA}

print(json.dumps({
    "truth": [int(digit) for digit in TRUTH],
    "models": {name: [int(rank) for rank in text.split()] for name, text in MODELS.items()},
    "pROC": {
        "intervals": {
            "wfns": [0.748534887819453, 0.823678861788618, 0.898822835757783],
            "ndka": [0.501244999271703, 0.611957994579946, 0.722670989888189]},
        "variances": {
            "wfns": 0.00146991470882363, "ndka": 0.0031908105493913, "s100b": 0.00266868245717244},
        "covariances": [
            ["wfns", "ndka", -0.000532967856762438], ["ndka", "s100b", -0.000756164938056579],
            ["s100b", "wfns", 0.00119615567376754]],
        "tests": [
            {"models": ["wfns", "s100b"], "z": 2.20898359144091, "p": 0.0271757822291882,
             "interval": [0.0104061769564846, 0.174214419249478]},
            {"models": ["wfns", "ndka"], "z": 2.79777591868904, "p": 0.00514557970691098,
             "interval": [0.0634011709339876, 0.3600405634833566]},
            {"models": ["ndka", "s100b"], "z": -1.39077002573558, "p": 0.164295175223054,
             "interval": [-0.2876917446341914, 0.0488706064228094]}]},
    "Stata": {"model": "s100b", "area": 0.7314, "standardError": 0.0517,
              "interval": [0.63012, 0.83262]}}))
