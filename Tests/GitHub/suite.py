"""Cases that are run one by one, each with a site of its own, and counted.

A file of cases decorates them with `case`, and ends with `main(NAME, Site)`; it is started as
`cases.py TOOLS_DIR [WORD]`, and a WORD runs only the cases that have it in their names.
"""
import concurrent.futures
import pathlib
import subprocess
import sys
import tempfile
import traceback

CASES = []


def case(function):
    CASES.append(function)
    return function


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def program(*arguments, **options):
    """Runs a program that must end well."""
    done = subprocess.run([str(argument) for argument in arguments], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)
    check(done.returncode == 0, f"{arguments[0]} ended with {done.returncode}:\n{done.stdout}")


def venv(name):
    """A program that was installed beside this Python."""
    return pathlib.Path(sys.executable).parent / name


def main(name, make_site, workers=1):
    tools = pathlib.Path(sys.argv[1]).resolve()
    chosen = [function for function in CASES if (sys.argv + [""])[2] in title(function)]
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        outcomes = zip(chosen, pool.map(lambda function: attempt(function, name, make_site, tools), chosen))
        failed = 0
        for function, trouble in outcomes:
            print(f"FAILED  {title(function)}\n{trouble}" if trouble else f"ok      {title(function)}", flush=True)
            failed += trouble is not None
    print(f"{len(chosen) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not chosen else 0)


def title(function):
    return function.__name__.replace("_", " ")


def attempt(function, name, make_site, tools):
    """What went wrong, or None."""
    with tempfile.TemporaryDirectory(prefix=f"mlx-{name}-") as directory:
        try:
            function(make_site(pathlib.Path(directory).resolve(), tools))
        except AssertionError as error:
            return str(error)
        except Exception:
            return traceback.format_exc()
