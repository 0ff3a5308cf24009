"""Writes significance.json: what SciPy and statsmodels say of intervals and tests.

    pip install numpy scipy statsmodels scikit-learn
    python make_significance.py > significance.json

DeLong's and Tango's have no implementation there, so they are written out here by their
definitions (components pair by pair; the likelihood maximised by a search), not by the formulas
that are tested. Published numbers:

- `ovarian`: the data of DeLong, DeLong and Clarke-Pearson (1988), the 43 complete rows as SAS'
  documentation of PROC LOGISTIC lists them ("Comparing Receiver Operating Characteristic Curves").
  Its results are computed here.
- `published`: the table of Cavo et al. (2012) in Fagerland, Lydersen and Laake, "Statistical
  Analysis of Contingency Tables" (2017), chapter 8, as the tests of the R package
  contingencytables have it.
"""
import json
import platform

import numpy as np
import scipy
import statsmodels
from scipy import optimize, stats
from sklearn import metrics
import sklearn
from statsmodels.stats.contingency_tables import mcnemar

SEEDS = range(8)
RESAMPLES = 9999


def area(truth, scores):
    ranks = stats.rankdata(scores)
    positives = truth.sum()
    negatives = len(truth) - positives
    if positives == 0 or negatives == 0:
        return np.nan
    return (ranks[truth == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives)


def accuracy(truth, scores):
    return np.mean((scores >= 0.5) == truth)


def f1(truth, scores):
    guesses = scores >= 0.5
    hits = np.sum(guesses * truth)
    return 2 * hits / (guesses.sum() + truth.sum())


def mae(truth, guesses):
    return np.mean(np.abs(truth - guesses))


def intervals(data, statistic):
    ends = []
    for seed in SEEDS:
        found = stats.bootstrap(
            data, statistic, paired=True, vectorized=False, method="BCa", n_resamples=RESAMPLES,
            random_state=np.random.default_rng(seed)).confidence_interval
        ends.append([found.low, found.high])
    ends = np.array(ends)
    return {"mean": ends.mean(axis=0).tolist(), "spread": ends.std(axis=0, ddof=1).tolist()}


def bootstraps():
    random = np.random.default_rng(1)
    cases = []
    for n in (60, 200, 1000):
        for share in (0.5, 0.35 if n == 60 else 0.12):
            truth = (random.random(n) < share).astype(int)
            scores = np.round(np.clip(random.normal(0.35 + 0.3 * truth, 0.2), 0, 1), 3)
            assert np.isclose(area(truth, scores), metrics.roc_auc_score(truth, scores))
            cases.append({
                "task": "binary", "truth": truth.tolist(), "scores": scores.tolist(),
                "intervals": {
                    "accuracy": intervals((truth, scores), accuracy),
                    "f1": intervals((truth, scores), f1),
                    "roc_auc": intervals((truth, scores), area)}})
        for skewed in (False, True):
            truth = np.round(random.normal(10, 3, n), 3)
            errors = random.lognormal(0, 1, n) if skewed else random.normal(0, 1, n)
            guesses = np.round(truth + errors, 3)
            cases.append({
                "task": "regression", "truth": truth.tolist(), "scores": guesses.tolist(),
                "intervals": {"mae": intervals((truth, guesses), mae)}})
    return cases


def components(truth, scores):
    own, other = scores[truth == 1], scores[truth == 0]
    wins = np.array([[1.0 if a > b else 0.5 if a == b else 0.0 for b in other] for a in own])
    return wins.mean(axis=1), wins.mean(axis=0)


def covariance(left, right):
    return sum(np.cov(a, b, ddof=1)[0, 1] / len(a) for a, b in zip(left, right))


def delong(truth, models):
    truth = np.array(truth)
    parts = [components(truth, np.array(scores)) for scores in models]
    areas = [float(part[0].mean()) for part in parts]
    for one, scores in zip(areas, models):
        assert np.isclose(one, metrics.roc_auc_score(truth, scores))
    return {
        "truth": truth.tolist(), "models": [list(map(float, scores)) for scores in models],
        "areas": areas,
        "covariance": [[float(covariance(a, b)) for b in parts] for a in parts]}


OVARIAN = """
3.0 5.8 10 0  3.2 6.3 5 1  3.9 6.8 3 1  2.8 4.8 6 0  3.2 5.8 3 1  0.9 4.0 5 0  2.5 5.7 8 0
1.6 5.6 5 1  3.8 5.7 5 1  3.7 6.7 6 1  3.2 5.4 4 1  3.8 6.6 6 1  4.1 6.6 5 1  3.6 5.7 5 1
4.3 7.0 4 1  3.6 6.7 4 0  2.3 4.4 6 1  4.2 7.6 4 0  4.0 6.6 6 0  3.5 5.8 6 1  3.8 6.8 7 1
3.0 4.7 8 0  4.5 7.4 5 1  3.7 7.4 5 1  3.1 6.6 6 1  4.1 8.2 6 1  4.3 7.0 5 1  4.3 6.5 4 1
3.2 5.1 5 1  2.6 4.7 6 1  3.3 6.8 6 0  1.7 4.0 7 0  3.7 6.1 5 1  3.3 6.3 7 1  4.2 7.7 6 1
3.5 6.2 5 1  2.9 5.7 9 0  2.1 4.8 7 1  2.8 6.2 8 0  4.0 7.0 7 1  3.3 5.7 6 1  3.7 6.9 5 1
3.6 6.6 5 1
"""


def delongs():
    ovarian = np.array(OVARIAN.split(), dtype=float).reshape(-1, 4)
    cases = {"ovarian": delong(
        ovarian[:, 3].astype(int), [ovarian[:, 0], ovarian[:, 1], 10 - ovarian[:, 2]])}
    random = np.random.default_rng(2)
    for name, digits in (("distinct", 9), ("tied", 1)):
        truth = (random.random(80) < 0.3).astype(int)
        base = random.normal(0.8 * truth, 1)
        cases[name] = delong(
            truth, [np.round(base + random.normal(0, 0.5, 80), digits) for _ in range(2)])
    return cases


def likelihood_score(gained, lost, count, difference):
    """The score of a difference: the share of losses is that of the greatest likelihood."""
    low, high = max(0.0, -difference), (1 - difference) / 2

    def loss(share):
        terms = ((lost, share), (gained, share + difference),
                 (count - gained - lost, 1 - 2 * share - difference))
        return -sum(k * np.log(p) if p > 0 else (-np.inf if k else 0) for k, p in terms if k)

    share = optimize.minimize_scalar(
        loss, bounds=(low, high), method="bounded", options={"xatol": 1e-13}).x
    variance = count * (2 * share + difference * (1 - difference))
    return (gained - lost - count * difference) / np.sqrt(variance)


def tango(gained, lost, count):
    reach = stats.norm.ppf(0.975)
    center = (gained - lost) / count
    edge = 1e-9

    def solve(end, limit):
        return optimize.brentq(
            lambda d: likelihood_score(gained, lost, count, d) - limit, *sorted((center, end)),
            xtol=1e-12)

    return [solve(-1 + edge, reach), solve(1 - edge, -reach)]


def paired():
    tables = [(6, 16, 161), (1, 7, 21), (12, 2, 50), (40, 20, 160), (9, 21, 200), (3, 3, 40),
              (130, 90, 1000), (400, 330, 20000), (25, 8, 33)]
    return [
        {"gained": b, "lost": c, "count": n,
         "p": float(mcnemar([[n - b - c, b], [c, 0]], exact=True).pvalue),
         "chi": float(mcnemar([[n - b - c, b], [c, 0]], exact=False, correction=False).pvalue),
         "interval": tango(b, c, n)}
        for b, c, n in tables]


def exact():
    pairs = [(0, 1), (0, 5), (5, 5), (7, 2), (100, 130), (3000, 2800), (0, 900), (40000, 41000)]
    return [[b, c, float(stats.binomtest(b, b + c).pvalue)] for b, c in pairs]


def normal():
    tails = [1e-300, 1e-100, 1e-20, 1e-10, 1e-5, 0.001, 0.02424, 0.02426, 0.025, 0.1, 0.3, 0.49]
    probabilities = tails + [0.5] + [1 - tail for tail in tails if tail > 1e-12]
    values = [-37, -20, -8.5, -3, -1.96, -0.1, 0, 0.1, 1.96, 3, 8]
    return {"quantile": [[p, float(stats.norm.ppf(p))] for p in probabilities],
            "cumulative": [[v, float(stats.norm.cdf(v))] for v in values]}


print(json.dumps({
    "versions": {
        "python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__,
        "statsmodels": statsmodels.__version__, "scikit-learn": sklearn.__version__},
    "bootstrap": bootstraps(), "delong": delongs(), "paired": paired(), "exact": exact(),
    "published": {
        "gained": 6, "lost": 16, "count": 161, "p": 0.052479, "interval": [-0.1240, -0.0054]},
    "normal": normal()}))
