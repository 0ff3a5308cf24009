"""Runs a program and meddles with one of its system calls: the n-th that a fault can happen to.

strace counts the calls of each thread for itself. A kill at the third openat hits the main thread
while it loads libraries, and the third openat of the thread that does the work is never reached.
Here the calls of all threads are counted together, from the first that names a registry: before
it, the program loads libraries and reads its options, and nothing of a registry can be lost.

Only for x86_64: the number and the answer of a call are in registers.
"""

import ctypes
import os
import platform
import signal
import struct
import subprocess

KILL, EIO, ENOSPC, TORN = FAULTS = ("kill", "EIO", "ENOSPC", "torn write")
NUMBERS = {EIO: 5, ENOSPC: 28}

# What a call changes decides which faults it can meet: "look" changes nothing, so that a kill there
# is a kill at the next call; "hold" needs no space.
CALLS = {
    # number: (name, what it does, its argument that is a path, or else a descriptor)
    0: ("read", "look", None), 17: ("pread64", "look", None), 19: ("readv", "look", None),
    4: ("stat", "look", 0), 5: ("fstat", "look", None), 6: ("lstat", "look", 0),
    8: ("lseek", "look", None), 21: ("access", "look", 0), 78: ("getdents", "look", None),
    89: ("readlink", "look", 0), 217: ("getdents64", "look", None), 262: ("newfstatat", "look", 1),
    267: ("readlinkat", "look", 1), 269: ("faccessat", "look", 1), 332: ("statx", "look", 1),
    439: ("faccessat2", "look", 1),
    2: ("open", "open", 0), 257: ("openat", "open", 1),
    3: ("close", "hold", None), 73: ("flock", "hold", None),
    1: ("write", "change", None), 18: ("pwrite64", "change", None), 20: ("writev", "change", None),
    16: ("ioctl", "change", None), 40: ("sendfile", "change", None),
    74: ("fsync", "change", None), 75: ("fdatasync", "change", None),
    76: ("truncate", "change", 0), 77: ("ftruncate", "change", None),
    82: ("rename", "change", 0), 83: ("mkdir", "change", 0), 84: ("rmdir", "change", 0),
    85: ("creat", "change", 0), 86: ("link", "change", 0), 87: ("unlink", "change", 0),
    88: ("symlink", "change", 1), 90: ("chmod", "change", 0), 91: ("fchmod", "change", None),
    258: ("mkdirat", "change", 1), 263: ("unlinkat", "change", 1), 264: ("renameat", "change", 1),
    265: ("linkat", "change", 1), 266: ("symlinkat", "change", 2), 268: ("fchmodat", "change", 1),
    285: ("fallocate", "change", None), 316: ("renameat2", "change", 1),
    326: ("copy_file_range", "change", None),
}
# Of no file, and only counted when asked for by name.
PROCESS_CALLS = {56: "clone", 57: "fork", 58: "vfork", 62: "kill", 435: "clone3"}
OPEN_FLAGS = {"open": 1, "openat": 2}
CLONE_FILE = 0x40049409
# The register with the number of bytes.
COUNT = {"write": 12, "pwrite64": 12, "sendfile": 7}
ANSWER, NUMBER = 10, 15
# The machine's own: nothing that a registry is made of.
SYSTEM = ("/dev/", "/proc/", "/sys/", "/etc/", "/usr/", "/lib")

TRACEME, CONT, POKEUSER, SYSCALL = 0, 7, 6, 24
SETOPTIONS, GET_SYSCALL_INFO = 0x4200, 0x420E
# PTRACE_O_: TRACESYSGOOD, TRACECLONE (threads, not children) and EXITKILL.
OPTIONS = 0x1 | 0x8 | 0x100000
WAIT_ALL = 0x40000000
PATIENCE = 60

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


class Hung(Exception):
    """The program did not come to an end."""


class Injection:
    """What is to happen, and to which of the calls that it can happen to."""

    def __init__(self, fault, number, only=None):
        self.fault = fault
        self.number = number
        # The names of the calls that count; None for all on files.
        self.only = only
        # The call that it happened to.
        self.hit = None

    def fits(self, name, kind, arguments):
        if self.only is not None and name not in self.only:
            return False
        if name == "ioctl" and arguments[1] & 0xFFFFFFFF != CLONE_FILE:
            return False
        if self.fault == KILL:
            return kind != "look"
        if self.fault == ENOSPC:
            creates = kind == "open" and arguments[OPEN_FLAGS[name]] & os.O_CREAT
            return kind == "change" or bool(creates)
        if self.fault == TORN:
            return name in COUNT and arguments[3 if name == "sendfile" else 2] > 1
        return True


class Tracer:
    """One run of a program."""

    def __init__(self, command, directory, registries, injection, output, environment=None):
        if platform.machine() != "x86_64":
            raise SystemExit("Tests/Faults: system calls are only injected on x86_64")
        self.directory = directory
        self.registries = tuple(f"{directory}/{name}" for name in registries)
        self.injection = injection
        self.counted = 0
        self.touched = False
        # What to do when the call of a thread returns.
        self.pending = {}
        self.program = subprocess.Popen(
            command, cwd=directory, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            env=environment, preexec_fn=lambda: libc.ptrace(TRACEME, 0, None, None))
        self.memory = None

    def run(self):
        """The exit status, as subprocess has it."""
        root = self.program.pid
        os.waitpid(root, WAIT_ALL)
        libc.ptrace(SETOPTIONS, root, None, OPTIONS)
        # The memory that is mapped now, after exec.
        self.memory = os.open(f"/proc/{root}/mem", os.O_RDONLY)
        signal.signal(signal.SIGALRM, self.give_up)
        signal.alarm(PATIENCE)
        try:
            return self.follow(root)
        finally:
            signal.alarm(0)
            os.close(self.memory)

    def give_up(self, *_):
        os.kill(self.program.pid, signal.SIGKILL)
        raise Hung(f"it did not end within {PATIENCE} s")

    def follow(self, root):
        threads = {root}
        libc.ptrace(SYSCALL, root, None, None)
        while True:
            thread, status = os.waitpid(-1, WAIT_ALL)
            if os.WIFEXITED(status) or os.WIFSIGNALED(status):
                if thread != root:
                    continue
                self.program.returncode = os.waitstatus_to_exitcode(status)
                return self.program.returncode
            number = os.WSTOPSIG(status)
            passed = 0
            if number == signal.SIGTRAP | 0x80:
                self.stop(thread)
            elif thread not in threads:
                # The stop with which a thread begins.
                threads.add(thread)
            elif number != signal.SIGTRAP:
                passed = number
            libc.ptrace(SYSCALL, thread, None, passed)

    def stop(self, thread):
        info = ctypes.create_string_buffer(88)
        if libc.ptrace(GET_SYSCALL_INFO, thread, ctypes.c_void_p(88), info) <= 0:
            return
        if info.raw[0] == 2:
            action = self.pending.pop(thread, None)
            if action:
                action()
            return
        if info.raw[0] != 1 or self.injection is None or self.injection.hit:
            return
        number, *arguments = struct.unpack_from("<7Q", info.raw, 24)
        if number in CALLS:
            self.meet(thread, *CALLS[number], arguments)
        elif number in PROCESS_CALLS and self.touched:
            name = PROCESS_CALLS[number]
            if self.injection.only is not None and name in self.injection.only:
                self.count(thread, name, self.directory, arguments)

    def meet(self, thread, name, kind, argument, arguments):
        if self.touched and not self.injection.fits(name, kind, arguments):
            return
        path = self.path(thread, arguments, argument)
        if path is None:
            return
        if not self.touched:
            if not path.startswith(self.registries):
                return
            self.touched = True
            if not self.injection.fits(name, kind, arguments):
                return
        self.count(thread, name, path, arguments)

    def count(self, thread, name, path, arguments):
        self.counted += 1
        if self.counted == self.injection.number:
            self.injection.hit = f"{name} {os.path.relpath(path, self.directory)}"
            self.strike(thread, name, arguments)

    def strike(self, thread, name, arguments):
        """Before the call: what kills here lets it do nothing."""
        fault = self.injection.fault
        if fault == KILL:
            return self.kill()
        if fault == TORN:
            count = 1000 if name == "sendfile" else arguments[2] // 2
            self.poke(thread, COUNT[name], count)
            self.pending[thread] = self.kill
            return None
        # A descriptor that close() failed on is gone all the same.
        if name != "close":
            self.poke(thread, NUMBER, -1)
        self.pending[thread] = lambda: self.poke(thread, ANSWER, -NUMBERS[fault])
        return None

    def kill(self):
        os.kill(self.program.pid, signal.SIGKILL)

    def poke(self, thread, register, value):
        libc.ptrace(POKEUSER, thread, ctypes.c_void_p(register * 8),
                    ctypes.c_void_p(value & 0xFFFFFFFFFFFFFFFF))

    def path(self, thread, arguments, argument):
        """What the call is about; None if that cannot be part of a registry."""
        text = b"" if argument is None else self.text(arguments[argument])
        if text:
            path = os.path.normpath(os.path.join(self.directory, os.fsdecode(text)))
        else:
            try:
                path = os.readlink(f"/proc/{thread}/fd/{arguments[0] & 0xFFFFFFFF}")
            except OSError:
                return None
        # Neither a pipe nor an eventfd, in which no disk can fail.
        if path.startswith(self.directory):
            return path
        return path if path.startswith("/") and not path.startswith(SYSTEM) else None

    def text(self, address):
        for length in (4096, 4096 - address % 4096):
            try:
                return os.pread(self.memory, length, address).split(b"\0", 1)[0]
            except OSError:
                continue
        return b""
