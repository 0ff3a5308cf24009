"""Jenkins, GitHub and GitLab as far as they begin pipelines. Usage: cihost.py DIRECTORY

Its port is written to port there, and each request is a line in requests.jsonl. The first part of
the path says how it answers: jenkins, crumb (asks for a crumb once), github, gitlab, busy (429 with
Retry-After once), or a status. It goes to the background and ends when the directory is gone.
"""
import json

import background

busy = []


class Handler(background.Handler):
    def say(self, status, body=None, **headers):
        self.answer(status, b"" if body is None else json.dumps(body).encode(), **headers)

    def handle_any(self):
        self.record("requests.jsonl")
        kind = self.path.split("/")[1]
        if self.path == "/crumb/crumbIssuer/api/json":
            self.say(200, {"crumbRequestField": "Jenkins-Crumb", "crumb": "c1"},
                     Set_Cookie="JSESSIONID.1=s1; Path=/; HttpOnly")
        elif kind == "crumb" and self.headers.get("Jenkins-Crumb") != "c1":
            self.say(403, None)
        elif kind in ("jenkins", "crumb"):
            self.say(201, None, Location="https://jenkins.example.com/queue/item/7/")
        elif kind == "busy" and not busy:
            busy.append(True)
            self.say(429, {"message": "slow down"}, Retry_After="1")
        elif kind in ("github", "busy"):
            self.say(204)
        elif kind == "gitlab":
            self.say(201, {"id": 9, "web_url": "https://gitlab.example.com/p/-/pipelines/9"})
        elif kind == "drop":
            self.close_connection = True
            self.connection.close()
        else:
            self.say(int(kind), {"message": "because"})


background.serve(Handler, "port")
