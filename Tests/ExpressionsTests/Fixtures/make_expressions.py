#!/usr/bin/env python3
"""Random row rules and what they mean by Python's own arithmetic, for expressions.json.

Each rule is a tree. It is written once in the row-rule language and computed once here, by an
evaluator that knows nothing of the one under test: None stands for null.

    python3 make_expressions.py > expressions.json
"""
import datetime
import json
import math
import random
import re
import sys

SEED, CASES, ROWS = 20240607, 700, 24
rng = random.Random(SEED)

NUMBERS = ["0", "1", "2", "-3", "0.5", "-0.25", "7", "1e3", "NaN", "INF", "-INF", "100", ""]
TEXTS = ["", "NA", "a", "b", "ab", "Ab", "é", "日本", "A1", "ABC", "zz top", 'q"q', "a\\d"]
DATES = ["2024-01-01", "2023-12-31", "1969-07-20", "2024-02-29", ""]
STAMPS = ["2024-01-01T00:00:00", "2023-12-31T23:59:59.5", "2024-01-01T01:00:00+02:00", ""]
FLAGS = ["true", "false", ""]
COLUMNS = {
    "x": ("number", NUMBERS), "y": ("number", NUMBERS), "net total": ("number", NUMBERS),
    "p": ("boolean", FLAGS), "q": ("boolean", FLAGS),
    "s": ("string", TEXTS), "t": ("string", TEXTS),
    "d": ("date", DATES), "e": ("date", DATES), "w": ("datetime", STAMPS),
}
PATTERNS = ["[A-Z]{1,3}", "a.*", r"\w+", ".", r"a\\d", "(a|b)+", ""]


def cell(kind, text):
    """A cell as Python has it; the schema's missing values are '' and 'NA'."""
    if text in ("", "NA"):
        return None
    if kind == "number":
        return float(text)
    if kind == "boolean":
        return text == "true"
    if kind in ("date", "datetime"):
        moment = datetime.datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.timezone.utc)
        return moment
    return text


def name(column):
    return f"`{column}`" if " " in column else column


def quote(text):
    mark = rng.choice("\"'")
    return mark + text.replace(mark, mark * 2) + mark


def of_type(*kinds):
    return rng.choice([c for c, (kind, _) in COLUMNS.items() if kind in kinds])


def number(depth):
    """(text, precedence, function of a row)"""
    kind = rng.randrange(10 if depth > 0 else 3)
    if kind == 0:
        value = rng.choice([0, 1, 2, 3, 0.5, 7, 100, 1000])
        return str(value), 9, lambda row: float(value)
    if kind <= 2:
        column = of_type("number")
        return name(column), 9, lambda row: row[column]
    if kind == 3:
        text, precedence, value = number(depth - 1)
        return "-" + wrap(text, precedence, 8), 8, lambda row: apply(lambda a: -a, value(row))
    if kind == 4:
        text, _, value = number(depth - 1)
        return f"abs({text})", 9, lambda row: apply(abs, value(row))
    if kind == 5:
        column = of_type("string")
        return f"length({column})", 9, lambda row: apply(lambda a: float(len(a)), row[column])
    if kind == 6:
        one, other = of_type("date", "datetime"), of_type("date", "datetime")
        return f"{one} - {other}", 6, lambda row: apply(
            lambda a, b: (a - b).total_seconds(), row[one], row[other])
    if kind == 7:
        text, precedence, value = condition(depth - 1)
        right, right_precedence, other = number(depth - 1)
        return (f"{wrap(text, precedence, 6)} + {wrap(right, right_precedence, 7)}", 6,
                lambda row: apply(lambda a, b: float(a) + b, value(row), other(row)))
    sign = rng.choice("+-*/%")
    level = 6 if sign in "+-" else 7
    left, left_precedence, one = number(depth - 1)
    right, right_precedence, other = number(depth - 1)
    text = f"{wrap(left, left_precedence, level)} {sign} {wrap(right, right_precedence, level + 1)}"
    return text, level, lambda row: apply(lambda a, b: compute(sign, a, b), one(row), other(row))


def compute(sign, a, b):
    if sign in "/%" and b == 0:
        return None
    try:
        if sign == "%":
            return math.fmod(a, b)
        return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}[
            sign]()
    except ValueError:
        return math.nan


def apply(function, *operands):
    return None if any(o is None for o in operands) else function(*operands)


COMPARISONS = {
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}


def condition(depth):
    kind = rng.randrange(14 if depth > 0 else 3)
    if kind == 0:
        column = of_type("boolean")
        return name(column), 9, lambda row: row[column]
    if kind == 1:
        column = rng.choice(list(COLUMNS))
        negated = rng.random() < 0.4
        text = f"{name(column)} is {'not ' if negated else ''}null"
        return text, 4 if negated else 5, lambda row: (row[column] is None) != negated
    if kind == 2:
        return leaf_membership()
    if kind in (3, 4):
        sign = rng.choice(list(COMPARISONS))
        left, left_precedence, one = number(depth - 1)
        right, right_precedence, other = number(depth - 1)
        text = f"{wrap(left, left_precedence, 6)} {sign} {wrap(right, right_precedence, 6)}"
        return text, 5, lambda row: apply(COMPARISONS[sign], one(row), other(row))
    if kind == 5:
        sign, column = rng.choice(list(COMPARISONS)), of_type("string")
        constant = rng.choice(TEXTS)
        return (f"{column} {sign} {quote(constant)}", 5,
                lambda row: apply(COMPARISONS[sign], row[column], constant))
    if kind == 6:
        sign, one, other = rng.choice(list(COMPARISONS)), of_type("date"), of_type("datetime")
        return (f"{one} {sign} {other}", 5,
                lambda row: apply(COMPARISONS[sign], row[one], row[other]))
    if kind == 7:
        sign, column, constant = rng.choice(list(COMPARISONS)), of_type("date"), DATES[0]
        return (f"'{constant}' {sign} {column}", 5,
                lambda row: apply(COMPARISONS[sign], cell("date", constant), row[column]))
    if kind == 8:
        text, precedence, value = condition(depth - 1)
        return "not " + wrap(text, precedence, 4), 4, lambda row: apply(
            lambda a: not a, value(row))
    if kind == 9:
        sign = rng.choice(["==", "!="])
        left, left_precedence, one = condition(depth - 1)
        right, right_precedence, other = condition(depth - 1)
        text = f"{wrap(left, left_precedence, 6)} {sign} {wrap(right, right_precedence, 6)}"
        return text, 5, lambda row: apply(COMPARISONS[sign], one(row), other(row))
    word, level = rng.choice([("and", 3), ("or", 2), ("=>", 1)])
    left, left_precedence, one = condition(depth - 1)
    right, right_precedence, other = condition(depth - 1)
    low, high = (level + 1, level) if word == "=>" else (level, level + 1)
    shown = word.upper() if rng.random() < 0.2 else word
    text = f"{wrap(left, left_precedence, low)} {shown} {wrap(right, right_precedence, high)}"
    return text, level, lambda row: logic(word, one(row), other(row))


def logic(word, a, b):
    if word == "=>":
        a, word = (None if a is None else not a), "or"
    if word == "or":
        return True if a is True or b is True else None if a is None or b is None else False
    return False if a is False or b is False else None if a is None or b is None else True


def leaf_membership():
    negated = rng.random() < 0.3
    word, level = ("not ", 4) if negated else ("", 5)
    kind = rng.randrange(4)
    if kind == 0:
        column, values = of_type("number"), rng.sample([-3, 0, 1, 2, 0.5, 1000], 3)
        shown = ", ".join(map(str, values))
        found = lambda a: a in values
    elif kind == 1:
        column, values = of_type("string"), rng.sample(TEXTS, 3)
        shown = ", ".join(map(quote, values))
        found = lambda a: a in values
    elif kind == 2:
        column, values = of_type("date"), rng.sample(DATES[:4], 2)
        shown = ", ".join(map(quote, values))
        found = lambda a: a in [cell("date", v) for v in values]
    else:
        column, pattern = of_type("string"), rng.choice(PATTERNS)
        return (f"{column} {word}matches {quote(pattern)}", level, lambda row: apply(
            lambda a: (re.fullmatch(pattern, a) is not None) != negated, row[column]))
    return (f"{name(column)} {word}in {{{shown}}}", level,
            lambda row: apply(lambda a: found(a) != negated, row[column]))


def wrap(text, precedence, minimum):
    return f"({text})" if precedence < minimum or rng.random() < 0.1 else text


def main():
    rows = [[rng.choice(values) for _, values in COLUMNS.values()] for _ in range(ROWS)]
    parsed = [
        {c: cell(kind, text) for (c, (kind, _)), text in zip(COLUMNS.items(), row)}
        for row in rows
    ]
    cases = []
    while len(cases) < CASES:
        text, _, value = condition(rng.randrange(1, 6))
        # A case that no row tells from a constant tells little.
        results = [value(row) for row in parsed]
        if len(text) < 600 and (len(set(results)) > 1 or rng.random() < 0.1):
            word = "".join("n" if r is None else "t" if r else "f" for r in results)
            cases.append([text, word])
    json.dump({
        "madeBy": f"make_expressions.py, seed {SEED}, Python {sys.version.split()[0]}",
        "columns": [{"name": c, "type": kind} for c, (kind, _) in COLUMNS.items()],
        "missingValues": ["", "NA"],
        "rows": rows,
        "cases": cases,
    }, sys.stdout, ensure_ascii=False, indent=0)
    print()


main()
