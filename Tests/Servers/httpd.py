"""A web server for the tests. Usage: httpd.py DIRECTORY; its port is written to port there.

It goes to the background and ends when the directory is gone.
"""
import json
import time

import background


class Handler(background.Handler):
    def handle_any(self):
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
            echo = {"method": self.command, "headers": dict(self.headers),
                    "body": self.body.decode()}
            self.answer(418 if self.path == "/teapot" else 200, json.dumps(echo).encode(),
                        X_Answer="  yes ")


background.serve(Handler, "port")
