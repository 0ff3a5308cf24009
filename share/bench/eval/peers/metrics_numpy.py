"""The same metrics from one sort and its cumulative sums, read by polars.   metrics_numpy.py FILE"""
import sys

import numpy as np
import polars

frame = polars.read_csv(sys.argv[1])
truth, score = frame["label"].to_numpy(), frame["score"].to_numpy()
order = np.argsort(-score)
labels, scores = truth[order], score[order]
ends = np.r_[np.nonzero(np.diff(scores))[0], len(scores) - 1]
hits = np.cumsum(labels)[ends]
alarms = ends + 1 - hits
positives, negatives = hits[-1], alarms[-1]
area = np.trapezoid(np.r_[0, hits] / positives, np.r_[0, alarms] / negatives)
precision = (np.diff(np.r_[0, hits]) / positives * hits / (hits + alarms)).sum()
predicted = score >= 0.5
both = int((predicted & (truth == 1)).sum())
false = int(predicted.sum()) - both
clipped = np.clip(score, 1e-15, 1 - 1e-15)
loss = -np.where(truth == 1, np.log(clipped), np.log1p(-clipped)).mean()
print(area, precision, 2 * both / (2 * both + false + int(positives) - both), loss, both, false)
