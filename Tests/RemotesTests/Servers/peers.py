"""Starts a real registry for the tests. Usage: peers.py KIND DIRECTORY.

Kinds: registry, registry-htpasswd, registry-token (Debian's docker-registry), registry-tls-good, -expired
and -other (the same for https://registry.test, with a certificate of DIRECTORY/ca.pem that is good, has expired or is
another host's, behind a proxy), moto (PyPI moto, as an S3), mlflow (PyPI mlflow). Its host and port, or those of the proxy, are
written to DIRECTORY/address once it answers. The server ends when the directory is gone, or after five minutes.
"""
import base64
import http.server
import json
import os
import random
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

kind, directory = sys.argv[1:]


# Tests run at the same time: on an address of its own, no other server takes the port that was free.
host = ".".join(["127", *(str(random.randrange(1, 255)) for _ in range(3))])


def free_port():
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


def path(name):
    return os.path.join(directory, name)


port = free_port()


def make_key():
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=tokens", "-keyout", path("key.pem"), "-out", path("cert.pem")],
        check=True, capture_output=True)


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


class TokenService(http.server.BaseHTTPRequestHandler):
    """Docker's token service: reader/secret may do all, anybody else nothing."""

    protocol_version = "HTTP/1.1"

    def reply(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def issue(self, fields):
        with open(path("tokens.jsonl"), "a") as log:
            log.write(json.dumps({"method": self.command, "fields": fields}) + "\n")
        access = []
        for scope in " ".join(fields.get("scope", [])).split():
            resource, name, actions = scope.split(":")
            access.append({"type": resource, "name": name, "actions": actions.split(",")})
        now = int(time.time())
        certificate = subprocess.run(
            ["openssl", "x509", "-in", path("cert.pem"), "-outform", "DER"],
            check=True, capture_output=True).stdout
        header = {"typ": "JWT", "alg": "RS256", "x5c": [base64.b64encode(certificate).decode()]}
        claims = {"iss": "tokens", "sub": "reader", "aud": fields["service"][0], "exp": now + 60,
                  "nbf": now - 60, "iat": now, "jti": str(time.time_ns()), "access": access}
        text = encode(json.dumps(header).encode()) + b"." + encode(json.dumps(claims).encode())
        signature = subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", path("key.pem")], input=text, check=True,
            capture_output=True).stdout
        self.reply(200, {"token": (text + b"." + encode(signature)).decode()})

    def do_GET(self):
        expected = "Basic " + base64.b64encode(b"reader:secret").decode()
        if self.headers.get("Authorization") != expected:
            return self.reply(401, {})
        self.issue(urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query))

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        fields = urllib.parse.parse_qs(self.rfile.read(length).decode())
        if fields.get("refresh_token") != ["identity"]:
            return self.reply(401, {})
        self.issue(fields)

    def log_message(self, *arguments):
        pass


def make_certificates(variant):
    """An authority of its own, and what it says of registry.test."""
    import datetime
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    def write(name, *parts):
        with open(path(name), "wb") as file:
            file.write(b"".join(parts))

    def certificate(name, key, issuer, issuer_key, days, extension):
        now = datetime.datetime.now(datetime.timezone.utc)
        def named(text):
            return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])
        return (
            x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer))
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=9))
            .not_valid_after(now + datetime.timedelta(days=days))
            .add_extension(extension, critical=False).sign(issuer_key, hashes.SHA256())
            .public_bytes(serialization.Encoding.PEM))

    authority, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    write("ca.pem", certificate(
        "CA", authority, "CA", authority, 9, x509.BasicConstraints(ca=True, path_length=None)))
    name = "other.test" if variant == "other" else "registry.test"
    write("cert.pem", certificate(
        name, key, "CA", authority, -1 if variant == "expired" else 9,
        x509.SubjectAlternativeName([x509.DNSName(name)])))
    write("key.pem", key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption()))


class Proxy(socketserver.BaseRequestHandler):
    """Leads every tunnel to the registry, and writes down where it was asked to lead."""

    def handle(self):
        head = b""
        while b"\r\n\r\n" not in head:
            part = self.request.recv(4096)
            if not part:
                return
            head += part
        with open(path("tunnels"), "ab") as log:
            log.write(head.partition(b"\r\n")[0] + b"\n")
        self.request.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with socket.create_connection((host, port)) as other:
            back = threading.Thread(target=self.pump, args=(other, self.request), daemon=True)
            back.start()
            self.pump(self.request, other)
            back.join()

    @staticmethod
    def pump(source, target):
        try:
            while data := source.recv(1 << 16):
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class ProxyServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


def registry(auth, variant):
    configuration = {
        "version": 0.1,
        "log": {"level": "error", "accesslog": {"disabled": True}},
        "storage": {"filesystem": {"rootdirectory": path("data")}},
        "http": {"addr": f"{host}:{port}", "secret": "test"},
    }
    if auth == "htpasswd":
        with open(path("htpasswd"), "w") as file:
            subprocess.run(["htpasswd", "-Bbn", "reader", "secret"], check=True, stdout=file)
        configuration["auth"] = {"htpasswd": {"realm": "test", "path": path("htpasswd")}}
    if auth == "token":
        make_key()
        configuration["auth"] = {"token": {
            "realm": f"http://{host}:{tokens.server_address[1]}/token", "service": "registry",
            "issuer": "tokens", "rootcertbundle": path("cert.pem")}}
    if auth == "tls":
        make_certificates(variant)
        configuration["http"]["tls"] = {
            "certificate": path("cert.pem"), "key": path("key.pem")}
    with open(path("config.yml"), "w") as file:
        json.dump(configuration, file)
    return ["docker-registry", "serve", path("config.yml")]


tokens = http.server.ThreadingHTTPServer((host, 0), TokenService)
if kind == "moto":
    program = [os.path.join(os.path.dirname(sys.executable), "moto_server"),
               "-H", host, "-p", str(port)]
elif kind == "mlflow":
    os.environ["MLFLOW_SERVER_ALLOWED_HOSTS"] = "*"
    program = [os.path.join(os.path.dirname(sys.executable), "mlflow"), "server", "--host", host,
               "--port", str(port), "--workers", "1",
               "--backend-store-uri", f"sqlite:///{path('mlflow.db')}",
               "--artifacts-destination", path("artifacts")]
else:
    program = registry(*(kind.split("-") + ["", ""])[1:3])
proxy = ProxyServer((host, 0), Proxy) if "-tls-" in kind else None

with open(path("log"), "w") as log:
    server = subprocess.Popen(program, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                              start_new_session=True)
for _ in range(1200):
    try:
        urllib.request.urlopen(f"http://{host}:{port}/", timeout=5)
        break
    except urllib.error.HTTPError:
        break
    except OSError:
        if server.poll() is not None:
            sys.exit(open(path("log")).read())
        time.sleep(0.05)
with open(path("address"), "w") as file:
    file.write(f"{host}:{proxy.server_address[1] if proxy else port}")
if os.fork() > 0:
    os._exit(0)
os.setsid()
null = os.open(os.devnull, os.O_RDWR)
for descriptor in (0, 1, 2):
    os.dup2(null, descriptor)
threading.Thread(target=tokens.serve_forever, daemon=True).start()
if proxy:
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
deadline = time.time() + 300
while os.path.isdir(directory) and time.time() < deadline:
    time.sleep(0.1)
os.killpg(server.pid, 9)
os._exit(0)
