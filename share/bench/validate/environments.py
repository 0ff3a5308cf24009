"""The virtual environments that the peers run in, one per file of requirements/."""

import pathlib
import shutil
import subprocess

REQUIREMENTS = pathlib.Path(__file__).resolve().parent / "requirements"


class Unavailable(Exception):
    """A peer that cannot be run here, and why."""


class Environments:
    """Makes environments when they are first asked for, and keeps them."""

    def __init__(self, directory):
        self.directory = directory
        self.failures = {}

    def python(self, name):
        """The interpreter of an environment that holds exactly what its requirements pin."""
        if name in self.failures:
            raise self.failures[name]
        try:
            return self._prepare(name)
        except Unavailable as failure:
            self.failures[name] = failure
            raise

    def version(self, name, package):
        for line in (REQUIREMENTS / f"{name}.txt").read_text().splitlines():
            if line.startswith(f"{package}=="):
                return line.partition("==")[2]
        raise KeyError(f"requirements/{name}.txt does not pin {package}")

    def duckdb(self, name):
        """The command line of DuckDB itself, without the script that starts it."""
        self.python(name)
        (path,) = (self.directory / name).glob("lib/python*/site-packages/duckdb_cli/duckdb")
        return path

    def _prepare(self, name):
        requirements = REQUIREMENTS / f"{name}.txt"
        environment = self.directory / name
        python = environment / "bin" / "python"
        installed = environment / "installed.txt"
        if installed.exists() and installed.read_text() == requirements.read_text():
            return python
        # TFDV has no wheels for a later Python.
        interpreter = shutil.which("python3.11") or shutil.which("python3")
        self._run([interpreter, "-m", "venv", "--clear", environment])
        # Everything is pinned, so there is nothing to resolve.
        install = [python, "-m", "pip", "install", "--quiet", "--no-deps", "-r", requirements]
        self._run(install)
        installed.write_text(requirements.read_text())
        return python

    @staticmethod
    def _run(command):
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            lines = (result.stderr.strip() or result.stdout.strip()).splitlines()
            errors = [line for line in lines if line.startswith("ERROR")] or lines[-1:]
            raise Unavailable(f"cannot be installed: {' '.join(errors)[:200]}")
