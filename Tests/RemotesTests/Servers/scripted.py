"""Two HTTP servers that answer as they are told. Usage: scripted.py DIRECTORY.

DIRECTORY/routes.json maps "A GET /path" (A and B are the servers) to answers, which are given one
after another, the last one again and again: status, headers, body (text) or file (a path), and
faults: cut (bytes after which the connection is closed), endless ("headers" or "body"). A path ends
before its query. "{A}" and "{B}" in headers are the servers' origins; "range": true honours Range.
DIRECTORY/requests.jsonl gets a line for each request. The ports are in DIRECTORY/ports.json. The
servers end when the directory is gone, or after five minutes.
"""
import hashlib
import http.server
import json
import os
import sys
import threading
import time

directory = sys.argv[1]
lock = threading.Lock()
given = {}
origins = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def read_body(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def next_answer(self, body):
        name = self.server.name
        with lock:
            with open(os.path.join(directory, "requests.jsonl"), "a") as log:
                log.write(json.dumps({
                    "server": name, "method": self.command, "path": self.path,
                    "headers": dict(self.headers), "size": len(body),
                    "connection": self.client_address[1],
                    "digest": hashlib.sha256(body).hexdigest()}) + "\n")
            with open(os.path.join(directory, "routes.json")) as file:
                routes = json.load(file)
            key = f"{name} {self.command} {self.path.partition('?')[0]}"
            answers = routes.get(key, [{"status": 404}])
            number = given.get(key, 0)
            given[key] = number + 1
            return answers[min(number, len(answers) - 1)]

    def handle_any(self):
        answer = self.next_answer(self.read_body())
        body = answer.get("body", "").encode()
        if "file" in answer:
            with open(answer["file"], "rb") as file:
                body = file.read()
        status = answer.get("status", 200)
        wanted = self.headers.get("Range")
        length = len(body)
        headers = dict(answer.get("headers", {}))
        if answer.get("range") and wanted:
            start = int(wanted[len("bytes="):-1])
            headers["Content-Range"] = f"bytes {start}-{length - 1}/{length}"
            status, body = 206, body[start:]
            if start >= length:
                # As docker-registry says it: with the length of the blob, and less than that.
                headers["Content-Length"] = str(length)
                status, body = 416, b"invalid content range"[:max(0, length - 1)]
                self.close_connection = True
        self.send_response(status)
        for name, value in headers.items():
            for origin, url in origins.items():
                value = value.replace("{" + origin + "}", url)
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        if answer.get("endless") == "headers":
            self.flush_headers()
            self.repeat(b"X-More: " + b"x" * 8000 + b"\r\n")
            return
        self.end_headers()
        if self.command == "HEAD":
            return
        if answer.get("endless") == "body":
            self.repeat(b"x" * 65536)
            return
        cut = answer.get("cut")
        self.wfile.write(body if cut is None else body[:cut])
        if cut is not None:
            self.close_connection = True

    def repeat(self, data):
        # Far beyond any limit, and not for ever if there is none.
        try:
            for _ in range((64 << 20) // len(data)):
                self.wfile.write(data)
        except OSError:
            pass
        self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = handle_any

    def log_message(self, *arguments):
        pass


servers = []
for name in ("A", "B"):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.name = name
    origins[name] = f"http://127.0.0.1:{server.server_address[1]}"
    servers.append(server)
with open(os.path.join(directory, "ports.json"), "w") as file:
    json.dump({server.name: server.server_address[1] for server in servers}, file)
if os.fork() > 0:
    os._exit(0)
os.setsid()
null = os.open(os.devnull, os.O_RDWR)
for descriptor in (0, 1, 2):
    os.dup2(null, descriptor)
for server in servers:
    threading.Thread(target=server.serve_forever, daemon=True).start()
deadline = time.time() + 300
while os.path.isdir(directory) and time.time() < deadline:
    time.sleep(0.1)
os._exit(0)
