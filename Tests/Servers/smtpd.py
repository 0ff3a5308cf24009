"""Real mail servers for the tests: aiosmtpd with STARTTLS, TLS and AUTH.

Usage: smtpd.py DIRECTORY. Makes a certificate there, starts one server of each kind, writes their
ports to ports.json, and goes to the background. Each command that reached a server is a line in
events.jsonl, each message one in messages.jsonl. The servers end when the directory is gone.

The local part of the recipient says what the server does: rcpt451, rcpt550, grey (451 twice),
data452, data554, drop (takes the message and hangs up without a word).
"""
import base64
import json
import os
import socket
import ssl
import subprocess
import sys
import time

import background
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

directory = sys.argv[1]
seen = {}


def log(name, **members):
    with open(os.path.join(directory, name), "a") as file:
        file.write(json.dumps(members) + "\n")


def encrypted(server):
    return server.transport.get_extra_info("ssl_object") is not None


class Handler:
    def __init__(self, kind):
        self.kind = kind

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        log("events.jsonl", server=self.kind, command="EHLO", tls=encrypted(server))
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        log("events.jsonl", server=self.kind, command="MAIL", tls=encrypted(server))
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "rcpt451":
            return "451 4.7.1 greylisted, try later"
        if local == "rcpt550":
            return "550 5.1.1 no such user"
        if local == "grey":
            seen[address] = seen.get(address, 0) + 1
            if seen[address] < 3:
                return "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        local = envelope.rcpt_tos[0].split("@")[0]
        if local == "data452":
            return "452 4.3.1 disk full"
        if local == "data554":
            return "554 5.7.1 rejected"
        log(
            "messages.jsonl",
            server=self.kind,
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            tls=encrypted(server),
            authenticated=bool(session.authenticated),
            content=base64.b64encode(envelope.original_content).decode(),
        )
        if local == "drop":
            server.transport.abort()
        return "250 2.0.0 queued"


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.password == b"s3cr3t: \xc3\xa9"
    log("events.jsonl", server="?", command="AUTH", tls=encrypted(server))
    message = None if good else "535 5.7.8 bad credentials"
    return AuthResult(success=good and data.login == b"mailer", handled=False, message=message)


def certificate():
    key, pem = (os.path.join(directory, name) for name in ("server.key", "server.pem"))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        + ["-nodes", "-keyout", key, "-out", pem, "-days", "2", "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem, key)
    return context


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(tls):
    needs_login = {"authenticator": authenticate, "auth_required": True}
    kinds = {
        "starttls": {"tls_context": tls, "require_starttls": True, **needs_login},
        "smtps": {"ssl_context": tls, "auth_require_tls": False, **needs_login},
        "plain": {"authenticator": authenticate, "auth_require_tls": False},
        "nologin": {"tls_context": tls, "require_starttls": True, "auth_exclude_mechanism":
                    ["LOGIN", "PLAIN"]},
    }
    ports = {}
    for kind, options in kinds.items():
        ports[kind] = free_port()
        Controller(Handler(kind), hostname="127.0.0.1", port=ports[kind], **options).start()
    silent = socket.socket()
    silent.bind(("127.0.0.1", 0))
    silent.listen()
    ports["silent"] = silent.getsockname()[1]
    ports["closed"] = free_port()
    return ports, silent


tls = certificate()
if os.fork() > 0:
    for _ in range(200):
        if os.path.exists(os.path.join(directory, "ports.json")):
            sys.exit(0)
        time.sleep(0.05)
    sys.exit("the servers did not start")

background.leave()
ports, silent = start(tls)
with open(os.path.join(directory, "ports.tmp"), "w") as file:
    json.dump(ports, file)
os.rename(os.path.join(directory, "ports.tmp"), os.path.join(directory, "ports.json"))
background.last()
