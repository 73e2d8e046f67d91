"""What the site fetches: from the open Internet only, checked where it connects, bounded in every way."""

import gzip
import inspect
import ipaddress
import os
import ssl
import subprocess
import time

import pytest

from blog import fetching
from blog.fetching import PUBLIC, FetchError, PassingError, Rules, fetch, is_public
from tests.blog.serving import LOOPBACK, loopback, respond, serving, site

INSIDE = """
0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 127.8.8.8 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8
192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1
100::1 2001::1 2001:20::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1 3fff::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0
fec0::1 ff02::1
"""
OUTSIDE = ["8.8.8.8", "93.184.216.34", "100.63.255.255", "172.32.0.1", "2606:2800:220:1::1", "2a00:1450:4001::1"]


@pytest.mark.parametrize("address", INSIDE.split())
def test_an_address_inside_is_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x", "file:///etc/passwd", "gopher://example.org/", "javascript:alert(1)", "//example.org/x",
        "http://", "http:///x", "http://user:word@example.org/", "http://user@example.org/", "http://example.org:8080/",
        "https://example.org:22/", "http://exa mple.org/", "http://exam\\ple.org/", "http://[::1", "http://a..b/",
        "http://" + "a" * 64 + ".org/", "http://" + "ä" * 100_000 + "/", "http://example.org:99999/", "no address", "",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_of_the_web_is_never_asked(url):
    with pytest.raises(FetchError):
        fetch(url, rules=Rules(resolve=lambda host, port: pytest.fail(f"looked up {host}")))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f.1", "017700000001", "127.1", "[::ffff:127.0.0.1]"]
)
def test_the_loopback_is_refused_however_it_is_written(host):
    with pytest.raises(FetchError, match=r"not on the open Internet|no host called"):
        fetch(f"http://{host}/", rules=PUBLIC)


def test_one_bad_address_among_good_ones_refuses_the_host():
    found = [ipaddress.ip_address("8.8.8.8"), ipaddress.ip_address("10.0.0.1")]
    with pytest.raises(FetchError, match="open Internet"):
        fetch("http://example.org/", rules=Rules(resolve=lambda host, port: found))


def test_a_name_is_looked_up_once_and_connected_to_as_checked():
    asked = []

    def resolve(host, port):
        asked.append(host)
        return [LOOPBACK]

    with serving(respond(b"here")) as (port, heads):
        answer = fetch(f"http://old.example.org:{port}/a", rules=loopback(port, resolve=resolve))
    assert (answer.body, asked) == (b"here", ["old.example.org"])
    assert f"Host: old.example.org:{port}".encode() in heads[0]


def test_a_request_says_who_asks_and_nothing_of_anybody_else(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with serving(respond(b"x", Set_Cookie="a=1", Content_Type="Image/PNG; charset=x")) as (port, heads):
        answer = fetch(f"http://example.org:{port}/caf%C3%A9 à?q=é#part", rules=loopback(port))
    lines = heads[0].decode().split("\r\n")
    assert lines[0] == "GET /caf%C3%A9%20%C3%A0?q=%C3%A9 HTTP/1.1"
    assert any(line.startswith("User-Agent: Palimpsest") for line in lines)
    assert "Accept-Encoding: identity" in lines
    assert not any(line.lower().startswith(("cookie", "authorization", "referer")) for line in lines)
    assert answer.media_type == "image/png"


def test_redirects_are_followed_five_times():
    def step(connection, head):
        number = int(head.split(b" ", 2)[1][1:])
        redirect = respond(status="302 Found", Location=f"/{number - 1}")
        (redirect if number else respond(b"end"))(connection, head)

    with serving(step) as (port, _):
        assert fetch(f"http://example.org:{port}/5", rules=loopback(port)).body == b"end"
        with pytest.raises(FetchError, match="more than 5"):
            fetch(f"http://example.org:{port}/6", rules=loopback(port))


@pytest.mark.parametrize(
    "place", ["http://inside.example/x", "http://10.0.0.1/", "file:///etc/passwd", "http://example.org:25/", "http://["]
)
def test_a_redirect_is_checked_like_the_first_address(place):
    def resolve(host, port):
        return [LOOPBACK] if host == "example.org" else [ipaddress.ip_address("10.0.0.1")]

    with serving(respond(status="301 Moved", Location=place)) as (port, heads):
        ports = frozenset({port, 80})
        with pytest.raises(FetchError):
            fetch(f"http://example.org:{port}/", rules=loopback(port, resolve=resolve, ports=ports))
    assert len(heads) == 1


def test_a_body_larger_than_the_limit_is_refused_before_it_is_read():
    with serving(respond(b"x" * 1001)) as (port, _):
        assert len(fetch(f"http://e.example:{port}/", limit=1001, rules=loopback(port)).body) == 1001
        with pytest.raises(FetchError, match="larger than 1,000 bytes"):
            fetch(f"http://e.example:{port}/", limit=1000, rules=loopback(port))


@pytest.mark.parametrize("chunked", [False, True])
def test_an_endless_body_ends_at_the_limit(chunked):
    def pour(connection, head):
        how = b"Transfer-Encoding: chunked" if chunked else b"X: y"
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + how + b"\r\n\r\n")
        while True:
            connection.sendall(b"400\r\n" + b"x" * 1024 + b"\r\n" if chunked else b"x" * 1024)

    with serving(pour) as (port, _), pytest.raises(FetchError, match="larger"):
        fetch(f"http://e.example:{port}/", limit=100_000, rules=loopback(port))


def test_endless_headers_end():
    def pour(connection, head):
        while True:
            connection.sendall(b"HTTP/1.1 100 Continue\r\nA: " + b"x" * 10_000 + b"\r\n\r\n")

    with serving(pour) as (port, _), pytest.raises(FetchError):
        fetch(f"http://e.example:{port}/", rules=loopback(port))


def test_a_body_shorter_than_promised_is_not_taken_for_whole():
    with serving(respond(b"half", Content_Length=8)) as (port, _), pytest.raises(FetchError, match="ended before"):
        fetch(f"http://e.example:{port}/", rules=loopback(port))


def test_a_body_longer_than_promised_is_cut_where_it_was_promised_to_end():
    with serving(respond(b"whole and more", Content_Length=5)) as (port, _):
        assert fetch(f"http://e.example:{port}/", rules=loopback(port)).body == b"whole"


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b""])
def test_a_server_that_drips_is_left_at_the_deadline(head):
    def drip(connection, request):
        connection.sendall(head)
        while True:
            time.sleep(0.05)
            connection.sendall(b"x")

    with serving(drip) as (port, _):
        begun = time.monotonic()
        with pytest.raises(FetchError, match="too long"):
            fetch(f"http://e.example:{port}/", seconds=0.6, rules=loopback(port))
        assert time.monotonic() - begun < 2


def test_a_request_has_five_seconds_and_a_megabyte_unless_more_is_asked_for():
    assert (fetching.SECONDS, fetching.LIMIT) == (5.0, 1_000_000)
    told = inspect.signature(fetch).parameters
    assert (told["seconds"].default, told["limit"].default) == (fetching.SECONDS, fetching.LIMIT)


@pytest.mark.parametrize(
    ("answer", "passing"),
    [
        (respond(b"half", Content_Length=8), True),
        (lambda connection, head: None, True),
        (respond(b"x" * 1_000_001), False),
        (respond(status="301 Moved", Location="http://10.0.0.1/"), False),
        (respond(b"x", Content_Encoding="br"), False),
    ],
)
def test_what_may_pass_by_itself_is_told_from_what_will_not(answer, passing):
    with serving(answer) as (port, _), pytest.raises(FetchError) as problem:
        fetch(f"http://e.example:{port}/", rules=loopback(port))
    assert isinstance(problem.value, PassingError) is passing


def test_a_server_that_says_nothing_is_left_after_a_step():
    with serving(lambda connection, head: time.sleep(3)) as (port, _):
        begun = time.monotonic()
        with pytest.raises(FetchError, match="too long"):
            fetch(f"http://e.example:{port}/", rules=loopback(port, step=0.3))
        assert time.monotonic() - begun < 2


def test_a_name_that_takes_for_ever_to_look_up_is_given_up():
    with pytest.raises(FetchError):
        fetch("http://e.example/", rules=loopback(80, step=0.2, resolve=lambda host, port: time.sleep(3) or []))


def test_gzip_that_was_not_asked_for_is_unpacked_within_the_limit():
    bomb = gzip.compress(b"\0" * 5_000_000)
    with serving(site({"/a": respond(gzip.compress(b"text"), Content_Encoding="gzip")})) as (port, _):
        assert fetch(f"http://e.example:{port}/a", rules=loopback(port)).body == b"text"
    with serving(respond(bomb, Content_Encoding="gzip")) as (port, _), pytest.raises(FetchError, match="larger"):
        fetch(f"http://e.example:{port}/", rules=loopback(port))
    with serving(respond(bomb[:-9], Content_Encoding="gzip")) as (port, _), pytest.raises(FetchError, match="ended"):
        fetch(f"http://e.example:{port}/", limit=6_000_000, rules=loopback(port))
    with serving(respond(b"x", Content_Encoding="br")) as (port, _), pytest.raises(FetchError, match="compressed"):
        fetch(f"http://e.example:{port}/", rules=loopback(port))


def test_what_is_posted_is_posted_again_only_where_that_is_asked():
    pages = {
        "/keep": respond(status="307 Temporary Redirect", Location="/end"),
        "/drop": respond(status="303 See Other", Location="/end"),
        "/end": respond(b"done"),
    }
    with serving(site(pages)) as (port, heads):
        for path in ("keep", "drop"):
            fetch(f"http://e.example:{port}/{path}", data=b"a=b", content_type="text/plain", rules=loopback(port))
    assert [head.split(b" ")[0] for head in heads] == [b"POST", b"POST", b"POST", b"GET"]


def test_a_refused_connection_and_a_broken_answer_are_sentences():
    babble = serving(lambda connection, head: connection.sendall(b"no such protocol\r\n\r\n"))
    with babble as (port, _), pytest.raises(FetchError, match="could not be read"):
        fetch(f"http://e.example:{port}/", rules=loopback(port))
    with pytest.raises(FetchError, match="could not be read"):
        fetch(f"http://e.example:{port}/", rules=loopback(port))


def test_a_large_file_can_go_to_the_disk(tmp_path):
    with serving(respond(b"x" * 300_000)) as (port, _), (tmp_path / "file").open("wb") as out:
        answer = fetch(f"http://e.example:{port}/", into=out, rules=loopback(port))
    assert (answer.body, (tmp_path / "file").stat().st_size) == (b"", 300_000)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=secure.example"]
    command += ["-addext", "subjectAltName=DNS:secure.example"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=os.environ)
    return folder


def test_tls_names_the_host_and_checks_its_certificate(certificate):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    named = []
    server.sni_callback = lambda connection, name, context: named.append(name)
    trusting = ssl.create_default_context(cafile=certificate / "cert.pem")
    with serving(respond(b"safe"), tls=server) as (port, _):
        trusted = loopback(port, tls=lambda: trusting)
        assert fetch(f"https://secure.example:{port}/", rules=trusted).body == b"safe"
        with pytest.raises(FetchError, match=r"certificate of other\.example"):
            fetch(f"https://other.example:{port}/", rules=trusted)
        with pytest.raises(FetchError, match="certificate"):
            fetch(f"https://secure.example:{port}/", rules=loopback(port))
    assert named == ["secure.example", "other.example", "secure.example"]
