"""Takes messages as Slack, Teams, Mattermost and webhooks do. Usage: hooks.py DIRECTORY

It refuses what their documented limits forbid. The port is written to DIRECTORY/hooks.port, each
request to DIRECTORY/hooks.jsonl. A path that ends in a word for trouble gets that.
"""
import json
import re
import threading

import background

lock = threading.Lock()
asked = {}


def require(condition, what):
    if not condition:
        raise ValueError(what)


def check_text(value, limit, kinds=("plain_text", "mrkdwn")):
    require(value["type"] in kinds, "text type")
    require(1 <= len(value["text"]) <= limit, "text length")
    require(set(value) <= {"type", "text", "emoji", "verbatim"}, "text members")
    if value["type"] == "mrkdwn":
        require("emoji" not in value, "emoji in mrkdwn")
        marks = re.sub(r"&(amp|lt|gt);", "", value["text"])
        require("&" not in marks, "an unescaped &")
        for inside in re.findall(r"<([^>]*)>", marks):
            require(re.fullmatch(r"https?://[^|]+\|Open the build", inside), f"a control sequence {inside}")
        require(not re.search(r"[<>]", re.sub(r"<https?://[^>]*\|Open the build>", "", marks)), "a lone <")


def check_slack(message):
    require(set(message) == {"text", "blocks"}, "members")
    require(not re.search(r"[<>]", message["text"]), "an unescaped < in the text")
    require(1 <= len(message["blocks"]) <= 50, "blocks")
    for block in message["blocks"]:
        if block["type"] == "header":
            check_text(block["text"], 150, ("plain_text",))
        elif block["type"] == "section":
            require("text" in block or "fields" in block, "an empty section")
            if "text" in block:
                check_text(block["text"], 3000)
            require(len(block.get("fields", [])) <= 10, "fields")
            for field in block.get("fields", []):
                check_text(field, 2000)
        elif block["type"] == "context":
            require(1 <= len(block["elements"]) <= 10, "elements")
            for element in block["elements"]:
                check_text(element, 2000)
        else:
            require(False, block["type"])


def check_teams(message):
    require(set(message) == {"type", "attachments"} and message["type"] == "message", "envelope")
    (attachment,) = message["attachments"]
    require(attachment["contentType"] == "application/vnd.microsoft.card.adaptive", "contentType")
    card = attachment["content"]
    require(card["type"] == "AdaptiveCard" and card["version"] == "1.4", "card")
    require(set(card) <= {"$schema", "type", "version", "body", "actions", "fallbackText",
                          "msteams"}, "card members")
    for element in card["body"]:
        # In a TextBlock there would be Markdown.
        require(element["type"] == "RichTextBlock" and element["inlines"], "element")
        for run in element["inlines"]:
            require(run["type"] == "TextRun" and run["text"], "run")
            require(set(run) <= {"type", "text", "weight", "size", "fontType"}, "run members")
            require(run.get("weight", "Bolder") == "Bolder", "weight")
            require(run.get("size", "Large") == "Large", "size")
            require(run.get("fontType", "Monospace") == "Monospace", "fontType")
    for action in card.get("actions", []):
        require(action["type"] == "Action.OpenUrl" and action["url"].startswith("http"), "action")


def check_mattermost(message):
    (attachment,) = message["attachments"]
    require(set(message) == {"attachments"}, "members")
    require(len(json.dumps(message["attachments"], ensure_ascii=False)) <= 7900, "length")
    require(re.fullmatch("#[0-9a-f]{6}", attachment["color"]), "color")
    for field in attachment["fields"]:
        require(set(field) == {"short", "title", "value"}, "field")
    # Outside code '@' would call somebody.
    texts = [attachment[name] for name in ("title", "text", "fallback")]
    for text in texts + [field["value"] for field in attachment["fields"]]:
        require("@" not in re.sub("`[^`\n]*`", "", text), "a mention")


CHECKS = {"slack": check_slack, "teams": check_teams, "mattermost": check_mattermost,
          "webhook": lambda event: require(event["specversion"] == "1.0", "specversion")}
TROUBLE = {"t404": (404, b"no_service"), "t410": (410, b"channel_is_archived"),
           "t403": (403, b"invalid_token"), "down": (503, b"down")}


class Handler(background.Handler):
    def handle_any(self):
        self.record("hooks.jsonl")
        parts = self.path.strip("/").split("/")
        kind, last = parts[0], parts[-1]
        with lock:
            asked[self.path] = asked.get(self.path, 0) + 1
        if last in TROUBLE:
            return self.answer(*TROUBLE[last])
        if last == "echo":
            return self.answer(400, f"bad request to {self.path}".encode())
        if last == "moved":
            return self.answer(307, b"", location=f"http://elsewhere.example{self.path}")
        if last == "busy" and asked[self.path] == 1:
            return self.answer(429, b"rate_limited", retry_after="1")
        if len(self.body) > (28 << 10 if kind == "teams" else 1 << 20):
            return self.answer(413, b"too large")
        try:
            CHECKS[kind](json.loads(self.body))
        except (ValueError, KeyError, TypeError) as error:
            return self.answer(400, f"invalid_payload: {error!r}".encode())
        return self.answer(202 if kind == "teams" else 200, b"" if kind == "teams" else b"ok")


background.serve(Handler, "hooks.port")
