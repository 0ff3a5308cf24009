"""Jenkins, GitHub and GitLab as far as they begin pipelines. Usage: cihost.py DIRECTORY

Its port is written to port there, and each request is a line in requests.jsonl. The first part of
the path says how it answers: jenkins, crumb (asks for a crumb once), github, gitlab, busy (429 with
Retry-After once), or a status. It goes to the background and ends when the directory is gone.
"""
import http.server
import json
import os
import sys
import threading
import time

directory = sys.argv[1]
busy = []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=None, **headers):
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        with open(os.path.join(directory, "requests.jsonl"), "a") as file:
            headers = {name.lower(): value for name, value in self.headers.items()}
            file.write(json.dumps({"method": self.command, "path": self.path, "headers": headers,
                                   "body": body}) + "\n")
        kind = self.path.split("/")[1]
        if self.path == "/crumb/crumbIssuer/api/json":
            self.answer(200, {"crumbRequestField": "Jenkins-Crumb", "crumb": "c1"},
                        Set_Cookie="JSESSIONID.1=s1; Path=/; HttpOnly")
        elif kind == "crumb" and self.headers.get("Jenkins-Crumb") != "c1":
            self.answer(403, None)
        elif kind in ("jenkins", "crumb"):
            self.answer(201, None, Location="https://jenkins.example.com/queue/item/7/")
        elif kind == "busy" and not busy:
            busy.append(True)
            self.answer(429, {"message": "slow down"}, Retry_After="1")
        elif kind in ("github", "busy"):
            self.answer(204)
        elif kind == "gitlab":
            self.answer(201, {"id": 9, "web_url": "https://gitlab.example.com/p/-/pipelines/9"})
        elif kind == "drop":
            self.close_connection = True
            self.connection.close()
        else:
            self.answer(int(kind), {"message": "because"})

    do_GET = do_POST = handle_any

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
