"""Servers on the loopback for tests of what goes out, and the rules that let a test, and nothing else, reach them."""

import ipaddress
import socket
import threading
from contextlib import contextmanager, suppress

from blog.fetching import Rules

LOOPBACK = ipaddress.ip_address("127.0.0.1")


@contextmanager
def serving(answer, tls=None):
    """Serve on a free port: `answer(connection, head)` gets each connection with the request's head. Yields the port
    and the list of heads that came."""
    heads = []
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(connection):
        with suppress(OSError), connection:
            if tls is not None:
                connection = tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            heads.append(head)
            answer(connection, head)
            connection.close()

    def accept():
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=talk, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1], heads
    finally:
        # Closing alone would not wake the thread that waits for the next connection.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def respond(body=b"", status="200 OK", **headers):
    """Return an answerer that says one thing to everybody."""
    named = {"Content-Length": len(body)} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items() if value is not None)]

    def answer(connection, head):
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return answer


def site(pages):
    """Return an answerer by path: bytes, or an answerer; 404 for the rest."""

    def answer(connection, head):
        found = pages.get(head.split(b" ", 2)[1].decode(), respond(status="404 Not Found"))
        (found if callable(found) else respond(found))(connection, head)

    return answer


def loopback(port, **more):
    """Return rules under which all hosts are the server at this port."""
    return Rules(
        **{"is_allowed": lambda address: address == LOOPBACK, "ports": frozenset({port})}
        | {"resolve": lambda host, port: [LOOPBACK], "step": 1.0}
        | more
    )
