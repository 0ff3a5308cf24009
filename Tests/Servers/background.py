"""What the servers of the tests have in common: they record, and end with their directory."""
import http.server
import json
import os
import sys
import threading
import time

directory = sys.argv[1]
lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_all(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.handle_any()

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = handle_all

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def record(self, name):
        line = {"method": self.command, "path": self.path, "body": self.body.decode(),
                "headers": {key.lower(): value for key, value in self.headers.items()}}
        with lock, open(os.path.join(directory, name), "a") as file:
            file.write(json.dumps(line) + "\n")

    def log_message(self, *arguments):
        pass


def serve(handler, port_file):
    """Serves on a port of its own, which that file then names; goes to the background."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    with open(os.path.join(directory, port_file), "w") as file:
        file.write(str(server.server_address[1]))
    if os.fork() > 0:
        sys.exit(0)
    leave()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    last()


def leave():
    """Lets go of whoever has started this, and of its descriptors."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)


def last():
    """Ends when the directory is gone."""
    deadline = time.time() + 300
    while os.path.isdir(directory) and time.time() < deadline:
        time.sleep(0.1)
    os._exit(0)
