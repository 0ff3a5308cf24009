"""Writes the data of the example: deliveries of images to train with, and images to test with.

    python3 deliveries.py DIRECTORY

The data is what scikit-learn has with it: 569 digitised images of fine needle aspirates of breast
masses, each described by features of its cell nuclei (Wisconsin Diagnostic Breast Cancer). The ten
of each image's largest nuclei are taken.
"""

import csv
import pathlib
import sys

from sklearn.datasets import load_breast_cancer

data = load_breast_cancer()
chosen = [index for index, name in enumerate(data.feature_names) if name.startswith("worst ")]
header = ["image", *(data.feature_names[index].removeprefix("worst ").replace(" ", "_")
                     for index in chosen), "diagnosis"]
images = [[f"fna-{number:03}", *(f"{row[index]:.10g}" for index in chosen), data.target_names[kind]]
          for number, (row, kind) in enumerate(zip(data.data, data.target), 1)]


def write(name, rows):
    path = pathlib.Path(sys.argv[1], name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


# Every fourth image is for testing; a fifth of the others is known at first.
train = [row for number, row in enumerate(images) if number % 4]
write("tests/images.csv", images[::4])
write("data/1.csv", train[::5])
write("deliveries/2.csv", [row for number, row in enumerate(train) if number % 5 in (1, 2, 3)])
# The last one is from a site that writes M and B.
write("deliveries/3.csv", [[*row[:-1], row[-1][0].upper()] for row in train[4::5]])
