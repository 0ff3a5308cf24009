"""What a reader of mail sees: a mailbox over IMAP with TLS, and the structure of its messages."""
import email
import email.policy
import imaplib
import re
import ssl
import subprocess
import time

HOST = "mail.example.com"
PASSWORD = "s3cr3t: é"


class Mailbox:
    """The INBOX of one user."""

    def __init__(self, user, authority):
        context = ssl.create_default_context(cafile=str(authority))
        self.imap = imaplib.IMAP4_SSL(HOST, 993, ssl_context=context, timeout=20)
        self.imap.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
        self.imap.select("INBOX")

    def ask(self, *command):
        """The data of a command's answer."""
        kind, data = self.imap.uid(*command)
        if kind != "OK":
            raise AssertionError(f"{command}: {kind} {data}")
        return data

    def find(self, header, value):
        """Which messages have this text in a header, once the server has nothing left to deliver."""
        settle()
        self.imap.noop()
        return self.ask("SEARCH", "HEADER", header, f'"{value}"')[0].split()

    def bytes(self, uid):
        return self.ask("FETCH", uid, "(BODY.PEEK[])")[0][1]

    def message(self, uid):
        return email.message_from_bytes(self.bytes(uid), policy=email.policy.default)

    def structure(self, uid):
        """The parts as the server sees them."""
        answer = b"".join(quoted(item) for item in self.ask("FETCH", uid, "(BODYSTRUCTURE)"))
        return parse(answer[answer.index(b"BODYSTRUCTURE") + len("BODYSTRUCTURE"):])

    def threads(self):
        """The messages of each thread, by RFC 5256."""
        settle()
        self.imap.noop()
        return [flat(group) for group in parse(b"(" + self.ask("THREAD", "REFERENCES", "UTF-8", "ALL")[0] + b")")]

    def close(self):
        self.imap.logout()


def settle():
    """Waits until postfix has handed over all that it took."""
    for _ in range(200):
        if not subprocess.run(["postqueue", "-j"], capture_output=True, check=True).stdout:
            return
        time.sleep(0.05)
    raise AssertionError("mail is stuck in postfix: " + open("/var/log/mail.log").read()[-2000:])


def quoted(item):
    """A part of an answer in which strings of any length stand in quotes."""
    if isinstance(item, bytes):
        return item
    head, text = item
    text = text.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return re.sub(rb"\{\d+\}$", b"", head) + b'"' + text + b'"'


def parse(text):
    """The list that an answer of IMAP begins with."""
    stack = [[]]
    for token in re.findall(rb'[()]|"(?:\\.|[^"\\])*"|[^\s()"]+', text, re.DOTALL):
        if token == b"(":
            stack.append([])
        elif token == b")":
            done = stack.pop()
            stack[-1].append(done)
            if len(stack) == 1:
                return done
        else:
            stack[-1].append(token.strip(b'"').decode())
    raise AssertionError(f"cut off: {text[-200:]}")


def flat(group):
    """The members of a thread, however deep they lie."""
    return [name for item in group for name in (flat(item) if isinstance(item, list) else [item])]


def shape(part):
    """As `mixed(related(…), application/json)`."""
    if not isinstance(part[0], list):
        return f"{part[0]}/{part[1]}".lower()
    parts = [child for child in part if isinstance(child, list)]
    kind = next(item for item in part if not isinstance(item, list))
    count = part.index(kind)
    return f"{kind.lower()}({', '.join(shape(child) for child in parts[:count])})"


def encodings(part):
    """How each leaf is encoded."""
    if not isinstance(part[0], list):
        return [part[5].lower()]
    children = part[:next(i for i, item in enumerate(part) if not isinstance(item, list))]
    return [encoding for child in children for encoding in encodings(child)]
