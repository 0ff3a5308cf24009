"""The same metrics by torchmetrics, exact, read by polars.   metrics_torch.py FILE"""
import sys

import polars
import torch
from torchmetrics.functional.classification import (
    binary_auroc, binary_average_precision, binary_confusion_matrix, binary_f1_score)

frame = polars.read_csv(sys.argv[1])
truth = torch.from_numpy(frame["label"].to_numpy().copy())
score = torch.from_numpy(frame["score"].to_numpy().copy())
print(binary_auroc(score, truth).item(), binary_average_precision(score, truth).item(),
      binary_f1_score(score, truth).item(),
      torch.nn.functional.binary_cross_entropy(score, truth.double()).item(),
      binary_confusion_matrix(score, truth).tolist())
