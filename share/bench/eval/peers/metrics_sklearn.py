"""ROC AUC, average precision, F1, log loss and the confusion matrix by scikit-learn.

    metrics_sklearn.py FILE pandas|polars
"""
import importlib
import sys

from sklearn.metrics import (
    average_precision_score, confusion_matrix, f1_score, log_loss, roc_auc_score)

frame = importlib.import_module(sys.argv[2]).read_csv(sys.argv[1])
truth, score = frame["label"].to_numpy(), frame["score"].to_numpy()
predicted = score >= 0.5
print(roc_auc_score(truth, score), average_precision_score(truth, score),
      f1_score(truth, predicted), log_loss(truth, score),
      confusion_matrix(truth, predicted).tolist())
