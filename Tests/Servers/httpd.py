"""A web server for the tests. Usage: httpd.py DIRECTORY; its port is written to port there.

It goes to the background and ends when the directory is gone.
"""
import http.server
import json
import os
import sys
import threading
import time

directory = sys.argv[1]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if self.path == "/redirect":
            self.answer(302, b"", Location="/echo")
        elif self.path == "/large":
            self.answer(200, b"x" * 100_000)
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half")
            self.close_connection = True
        elif self.path == "/slow":
            time.sleep(5)
        else:
            echo = {"method": self.command, "headers": dict(self.headers), "body": body.decode()}
            self.answer(418 if self.path == "/teapot" else 200, json.dumps(echo).encode(),
                        X_Answer="  yes ")

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = handle_any

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(os.path.join(directory, "port"), "w") as file:
    file.write(str(server.server_address[1]))
if os.fork() > 0:
    sys.exit(0)
os.setsid()
null = os.open(os.devnull, os.O_RDWR)
for descriptor in (0, 1, 2):
    os.dup2(null, descriptor)
threading.Thread(target=server.serve_forever, daemon=True).start()
deadline = time.time() + 300
while os.path.isdir(directory) and time.time() < deadline:
    time.sleep(0.1)
os._exit(0)
