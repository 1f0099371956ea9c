"""Addresses: those that a browser would run are no links."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.guests.problems import note_at
from sphinx_anthology.model.problem import Code, quoted
from sphinx_anthology.reading.domain import domain_of

SAFE = frozenset(
    """
    doi ftp ftps geo gopher http https ipfs irc ircs isbn issn magnet mailto matrix news nntp orcid
    sftp sip sips sms tel urn webcal xmpp
    """.split()  # noqa: SIM905  # as words they fit on few lines
)
"""The schemes of addresses that links may have."""
OF_META = frozenset({"name", "property", "content", "lang", "scheme"})
"""What a guest's ``meta`` may have."""
_NAMES = ("name", "property", "lang", "scheme")
_NAME = re.compile(r"[A-Za-z][\w.:-]*")
_ORDERS = re.compile(
    r"refresh|referrer|\S*verification\S*|\S*verify\S*|viewport|"
    r"color-scheme|theme-color|generator|monetization|csrf\S*|origin-trial|\S*validate\S*|"
    r"fb:\S*|msapplication\S*|apple\S*|google|set-cookie|content-security-policy\S*|x-\S*",
    re.IGNORECASE,
)
"""Names by which a page gives browsers and search engines orders, or says whose the site is."""
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""What browsers drop from an address, and what readers do not see."""
_SCHEME = re.compile(r"([^/?#:]*):")


def is_safe_address(address: str) -> bool:
    r"""Whether a browser only goes to an address, and runs nothing.

    >>> is_safe_address("https://a.example/x:y"), is_safe_address("../a.html#b:c")
    (True, True)
    >>> is_safe_address(" Java\tScript:alert(1)"), is_safe_address("data:text/html,x")
    (False, False)
    """
    scheme = _SCHEME.match(_UNSEEN.sub("", address))
    return scheme is None or scheme[1].casefold() in SAFE


def _unsafe_links(document: nodes.document) -> list[nodes.Element]:
    """The elements that lead to an address which is not safe."""
    return [
        node
        for node in document.findall(nodes.Element)
        if isinstance(node.get("refuri"), str) and not is_safe_address(node["refuri"])
    ]


def _unlink(node: nodes.Element) -> None:
    """Leave of a link its words."""
    if isinstance(node, nodes.target) or node.parent is None:
        del node["refuri"]
    elif not isinstance(node.parent, nodes.TextElement) and not any(
        isinstance(child, nodes.Element) for child in node.children
    ):
        node.parent.replace(node, nodes.paragraph("", "", *node.children))
    else:
        node.parent.replace(node, node.children)


class KeepSafeLinks(SphinxTransform):
    """Make words of links to addresses that a browser would run, and of orders to browsers."""

    # once docutils has resolved the links of a text
    default_priority = 870

    def apply(self, **kwargs: object) -> None:
        """Look at every address of the document."""
        if domain_of(self.env).files is None:
            return
        for node in _unsafe_links(self.document):
            message = (
                f"The link to {quoted(node['refuri'])} is left out: its address is of no kind "
                "that links may have. Write one that begins with https://."
            )
            note_at(self.env, node, message, Code.NOT_FOR_GUESTS)
            _unlink(node)
        for meta in list(self.document.findall(nodes.meta)):
            if unknown := _unknown_attribute(meta):
                message = (
                    f"What a text says of itself (‘meta’) cannot have {quoted(unknown)}, and is "
                    f"left out. Take it out; words such as ‘:keywords: …’ may stand there."
                )
                note_at(self.env, meta, message, Code.NOT_FOR_GUESTS)
                meta.parent.remove(meta)


def _unknown_attribute(meta: nodes.meta) -> str:
    """What a browser would take for more than words in a ``meta``; empty where there is nothing."""
    own = {key: value for key, value in meta.attributes.items() if key not in meta.basic_attributes}
    if odd := [key for key in own if key not in OF_META or not isinstance(own[key], str)]:
        return str(odd[0])
    if odd := [own[key] for key in _NAMES if not _NAME.fullmatch(own.get(key, "a"))]:
        return str(odd[0])
    names = (own.get(key, "") for key in ("name", "property"))
    return next((name for name in names if _ORDERS.fullmatch(name)), "")


class KeepSafeLinksLate(SphinxPostTransform):
    """The same for links that are only known when all documents are read."""

    default_priority = 900

    def run(self, **kwargs: object) -> None:
        """Make words of them; what can be told was told when the text was read.

        What is ``internal`` is the builder's own name for a document, of whatever form it is.
        """
        if domain_of(self.env).files is not None:
            for node in _unsafe_links(self.document):
                if not node.get("internal"):
                    _unlink(node)
