"""Pingback: the one XML-RPC call that is answered, and the faults of https://www.hixie.ch/specs/pingback/pingback.

Pure: no database, no settings. `xmlrpc.client` unmarshals values without recursion, but its own parser would expand
entities; ours is expat too and stops at the first declaration, before anything that it declares is read.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any
from xml.parsers import expat
from xmlrpc import client

from blog.text import plain

MAX_BYTES = 16_000  # of a call: two addresses and twenty tags
METHOD = "pingback.ping"
MEDIA_TYPE = "text/xml; charset=utf-8"


class Code(IntEnum):
    """The specification's fault codes."""

    GENERIC = 0
    NO_SOURCE = 16
    NO_LINK = 17
    NO_TARGET = 32
    NOT_A_TARGET = 33
    KNOWN = 48
    DENIED = 49
    UPSTREAM = 50


class Fault(Exception):  # noqa: N818 - XML-RPC's word
    """An answer that is a fault: its code, and a sentence in English, the language of protocols."""

    def __init__(self, code: Code, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def read(body: bytes) -> tuple[str, str]:
    """Return source and target of a call; raise Fault for any other one, and for what is no call."""
    method, params = _call(body)
    if method == "system.multicall":
        raise Fault(Code.GENERIC, "Calls are answered one by one: there is no system.multicall here.")
    if method != METHOD:
        raise Fault(Code.GENERIC, f"The only method here is {METHOD}.")
    if len(params) != 2 or not all(isinstance(param, str) for param in params):
        raise Fault(Code.GENERIC, f"{METHOD} takes two strings: sourceURI and targetURI.")
    return params[0].strip(), params[1].strip()


def _call(body: bytes) -> tuple[str, tuple[Any, ...]]:
    if len(body) > MAX_BYTES:
        raise Fault(Code.GENERIC, "The call is too long.")
    unmarshaller: Any = client.Unmarshaller()
    unmarshaller.xml(None, None)  # what expat hands on is decoded
    parser = expat.ParserCreate()
    parser.StartElementHandler = unmarshaller.start
    parser.EndElementHandler = unmarshaller.end
    parser.CharacterDataHandler = unmarshaller.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.buffer_text = True
    try:
        parser.Parse(body, True)
        params = unmarshaller.close()
        return str(unmarshaller.getmethodname() or ""), params
    except Fault:
        raise
    # What values are made of raises whatever it likes: ValueError, TypeError, IndexError, OverflowError, its own.
    except Exception as error:
        raise Fault(Code.GENERIC, "This is not a call of XML-RPC.") from error


def _refuse(*_declared: object) -> None:
    raise Fault(Code.GENERIC, "A document type is not read here.")


def answer(sentence: str) -> bytes:
    """Return the answer to a call that was taken."""
    return client.dumps((plain.without_controls(sentence),), methodresponse=True, encoding="utf-8").encode()


def fault(problem: Fault) -> bytes:
    """Return the answer to a call that was not."""
    said = client.Fault(int(problem.code), plain.without_controls(problem.sentence))
    return client.dumps(said, methodresponse=True, encoding="utf-8").encode()
