"""Rules that the checks of RSS, Atom and JSON Feed share: each yields a sentence a fault."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from email.utils import format_datetime, parsedate_to_datetime

from lxml import etree
from lxml import html as lxml_html

from record.urls import is_web

ATOM = "{http://www.w3.org/2005/Atom}"
"""The namespace of Atom's elements, as lxml writes it before a name."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

# Of what feed readers and their validator let through (feedvalidator.org/docs/warning/DangerousStyleAttr.html) all that
# letters need: nothing that loads a file, moves an element or hides it.
_SAFE_PROPERTY = (
    r"(?:background-color|border(?:-(?:top|right|bottom|left))?|color|font-(?:family|size|style|variant|weight)"
    r"|letter-spacing|line-height|(?:margin|padding)(?:-(?:top|right|bottom|left))?|text-(?:align|decoration|indent)"
    r"|vertical-align|white-space|width)"
)
_SAFE_STYLE = re.compile(rf"(?:{_SAFE_PROPERTY}:[\w\s.,#%]+(?:;\s*|$))*", re.ASCII)


def exactly_one(parent: etree._Element, name: str, whose: str) -> Iterator[str]:
    """`parent` has one child `name` (with its namespace), and that has text; `whose` names the parent in the fault."""
    children = parent.findall(name)
    shown = name.rpartition("}")[2]
    if len(children) != 1:
        yield f"{whose} has {len(children)} <{shown}>, not one"
    elif not "".join(map(str, children[0].itertext())).strip():
        yield f"the <{shown}> of {whose} is empty"


def self_link(head: etree._Element, address: str) -> Iterator[str]:
    """The feed's or channel's one `<atom:link rel="self">` is the address at which the feed is read."""
    links = [link.get("href") for link in head.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if links != [address]:
        yield f"its link rel=self is {', '.join(map(str, links)) or 'missing'}, not its own address {address}"


def language(code: str) -> Iterator[str]:
    """`code` looks like a language tag of RFC 5646 (`id`, `en-GB`)."""
    if not _LANGUAGE.fullmatch(code):
        yield f"{code!r} is no language code"


def unique(ids: Iterable[object], name: str) -> Iterator[str]:
    """No id occurs twice; `name` is what the format calls it."""
    yield from (f"the {name} {value} stands twice" for value, count in Counter(ids).items() if count > 1)


def rfc822_date(date: str | None, whose: str) -> Iterator[str]:
    """`date`, where there is one, is of RFC 822: also the right weekday, in English whatever the machine's locale."""
    try:
        right = date is None or format_datetime(parsedate_to_datetime(date)) == date
    except ValueError:
        right = False
    if not right:
        yield f'{whose} {date!r} is no date of RFC 822 ("Sat, 10 Mar 2018 00:00:00 +0700")'


def rfc3339_date(date: str | None, whose: str) -> Iterator[str]:
    """`date`, where there is one, is of RFC 3339: a day that exists, a time, a zone."""
    if date is None:
        return
    try:
        right = bool(_MOMENT.fullmatch(date) and dt.datetime.fromisoformat(date))
    except ValueError:
        right = False
    if not right:
        yield f'{whose} {date!r} is no date of RFC 3339 ("2018-03-10T00:00:00+07:00")'


def html_content(text: str | None) -> Iterator[str]:
    """An entry's HTML has no relative address, no script, and no style but of letters and distances: readers show it
    elsewhere, where those fail or do harm.
    """
    if not text or "<" not in text:
        return
    tree = lxml_html.fragment_fromstring(text, create_parent="div")
    for link in tree.xpath("//@href | //@src | //@cite"):
        yield from web_address(str(link), "an address in its content")
    if tree.xpath("//script | //iframe | //object | //embed | //style"):
        yield "its content holds a script, a frame or a style sheet"
    for style in sorted(set(map(str, tree.xpath("//@style")))):
        if not _SAFE_STYLE.fullmatch(style):
            yield f"its content holds the style {style!r}, which readers take out"


def web_address(address: str, what: str) -> Iterator[str]:
    """`address` is an absolute http or https address; `what` names it in the fault."""
    if not is_web(address):
        yield f"{what} is {address!r}, no absolute web address"
