"""A command, the registries that it finds, and what holds whatever happens to it.

Whatever happens while the command runs, the registries are sound afterwards, they are the old ones
or the new ones, what was acknowledged is there, and the same command run again does the rest and no
more than that.
"""

import os
import subprocess

import promises
from promises import Broken


class Scenario:
    """A command, in a directory with `testing` and `production` registries below it."""

    def __init__(self, name, tools, template, command, status=0, repeated=0, reconcile=None,
                 between=None, is_damaged=False):
        self.name = name
        self.tools = tools
        self.template = template
        self.command = [f"{tools}/{command[0]}", *command[1:]]
        # Of a run that nothing happens to.
        self.status = status
        # Of a run after one that has done the work.
        self.repeated = repeated
        # What finishes the work after the step that counts, other than the command itself.
        self.reconcile = reconcile and [f"{tools}/{reconcile[0]}", *reconcile[1:]]
        # Whether the registries are damaged until the command has come to its end.
        self.is_damaged = is_damaged
        self.old = promises.state(template)
        self.old_current = promises.current(template)
        clean = f"{template}.{name.replace(' ', '-')}"
        self.learn(clean)
        # The states between the old and the new one, where the command has several steps.
        self.between = between(self.old, self.new) if between else []

    def learn(self, directory):
        """Sees what the command does when nothing happens to it."""
        self.prepare(directory)
        result = self.run(directory)
        if result.returncode != self.status:
            raise SystemExit(f"{self.name}: {result.returncode} {result.stderr.decode()}")
        self.new = promises.state(directory)
        self.new_current = promises.current(directory)
        self.records = promises.records(directory)
        self.collect(directory)
        self.residue = promises.residue(directory)
        self.remove(directory)

    def prepare(self, directory):
        self.remove(directory)
        subprocess.run(["cp", "-a", self.template, directory], check=True)

    @staticmethod
    def remove(directory):
        subprocess.run(["rm", "-rf", directory], check=True)

    def run(self, directory, prefix=(), command=None):
        return subprocess.run(
            [*prefix, *(command or self.command)], cwd=directory, stdin=subprocess.DEVNULL,
            capture_output=True, timeout=120)

    def check(self, directory, acknowledged, number):
        """Raises `Broken` unless the promises are kept; the command runs once more for that.

        - number: of the fault: with every second one something else finishes the work, if it can.
        """
        state, live = promises.state(directory), promises.current(directory)
        # A repair that cannot write the files of the live version anew notes that, as what a killed
        # promotion may leave: nothing is damaged, and reconciling brings them back.
        is_done = state == self.new and (live == self.new_current or self.is_damaged)
        if acknowledged and not is_done:
            raise Broken(f"what was acknowledged is not there: {state} {live}")
        if state not in (self.old, *self.between, self.new):
            raise Broken(f"neither the old nor the new: {state}")
        if live not in ((self.old_current, self.new_current) if state == self.new
                        else (self.old_current,)):
            raise Broken(f"'current' names {live}")
        if not self.is_damaged:
            promises.check_serving(directory)
        is_cut_off = state == self.new and live != self.new_current and not self.is_damaged
        if not is_cut_off and (acknowledged or not self.is_damaged):
            self.fsck(directory)
        if self.reconcile and state == self.new and number % 2 == 0:
            self.expect(directory, self.reconcile, 0)
            self.fsck(directory)
        # What a repair or a collection has left is for the next one, also where the index is new.
        was_done = is_done and self.new != self.old
        self.expect(directory, self.command, *{self.status, self.repeated if was_done else
                                               self.status})
        self.check_end(directory)

    def check_end(self, directory):
        """After the command has come to its end at last."""
        state, live = promises.state(directory), promises.current(directory)
        if (state, live) != (self.new, self.new_current):
            raise Broken(f"the next run did not do its work: {state} {live}")
        promises.check_serving(directory)
        self.fsck(directory)
        again = promises.records(directory) - self.records
        again = {key: count for key, count in again.items() if key[1] not in ("reconcile", "gc",
                                                                              "repair")}
        if again:
            raise Broken(f"on record more than once: {again}")
        self.collect(directory)
        residue = promises.residue(directory)
        if self.is_damaged:
            # The files of the version before are damaged with their blobs, and put aside. They are
            # written anew when they are needed: that they are missing is no damage.
            residue[-1] = self.residue[-1]
        if residue != self.residue:
            raise Broken(f"left over: {residue} instead of {self.residue}")

    def registries(self, directory):
        """As options; only those that are there."""
        found = [name for name in promises.REGISTRIES
                 if os.path.exists(f"{directory}/{name}/{promises.MODEL}/index.json")]
        return [word for name in found for word in ("--registry", f"./{name}")]

    def fsck(self, directory):
        options = self.registries(directory)
        if options:
            self.expect(directory, [f"{self.tools}/mlx-register", "fsck", *options], 0)

    def collect(self, directory):
        options = self.registries(directory)
        if options:
            self.expect(directory, [f"{self.tools}/mlx-register", "gc", "--quiet",
                                    "--litter-age", "0", *options], 0)

    def expect(self, directory, command, *statuses):
        result = self.run(directory, command=command)
        if result.returncode not in statuses:
            words = " ".join([os.path.basename(command[0]), *command[1:]])
            raise Broken(f"then '{words}': {result.returncode} "
                         f"{result.stdout.decode()}{result.stderr.decode()}")
