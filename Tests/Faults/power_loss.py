"""Cuts the power after each change that the command makes to the disk.

A trace of the command is replayed on a model of a file system in which nothing is on the disk but
what an fsync put there: the bytes of a file by an fsync of the file, its name by one of its
directory. After each change the disk is written out as a careful, a hasty and some unlucky file
systems would leave it, and the promises are checked on it.

usage: power_loss.py TOOLS [SCENARIO]
"""

import ast
import collections
import os
import random
import re
import sys

import campaign
from promises import Broken
from scenarios import scenarios

CALLS = ("openat,open,creat,write,pwrite64,writev,rename,renameat,renameat2,unlink,unlinkat,mkdir,"
         "mkdirat,rmdir,symlink,symlinkat,link,linkat,fsync,fdatasync,ftruncate,fchmod,"
         "sendfile,ioctl")
LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
# A call during which another thread made one.
BEGUN = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
ENDED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
HANDLE = re.compile(r"\b\d+<([^>]*)>")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
FILE_SYSTEMS = ("careful", "hasty", "unlucky 1", "unlucky 2", "unlucky 3")
OUTCOMES = ("kept", "same", "lost")


class File:
    """What is written, and what of it is on the disk: nothing until the first fsync."""

    def __init__(self, content=b""):
        self.content = content
        self.durable = b""


class Disk:
    """Names of files; `names` as programs see them, `durable` as the disk holds them."""

    def __init__(self, root):
        self.root = root
        self.names = {}
        for directory, directories, files in os.walk(root):
            self.names[directory] = "directory"
            # A link to a directory is listed with the directories.
            for name in [*directories, *files]:
                path = f"{directory}/{name}"
                if os.path.islink(path):
                    self.names[path] = ("link", os.readlink(path))
                elif name in files:
                    with open(path, "rb") as file:
                        self.names[path] = File(file.read())
                    self.names[path].durable = self.names[path].content
        self.durable = dict(self.names)
        # Changes of names that no fsync of their directory covers: (old name, new name, what). One
        # without an old name creates, one without a new name removes, the others rename.
        self.pending = []

    def create(self, path, what):
        self.change(None, path, what)

    def remove(self, path):
        self.change(path, None, None)

    def rename(self, old, new):
        self.change(old, new, self.names[old])
        # What is in a renamed directory and waits for an fsync waits for that of its new name.
        self.pending = [
            tuple(self.moved(path, old, new) for path in change[:2]) + change[2:]
            if change[:2] != (old, new) else change for change in self.pending]

    def change(self, old, new, what):
        self.apply((old, new, what), self.names)
        self.pending.append((old, new, what))

    def synchronize(self, path):
        what = self.names.get(path)
        if isinstance(what, File):
            what.durable = what.content
        elif what == "directory":
            pending, self.pending = self.pending, []
            for old, new, what in pending:
                if os.path.dirname(new or old) == path or (
                        what == "directory" and old and os.path.dirname(old) == path):
                    self.apply((old, new, what), self.durable)
                elif old and os.path.dirname(old) == path:
                    # That the old name is gone is all that was asked for.
                    self.apply((old, None, None), self.durable)
                    self.pending.append((None, new, what))
                else:
                    self.pending.append((old, new, what))

    def apply(self, change, names):
        """One step: a rename leaves one of its two names, whenever the power is cut."""
        old, new, what = change
        if old:
            names.pop(old, None)
        if new:
            names[new] = what
        if old and new and what == "directory":
            for path in [path for path in names if path.startswith(old + "/")]:
                names[self.moved(path, old, new)] = names.pop(path)

    @staticmethod
    def moved(path, old, new):
        return new + path[len(old):] if path and path.startswith(old + "/") else path

    def after_outage(self, seed):
        """What is where after the power is back: bytes, `directory` or a link.

        seed 0: nothing that was not asked for. 1: all names, and only the bytes that were asked
        for. Others: some of the names in some order, and parts of the bytes.
        """
        chance = random.Random(seed)
        names = dict(self.durable)
        for change in self.pending:
            if seed == 1 or seed > 1 and chance.random() < 0.5:
                self.apply(change, names)
        return {path: self.bytes(what, seed, chance) if isinstance(what, File) else what
                for path, what in sorted(names.items())}

    @staticmethod
    def bytes(file, seed, chance):
        if seed < 2 or file.content == file.durable:
            return file.durable
        # Nothing takes back the bytes before those that are appended.
        is_appended = file.content.startswith(file.durable)
        kept = len(file.durable) if is_appended else 0
        return file.content[: chance.randint(kept, len(file.content))]

    def write_out(self, contents, target):
        campaign.remove(target)
        os.makedirs(target)
        for path, what in contents.items():
            place = target + path[len(self.root):]
            if what == "directory":
                os.makedirs(place, exist_ok=True)
            elif not os.path.isdir(os.path.dirname(place)):
                continue
            elif isinstance(what, tuple):
                os.symlink(what[1], place)
            else:
                with open(place, "wb") as file:
                    file.write(what)


class Replay:
    """Reads the trace, one change of the disk after another."""

    def __init__(self, trace, disk):
        self.trace = trace
        self.disk = disk

    def steps(self):
        """Yields after each change whether the command has said by then that it succeeded."""
        acknowledged = False
        for line in self.lines():
            found = LINE.match(line)
            if found is None or found[3].startswith("-"):
                continue
            call, arguments = found[1], found[2]
            # The document that the command ends with.
            if call == "write" and arguments.startswith("1<"):
                acknowledged = True
            if self.play(call, arguments, int(found[3])):
                yield acknowledged
        # It has ended, and said by its status that the work is done.
        yield True

    def lines(self):
        """Each call whole, where it ended."""
        begun = {}
        with open(self.trace, errors="surrogateescape") as trace:
            for line in trace:
                line = line.rstrip("\n")
                if start := BEGUN.match(line):
                    begun[start[1]] = start[2]
                elif end := ENDED.match(line):
                    yield f"{end[1]} {begun.pop(end[1])}{end[2]}"
                else:
                    yield line

    def play(self, call, arguments, result):
        """Whether the call changed what is on the disk, or may be."""
        texts = [self.text(text) for text in STRING.findall(arguments)]
        paths = [self.path(text) for text in texts]
        handles = [os.fsdecode(self.text(path)) for path in HANDLE.findall(arguments)]
        handle = handles[0] if handles else None
        if call in ("openat", "open", "creat"):
            return self.open(paths[0], arguments)
        if call.startswith("rename"):
            return self.inside(paths[1]) and (self.disk.rename(*paths[:2]) or True)
        if call in ("unlink", "unlinkat", "rmdir"):
            return self.inside(paths[0]) and (self.disk.remove(paths[0]) or True)
        if call in ("mkdir", "mkdirat"):
            return self.inside(paths[0]) and (self.disk.create(paths[0], "directory") or True)
        if call in ("symlink", "symlinkat"):
            return self.inside(paths[1]) and (
                self.disk.create(paths[1], ("link", texts[0].decode())) or True)
        if call in ("link", "linkat"):
            return self.inside(paths[1]) and (
                self.disk.create(paths[1], self.disk.names[paths[0]]) or True)
        if not handle or not self.inside(handle):
            return False
        if call in ("fsync", "fdatasync"):
            return self.disk.synchronize(handle) or True
        return self.change(call, handle, arguments, texts, result)

    def open(self, path, arguments):
        if not self.inside(path):
            return False
        if "O_CREAT" in arguments and path not in self.disk.names:
            return self.disk.create(path, File()) or True
        if "O_TRUNC" in arguments:
            self.disk.names[path].content = b""
            return True
        return False

    def change(self, call, path, arguments, texts, result):
        file = self.disk.names.get(path)
        if not isinstance(file, File) or call == "fchmod":
            return False
        if call == "write":
            # What this project writes goes to the end of a file.
            file.content += texts[0][:result]
        elif call == "sendfile":
            source = os.fsdecode(self.text(HANDLE.findall(arguments)[-1]))
            file.content += self.disk.names[source].content[:result]
        elif call == "ioctl":
            raise SystemExit("the file system shares blocks: choose another TMPDIR")
        else:
            raise SystemExit(f"power_loss.py does not know {call}({arguments[:80]}")
        return True

    def inside(self, path):
        return path.startswith(self.disk.root + "/")

    def path(self, text):
        return os.path.normpath(os.path.join(self.disk.root, os.fsdecode(text)))

    @staticmethod
    def text(text):
        return ast.literal_eval(f'b"{text}"')


def outages(scenario, file_system, directory):
    """Each outage on one kind of file system; how many promises were kept, and which were not."""
    work, target = (f"{directory}/{place}-{os.getpid()}" for place in ("work", "disk"))
    scenario.prepare(work)
    trace = f"{work}.trace"
    disk = Disk(os.path.realpath(work))
    result = scenario.run(
        work, ["strace", "-f", "-y", "-qq", "-xx", "-s", "100000000", "-o", trace,
               "-e", f"trace={CALLS}", "-e", "signal=none"])
    if result.returncode != scenario.status:
        raise SystemExit(f"{scenario.name}: {result.stderr.decode()}")
    kind = FILE_SYSTEMS.index(file_system)
    counts = collections.Counter()
    messages = []
    known = set()
    for number, acknowledged in enumerate(Replay(trace, disk).steps()):
        contents = disk.after_outage(kind if kind < 2 else kind + 10 * number)
        same = acknowledged, frozenset(contents.items())
        if same in known:
            # As after an earlier change: nothing new has reached the disk.
            counts["same"] += 1
            continue
        known.add(same)
        disk.write_out(contents, target)
        try:
            scenario.check(target, acknowledged, number + kind)
            counts["kept"] += 1
        except Broken as error:
            counts["lost"] += 1
            messages.append(
                f"{scenario.name}: after change {number}, {file_system} file system: {error}")
    return counts, messages


def main():
    tools = os.path.abspath(sys.argv[1])
    chosen = sys.argv[2] if len(sys.argv) > 2 else ""
    directory = campaign.directory()
    found = campaign.Campaign("power losses", OUTCOMES)
    try:
        known = list(scenarios(tools, f"{directory}/scenarios", chosen))
        found.run(outages, [(scenario.name, kind, scenario, kind, directory)
                            for scenario in reversed(known) for kind in FILE_SYSTEMS])
    finally:
        campaign.remove(directory)
    return found.finish() if known else campaign.NOTHING_CHOSEN


if __name__ == "__main__":
    sys.exit(main())
