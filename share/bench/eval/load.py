"""Requests a second of mlx-eval and wrk, in turn; share/bench/eval/load starts it."""

import argparse
import contextlib
import json
import os
import pathlib
import platform
import re
import socket
import statistics
import subprocess
import tempfile
import time

GOAL = 0.8
CORES = len(os.sched_getaffinity(0))
PENGUINS = pathlib.Path(__file__).resolve().parents[3] / "share/mlx/examples/penguins"

NGINX = """
daemon off;
pid {directory}/nginx.pid;
error_log {directory}/error.log;
worker_processes {cores};
events {{ worker_connections 1024; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path {directory}/temporary;
    proxy_temp_path {directory}/temporary;
    fastcgi_temp_path {directory}/temporary;
    uwsgi_temp_path {directory}/temporary;
    scgi_temp_path {directory}/temporary;
    server {{ listen 127.0.0.1:{port}; root {directory}; }}
}}
"""

WRK_POST = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = io.open("{body}"):read("*a")
"""


def options():
    parser = argparse.ArgumentParser(prog="load", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="of each program in each row")
    parser.add_argument("--seconds", type=int, default=5, help="that a run takes")
    parser.add_argument("--connections", default="1,16,64", help="numbers with commas between")
    parser.add_argument("--tools", type=pathlib.Path, required=True, help="where mlx-eval is")
    return parser.parse_args()


def output(command):
    """What a program says on stdout; the end, with its last words, if it fails."""
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode != 0:
        raise SystemExit(f"load: {command[0]} ended with {result.returncode}: {result.stderr.strip()}")
    return result.stdout


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextlib.contextmanager
def running(command, port):
    """Runs a server until the end of the block, from the moment it listens."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            if process.poll() is not None:
                raise SystemExit(f"load: {command[0]} ended: {process.stderr.read().decode()}")
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait()


def nginx(directory):
    """A server of a small file: its command, port and page, what wrk posts, and our rows."""
    port = free_port()
    (directory / "index.html").write_text('{"prediction":"Adelie","probability":0.93}\n')
    configuration = directory / "nginx.conf"
    configuration.write_text(NGINX.format(directory=directory, port=port, cores=CORES))
    command = ["nginx", "-p", directory, "-c", configuration, "-e", directory / "error.log"]
    return command, port, "/index.html", None, []


def service(tools, directory):
    """A prediction service, which is asked about one row at a time."""
    port = free_port()
    model = directory / "model"
    train = [
        tools / "mlx-train", "--no-input", "--quiet", "--data", PENGUINS / "penguins.csv",
        "--schema", PENGUINS / "schema.json", "--model-directory", model,
    ]  # fmt: skip
    output(train)
    command = [tools / "mlx-serve", "--model-directory", model, "--name", "penguins"]
    path = "/v2/models/penguins/infer"
    rows = ["--data", PENGUINS / "penguins.csv", "--schema", PENGUINS / "schema.json"]
    return [*command, "--port", str(port)], port, path, model / "input_example.json", rows


def ours(tools, url, rows, connections, seconds):
    command = [
        tools / "mlx-eval", "--no-input", "--allow-empty", "--quiet", "--url", url,
        "--connections", str(connections), "--duration", f"{seconds}s", "--warmup", "1s",
    ]  # fmt: skip
    command += rows
    metrics = json.loads(output(command))["stages"][-1]["metrics"]
    if metrics["error_rate"]:
        raise SystemExit(f"load: mlx-eval counts {metrics['error_rate']:.2%} errors")
    return metrics["throughput_rps"]


def wrk(script, url, connections, seconds):
    threads = min(CORES, connections)
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s"]
    command += ["-s", script] if script else []
    said = output([*command, url])
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"load: wrk counts errors: {said}")
    return float(re.search(r"Requests/sec: +([0-9.]+)", said)[1])


def compare(name, server, chosen, directory):
    """Runs both programs in turn, so that both meet the same weather."""
    command, port, path, body, rows = server
    script = None
    if body:
        script = directory / "post.lua"
        script.write_text(WRK_POST.format(body=body))
    url = f"http://127.0.0.1:{port}{path}"
    with running(command, port):
        for connections in map(int, chosen.connections.split(",")):
            rates = [], []
            for _ in range(chosen.runs):
                rates[0].append(ours(chosen.tools, url, rows, connections, chosen.seconds))
                rates[1].append(wrk(script, url, connections, chosen.seconds))
            mine, theirs = map(statistics.median, rates)
            ratio = mine / theirs
            met = "yes" if ratio >= GOAL else "**no**"
            row(name, connections, f"{mine:,.0f}", f"{theirs:,.0f}", f"{ratio:.2f}", f"≥{GOAL}", met)


def row(*cells):
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def main():
    chosen = options()
    version = subprocess.run(["wrk", "-v"], capture_output=True, text=True).stdout.split()[1]
    print(f"{CORES} cores, Linux {platform.release()}, wrk {version}. Requests a second;")
    print(f"medians of {chosen.runs} runs of {chosen.seconds} s each, in turn.\n")
    row("server", "connections", "mlx-eval", "wrk", "ratio", "goal", "met")
    row(*["---"] * 7)
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        # nginx's workers may run as somebody else.
        directory.chmod(0o755)
        compare("nginx, a small file", nginx(directory), chosen, directory)
        compare("mlx-serve, one row", service(chosen.tools, directory), chosen, directory)


main()
