"""The sides of drift.json's pairs: what drift_make.py, tfdv_make.py and the tests draw alike."""
import numpy as np


def uniforms(seed, start, count):
    """splitmix64, 53 bits of each."""
    with np.errstate(over="ignore"):
        index = np.arange(start + 1, start + count + 1, dtype=np.uint64)
        z = np.uint64(seed) + index * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53


def numbers(side):
    """The finite numbers of a side, as they come."""
    if "values" in side:
        return np.repeat(np.array(side["values"], float), side["counts"])
    n, seed = side["n"], side["seed"]
    u = uniforms(seed, 0, 4 * n).reshape(n, 4)
    bell = u[:, 0] + u[:, 1] + u[:, 2] + u[:, 3] - 2
    shape, shift, scale = side["shape"], side.get("shift", 0.0), side.get("scale", 1.0)
    levels = side.get("levels", 1)
    if shape == "bell":
        return bell * scale + shift
    if shape == "flat":
        return u[:, 0] * scale + shift
    if shape == "levels":  # skewed whole numbers
        return np.floor(u[:, 0] * u[:, 1] ** side.get("skew", 0) * levels) + shift
    if shape == "grid":  # a bell with ties
        return np.floor(bell * levels) / levels + shift
    raise ValueError(shape)


def texts(side):
    """The texts of a side, as they come; None if it is one of numbers."""
    if "texts" in side:
        return list(np.repeat(np.array(side["texts"], dtype=object), side["counts"]))
    if side.get("prefix") is not None:
        return [side["prefix"] + str(int(v)) for v in numbers(side)]
    return None
