"""What the rule checkers of the three XML families share."""

import re

from lxml import etree

XML = "{http://www.w3.org/XML/1998/namespace}"
# RFC 5646, 2.1: langtag, private use and the irregular ones; case does not matter.
TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-[a-z]+|art-lojban|zh-(?:min|hakka|min-nan|xiang|guoyu|gan)",
    re.IGNORECASE,
)
# The characters that XML 1.0 forbids (production 2, Char), as far as a str can hold them.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# White space that a reader may fold or cut under xml:space="default".
FOLDABLE = re.compile(r"^[ \t\r\n]|[ \t\r\n]$|[ \t\r\n]{2}|[\t\r\n]")


def is_tag(text):
    return bool(text) and TAG.fullmatch(text) is not None


def parse(path):
    """The root of a document. No entity is resolved and nothing is fetched; a forbidden character is an error."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.parse(str(path), parser).getroot()


def local(element):
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def namespace(element):
    return etree.QName(element).namespace or ""


def children(element, *names):
    return [child for child in element if local(child) in names]


def parts(element):
    """Text and child elements in order."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield child
        yield child.tail or ""


def inherited(element, attribute, default=None):
    """The value of an attribute on an element or its nearest ancestor that has one."""
    while element is not None:
        if element.get(attribute) is not None:
            return element.get(attribute)
        element = element.getparent()
    return default


class Findings(list):
    """(rule, message) of one file; `unit` says where."""

    def __init__(self):
        super().__init__()
        self.unit = None

    def need(self, condition, rule, message):
        if not condition:
            where = f"unit {self.unit!r}: " if self.unit is not None else ""
            self.append((rule, where + message))


def shown_text(element, hidden, unwrapped):
    """Text of a flow without codes: `hidden` elements go with their content, `unwrapped` ones leave it."""
    text = ""
    for part in parts(element):
        if isinstance(part, str):
            text += part
        elif local(part) in unwrapped:
            text += shown_text(part, hidden, unwrapped)
        elif local(part) == "cp":
            text += chr(int(part.get("hex"), 16))
        elif local(part) not in hidden:
            raise ValueError(f"<{local(part)}> in a flow")
    return text


def runs(element):
    """Text of a flow in which each code is one U+FFFC: for rules about the text between codes."""
    text = ""
    for part in parts(element):
        text += part if isinstance(part, str) else "\ufffc" + runs(part) + "\ufffc" if len(part) or part.text else "\ufffc"
    return text
