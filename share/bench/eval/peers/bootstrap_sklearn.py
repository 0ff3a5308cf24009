"""1,000 resamples of accuracy and ROC AUC, scikit-learn in a loop.   bootstrap_sklearn.py FILE"""
import sys

import numpy as np
import pandas
from sklearn.metrics import accuracy_score, roc_auc_score

frame = pandas.read_csv(sys.argv[1])
truth, score = frame["label"].to_numpy(), frame["score"].to_numpy()
predicted = (score >= 0.5).astype(int)
random = np.random.default_rng(0)
accuracies, areas = [], []
for _ in range(1000):
    rows = random.integers(0, len(truth), len(truth))
    accuracies.append(accuracy_score(truth[rows], predicted[rows]))
    areas.append(roc_auc_score(truth[rows], score[rows]))
print(np.quantile(accuracies, [0.025, 0.975]), np.quantile(areas, [0.025, 0.975]))
