"""Sends a ready message with Python's smtplib, as scripts in pipelines do.

    smtplib_send.py PORT CA MESSAGE one|each COUNT       CA: empty for a server without TLS

`each` makes a connection for every recipient, `one` sends them all through one.
"""
import smtplib
import socket
import ssl
import sys


def connect(port, authority):
    if authority:
        server = smtplib.SMTP_SSL("localhost", port, context=ssl.create_default_context(cafile=authority))
    else:
        server = smtplib.SMTP("localhost", port)
    # Else each further mail of a connection with TLS waits 40 ms for an acknowledgement.
    server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return server


port, authority, path, connections, count = sys.argv[1:]
message = open(path, "rb").read()
server = None
for number in range(int(count)):
    if server is None or connections == "each":
        server = connect(int(port), authority)
    server.sendmail("ci@example.com", [f"owner{number}@example.com"], message)
    if connections == "each":
        server.quit()
if connections == "one":
    server.quit()
