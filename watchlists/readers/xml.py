"""Streaming XML for hostile input: no DTD, no entities, no network, no recovery, memory of one entry at a
time."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, cast

from lxml import etree

from watchlists.errors import UnreadableList
from watchlists.readers.content import Content, open_content

if TYPE_CHECKING:
    from collections.abc import Iterator

# Comments and processing instructions that may stand before the root element.
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([\w.-]+)")
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """True for the page that a server sends instead of a list."""
    text = text.lstrip("\ufeff")
    return bool(_HTML.match(text, _end_of_prolog(text)))


def _end_of_prolog(text: str) -> int:
    """Where the comments and processing instructions before the root end; found step by step, never
    backwards."""
    position = 0
    while match := _PROLOG.match(text, position):
        position = match.end()
    return position


def root_name(text: str, *, name: str) -> str:
    """Local name of the root element in the head of a file; refuses HTML and a DOCTYPE."""
    text = text.lstrip("\ufeff")
    if looks_like_html(text):
        raise UnreadableList(
            f"{name}: an HTML page, not a list; download the file itself (a login or error page?)"
        )
    position = _end_of_prolog(text)
    if text[position:].lstrip().upper().startswith("<!DOCTYPE"):
        raise UnreadableList(f"{name}: has a DOCTYPE, which no official list has; not read for safety")
    root = _ROOT.match(text, position)
    if not root:
        raise UnreadableList(f"{name}: starts like XML but has no root element at its beginning")
    return root.group(1)


def stream_elements(content: Content, *tags: str) -> Iterator[etree._Element]:
    """Elements with these local names as they close; each is freed when the next is asked for.

    Raises UnreadableList for XML that is cut off or not well-formed, with the line.
    """
    with open_content(content) as stream:
        yield from _parse(stream, name=content.name, tags=tags)


def open_root(content: Content) -> etree._Element:
    """The root element with its attributes, before its children are read."""
    with open_content(content) as stream:
        for _, element in _events(stream, name=content.name, events=("start",)):
            return element
    raise UnreadableList(f"{content.name}: not whole XML (no root element)")


def _parse(stream: IO[bytes], *, name: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    for _, element in _events(stream, name=name, events=("end",), tags=tags):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _events(
    stream: IO[bytes], *, name: str, events: tuple[str, ...], tags: tuple[str, ...] = ()
) -> Iterator[tuple[str, etree._Element]]:
    context = etree.iterparse(
        stream,
        events=events,
        tag=[f"{{*}}{tag}" for tag in tags] or None,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from context
    except etree.XMLSyntaxError as error:
        raise UnreadableList(f"{name}: not whole XML ({_reason(error)}); fetch it again") from None


def _reason(error: etree.XMLSyntaxError) -> str:
    text = " ".join(str(error.msg or "damaged").split())
    return re.sub(r" \(<string>.*\)$|, line \d+, column \d+.*$", "", text) + f", line {error.lineno or '?'}"


def local_name(element: etree._Element) -> str:
    """Tag without its namespace."""
    return cast("str", element.tag).rpartition("}")[2]


def child_text(element: etree._Element, name: str) -> str:
    """Text of the first child of that local name, blanks collapsed; "" when there is none."""
    child = element.find(f"{{*}}{name}")
    return collapse(child.text) if child is not None else ""


def collapse(text: str | None) -> str:
    """Outer blanks off, line breaks and runs of blanks to one blank: a name broken over lines is one name."""
    return " ".join(text.split()) if text else ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of that local name."""
    return cast("Iterator[etree._Element]", element.iterchildren(f"{{*}}{name}"))


def grandchildren(element: etree._Element, outer: str, inner: str) -> Iterator[etree._Element]:
    """Elements `inner` inside the child lists `outer`."""
    for group in children(element, outer):
        yield from children(group, inner)


def fields(element: etree._Element) -> dict[str, str]:
    """Local name -> collapsed text of every child that has text; the first of a name wins."""
    found: dict[str, str] = {}
    for child in element:
        if isinstance(child.tag, str) and child.text and (text := collapse(child.text)):
            found.setdefault(local_name(child), text)
    return found
