"""Stands for GitHub, GitLab and Gitea in the tests. Usage: forge.py DIRECTORY

Their interfaces are below /github, /gitlab/api/v4 and /gitea/api/v1; the port is written to
DIRECTORY/forge.port, each request to DIRECTORY/forge.jsonl. POST /seed adds comments, GET /comments
tells them. It goes to the background and ends when the directory is gone.
"""
import json
import re
import threading
import time
import urllib.parse

import background

USERS = {
    "token-write": {"login": "ci-bot", "type": "User", "write": True},
    "token-actions": {"login": "github-actions[bot]", "type": "Bot", "write": True},
    "token-app": {"login": "mlx-app", "type": "Bot", "write": True},
    "token-read": {"login": "github-actions[bot]", "type": "Bot", "write": False},
}
LIMITS = {"github": 65536, "gitlab": 1000000, "gitea": 1 << 30}
STATES = {
    "github": {"error", "failure", "pending", "success"},
    "gitlab": {"pending", "running", "success", "failed", "canceled", "skipped"},
    "gitea": {"error", "failure", "pending", "success", "warning"},
}
lock = threading.Lock()
comments = {}
statuses = {}
asked = {}


class Handler(background.Handler):
    def handle_any(self):
        url = urllib.parse.urlsplit(self.path)
        path = urllib.parse.unquote(url.path)
        self.query = dict(urllib.parse.parse_qsl(url.query))
        if path == "/seed":
            return self.seed()
        if path == "/comments":
            return self.reply(200, [item for list_ in comments.values() for item in list_])
        if path == "/statuses":
            return self.reply(200, statuses.get("all", []))
        self.record("forge.jsonl")
        match = re.match(r"/(github|gitlab|gitea)(?:/api/v\d)?(/.*)", path)
        if not match:
            return self.reply(404, {"message": "Not Found"})
        self.forge, path = match.groups()
        scheme, _, token = (self.headers.get("Authorization") or "").partition(" ")
        if scheme != ("token" if self.forge == "gitea" else "Bearer") or token not in USERS:
            return self.reply(401, {"message": f"Bad credentials {token}"})
        self.user = USERS[token]
        if self.command != "GET" and not self.headers.get("Content-Type", "").startswith(
                "application/json"):
            return self.reply(415, {"message": "not JSON"})
        self.route(path)

    def route(self, path):
        is_app = self.user["type"] == "Bot"
        if path == "/user":
            if is_app and self.forge != "gitlab":
                return self.reply(403, {"message": "Resource not accessible by integration"})
            name = "username" if self.forge == "gitlab" else "login"
            return self.reply(200, {name: self.user["login"]})
        if path == "/graphql" and self.forge == "github" and self.command == "POST":
            if json.loads(self.body) != {"query": "query { viewer { login } }"}:
                return self.reply(400, {"message": "Problems parsing JSON"})
            return self.reply(200, {"data": {"viewer": {"login": self.user["login"]}}})
        if self.forge == "gitlab":
            match = re.fullmatch(r"/projects/(.+?)/(merge_requests/(\d+)/notes(?:/(\d+))?"
                                 r"|statuses/([0-9a-f]{40}))", path)
        else:
            match = re.fullmatch(r"/repos/([^/]+/[^/]+)/(issues/(?:(\d+)/comments|comments/(\d+))"
                                 r"|statuses/([0-9a-f]{40}))", path)
        if not match:
            return self.reply(404, {"message": "Not Found"})
        project, _, number, comment, commit = match.groups()
        if self.trouble(project):
            return None
        if self.command != "GET" and not self.user["write"]:
            return self.reply(403, {"message": "Resource not accessible by integration"})
        if commit:
            return self.status(project, commit)
        return self.comments(project, number, comment)

    def trouble(self, project):
        """Answers for projects whose names call for it; a wait of one second ends after one."""
        name = project.split("/")[-1]
        with lock:
            count = asked[name, self.command] = asked.get((name, self.command), 0) + 1
        if name == "gone":
            self.reply(410, {"message": "This issue was deleted"})
        elif name == "missing":
            self.reply(404, {"message": "Not Found"})
        elif name == "down":
            self.reply(503, {"message": "down"})
        elif name == "exhausted":
            self.reply(403, {"message": "API rate limit exceeded"}, x_ratelimit_remaining="0",
                       x_ratelimit_reset=str(int(time.time()) + 3600))
        elif name == "secondary" and self.command == "POST" and count == 1:
            self.reply(403, {"message": "You have exceeded a secondary rate limit"}, retry_after="1")
        elif name == "busy" and self.command == "GET" and count == 1:
            self.reply(429, {"message": "Too Many Requests"}, retry_after="1")
        elif name == "elsewhere" and self.command == "GET":
            self.reply(200, [], link='<https://elsewhere.example/x?page=2>; rel="next"')
        else:
            return False
        return True

    def status(self, project, commit):
        content = json.loads(self.body)
        name = content.get("name" if self.forge == "gitlab" else "context")
        if content.get("state") not in STATES[self.forge] or not name:
            return self.reply(422, {"message": "Validation Failed"})
        if len(content.get("description", "")) > (255 if self.forge == "gitlab" else 140):
            return self.reply(422, {"message": "description is too long (maximum is 140 characters)"})
        key = (self.forge, project, commit, name)
        if self.forge == "gitlab" and content["state"] == "pending" and (
                statuses.get(key) == "pending"):
            return self.reply(400, {"message": "Cannot transition status via :enqueue from :pending"})
        statuses[key] = content["state"]
        statuses.setdefault("all", []).append(dict(content, project=project, commit=commit))
        return self.reply(201, content)

    def comments(self, project, number, comment):
        time.sleep(0.05)  # so that two at once can both have looked
        if comment and self.forge == "gitlab":
            number = None
        listed = comments.setdefault((self.forge, project), [])
        if self.command == "GET":
            return self.page([item for item in listed if item["number"] == int(number)])
        expected = "PUT" if self.forge == "gitlab" else "PATCH"
        if self.command != (expected if comment else "POST"):
            return self.reply(405, {"message": "Method Not Allowed"})
        text = json.loads(self.body).get("body", "")
        if not text or len(text) > LIMITS[self.forge]:
            return self.reply(422, {"message": "Body is too long (maximum is 65536 characters)"})
        if comment:
            found = [item for item in listed if item["id"] == int(comment)]
            if not found or found[0]["by"] != self.user["login"]:
                return self.reply(403, {"message": "not yours"})
            found[0].update(body=text, edits=found[0]["edits"] + 1)
            return self.reply(200, found[0])
        return self.reply(201, self.add(listed, int(number), self.user, text))

    def page(self, listed):
        size, page = int(self.query.get("per_page", 30)), int(self.query.get("page", 1))
        if self.forge == "gitea":  # it tells all of them
            return self.reply(200, listed)
        shown = listed[(page - 1) * size:page * size]
        headers = {}
        if page * size < len(listed):
            if self.query.get("sort") == "asc":
                headers["x_next_page"] = str(page + 1)
            else:
                here = f"http://{self.headers['Host']}{self.path.split('?')[0]}"
                link = f'<{here}?per_page={size}&page={page + 1}>; rel="next", <{here}>; rel="last"'
                headers["link"] = link
        return self.reply(200, shown, **headers)

    def add(self, listed, number, user, text):
        with lock:
            item = {"id": 1000 + sum(map(len, comments.values())), "number": number, "body": text,
                    "by": user["login"], "edits": 0, "system": False}
            login = user["login"]
            if user["type"] == "Bot" and not login.endswith("[bot]"):
                login += "[bot]"
            if self.forge == "gitlab":
                item["author"] = {"username": login}
            else:
                item["user"] = {"login": login, "type": user["type"]}
            listed.append(item)
        return item

    def seed(self):
        content = json.loads(self.body)
        self.forge = content["forge"]
        listed = comments.setdefault((self.forge, content["project"]), [])
        for item in content["comments"]:
            user = {"login": item["login"], "type": item.get("type", "User")}
            self.add(listed, content["number"], user, item["body"])
        self.reply(200, {})

    def reply(self, status, value, **headers):
        self.answer(status, json.dumps(value).encode(), content_type="application/json", **headers)


background.serve(Handler, "forge.port")
