"""Times mlx-notify beside its peers at the same servers, in turn, and prints ratios of medians."""

import argparse
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[2]
RECIPIENTS = 1_000
# How many messages a peer sends that takes a process for each; its time is scaled.
SAMPLE = 50
GOAL = 0.030


class Measured:
    """How long a command took, and the most memory that it had."""

    def __init__(self, seconds, peak):
        self.seconds, self.peak = seconds, peak

    def times(self, factor):
        return Measured(self.seconds * factor, self.peak)


class Bench:
    def __init__(self, tools, work, runs):
        self.tools, self.work, self.runs = tools, work, runs
        self.rows = []
        self.message = work / "message.eml"

    def measure(self, command, runs, prepare=None):
        """The medians of some runs; `prepare` is not timed."""
        measured = []
        for _ in range(runs):
            if prepare:
                prepare()
            measured.append(once(command, self.work))
        return Measured(statistics.median(one.seconds for one in measured),
                        statistics.median(one.peak for one in measured))

    def notify(self, server, recipients):
        """The command of mlx-notify, which makes a mail of its own for each recipient."""
        words = [f"{self.tools}/mlx-notify", "--in", "run.json", "--out", "/dev/null", "--quiet",
                 "--from", "ci@example.com", "--attempts", "1", *server.notify_options]
        for number in range(recipients):
            words += ["--to", f"mailto:owner{number}@example.com"]
        return words

    def forget(self):
        """What was sent before is not sent again."""
        shutil.rmtree(self.work / "state", ignore_errors=True)

    def row(self, task, own, peer="", other=None, goal="", met=True):
        ratio = f"{other.seconds / own.seconds:.2f}" if other else ""
        self.rows.append((task, shown(own), peer, shown(other), ratio, goal,
                          ("met" if met else "NOT MET") if goal else ""))
        print(" | ".join(self.rows[-1]), file=sys.stderr, flush=True)


def once(command, work):
    """Runs a command, which must succeed."""
    # Nothing of a pipeline that this may run in.
    environment = {"PATH": os.environ["PATH"], "HOME": str(work), "LC_ALL": "C.UTF-8",
                   "XDG_STATE_HOME": str(work / "state"), "MLX_SHARE": str(ROOT / "share/mlx")}
    with open(work / "output", "w+") as output:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=work, env=environment, stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            sys.exit(f"{command[:12]}: {output.read()[-800:]}")
    return Measured(seconds, usage.ru_maxrss / 1024)


def shown(measured):
    if measured is None:
        return ""
    time = f"{measured.seconds * 1000:.1f} ms" if measured.seconds < 1 else f"{measured.seconds:.2f} s"
    return f"{time}, {measured.peak:.0f} MB"


class Server:
    """postfix' smtp-sink, which takes all and keeps nothing, and stunnel before it for TLS."""

    def __init__(self, work, is_encrypted):
        self.name = "TLS" if is_encrypted else "no TLS"
        sink = self.port = free_port()
        # It is to give up its rights if root starts it.
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        self.processes = [start(["smtp-sink", *user, f"127.0.0.1:{sink}", "1000"], sink)]
        self.authority = ""
        self.notify_options = ["--smtp", f"smtp+plain://localhost:{sink}"]
        if is_encrypted:
            self.encrypt(work, sink)

    def encrypt(self, work, sink):
        self.port, self.authority = free_port(), str(work / "server.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
             "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
             work / "server.key", "-out", work / "server.pem"], check=True, capture_output=True)
        (work / "stunnel.conf").write_text(
            f"foreground = yes\npid =\nsyslog = no\ndebug = err\ncert = {work}/server.pem\n"
            f"key = {work}/server.key\n[smtps]\naccept = 127.0.0.1:{self.port}\nconnect = 127.0.0.1:{sink}\n")
        self.processes.append(start(["stunnel4", str(work / "stunnel.conf")], self.port))
        self.notify_options = ["--smtp", f"smtps://localhost:{self.port}", "--smtp-ca", self.authority]

    def swaks(self, message):
        tls = ["--tls-on-connect", "--tls-verify", "--tls-ca-path", self.authority] if self.authority else []
        return ["swaks", "--server", f"localhost:{self.port}", "--from", "ci@example.com", "--to",
                "owner@example.com", "--data", f"@{message}", "--silent", "3", *tls]

    def curl(self, message):
        scheme, tls = ("smtps", ["--cacert", self.authority]) if self.authority else ("smtp", [])
        return ["curl", "--silent", "--show-error", f"{scheme}://localhost:{self.port}", "--mail-from",
                "ci@example.com", "--mail-rcpt", "owner@example.com", "--upload-file", str(message), *tls]

    def python(self, message, connections, count):
        return [sys.executable, str(HERE / "peers/smtplib_send.py"), str(self.port), self.authority, str(message),
                connections, str(count)]

    def stop(self):
        for process in self.processes:
            process.terminate()
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command, port):
    """Starts a server and waits until it answers."""
    path = os.environ["PATH"] + ":/usr/sbin"
    process = subprocess.Popen(command, env={"PATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return process
        except OSError:
            time.sleep(0.05)
    sys.exit(f"{command[0]} does not answer")


def one_mail(bench, server):
    """From the start of the process to its end."""
    task = f"one mail, {server.name}"
    own = bench.measure(bench.notify(server, 1), bench.runs, bench.forget)
    bench.row(task, own, goal=f"≤{GOAL * 1000:.0f} ms", met=own.seconds <= GOAL)
    for name, command in peers(bench, server).items():
        bench.row(task, own, name, bench.measure(command, bench.runs))


def peers(bench, server):
    """Those that take a process for each message."""
    return {"swaks": server.swaks(bench.message), "Python smtplib": server.python(bench.message, "one", 1),
            "curl": server.curl(bench.message)}


def many_mails(bench, server):
    """One mail to each recipient; mlx-notify makes and keeps each of them, the peers repeat one."""
    task = f"{RECIPIENTS:,} recipients, {server.name}"
    rounds = min(3, bench.runs)
    own = bench.measure(bench.notify(server, RECIPIENTS), rounds, bench.forget)
    for name, command in peers(bench, server).items():
        other = bench.measure(command, SAMPLE)
        # The median of one is that of all, a thousand times.
        goal = "" if name == "curl" else "≥5"
        bench.row(task, own, f"{name}, a process each (of {SAMPLE})", other.times(RECIPIENTS), goal,
                  other.seconds * RECIPIENTS >= 5 * own.seconds)
    for connections, name in (("each", "a connection each"), ("one", "one connection")):
        other = bench.measure(server.python(bench.message, connections, RECIPIENTS), rounds)
        bench.row(task, own, f"Python smtplib, one process, {name}", other)


def write_message(bench):
    """The message that the peers send, just as mlx-notify makes it."""
    shutil.copy(ROOT / "share/mlx/templates/samples/success.json", bench.work / "run.json")
    command = [f"{bench.tools}/mlx-notify", "--in", "run.json", "--out", "/dev/null", "--quiet", "--dry-run",
               "--from", "ci@example.com", "--to", "mailto:owner@example.com"]
    once(command, bench.work)
    shutil.copy(bench.work / "output", bench.message)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", required=True)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--work", default=".build/bench-data")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    # A disk, and not memory as /tmp may be: mlx-notify keeps each mail before it sends it.
    work = pathlib.Path(tempfile.mkdtemp(prefix="notify.", dir=options.work)).resolve()
    bench = Bench(os.path.abspath(options.tools), work, options.runs)
    try:
        write_message(bench)
        print(f"{bench.message.stat().st_size:,} bytes a message", file=sys.stderr)
        for is_encrypted in (False, True):
            server = Server(work, is_encrypted)
            try:
                for part in (one_mail, many_mails):
                    part(bench, server)
            finally:
                server.stop()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print("| task | mlx | peer | its time | ratio | goal | |")
    print("|---|---|---|---|---|---|---|")
    for row in bench.rows:
        print(f"| {' | '.join(row)} |")
    return 0 if all(row[-1] != "NOT MET" for row in bench.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
