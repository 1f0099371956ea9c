"""Who wrote what: accounts, co-authors, and guests who have no account."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Mapping

from lxml import etree

from anthology_import.adapters.wxr_values import children, plain, private, text_of
from anthology_import.records import Account

GUEST = "guest-author"
"""The type of items that Co-Authors Plus keeps its guests in."""

_MARK = "cap-"
"""What Co-Authors Plus puts before its slugs."""


class People:
    """The accounts of an export. Logins that are e-mail addresses are cut, and stay distinct."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self._guests: dict[str, Account] = {}
        self._logins: dict[str, str] = {}
        self._taken: set[str] = set()

    @property
    def accounts(self) -> tuple[Account, ...]:
        """All of them: those who have an account, then guests."""
        guests = (g for login, g in self._guests.items() if login not in self._accounts)
        return (*self._accounts.values(), *guests)

    def login(self, written: str) -> str:
        """A login as it is known here, which is no e-mail address."""
        if written not in self._logins:
            login, count = private(written), 1
            while login in self._taken:
                count += 1
                login = f"{private(written)}-{count}"
            self._taken.add(login)
            self._logins[written] = login
        return self._logins[written]

    def add(self, element: etree._Element) -> None:
        """An account, as ``wp:author`` describes it."""
        values = {name: text_of(child) for name, child in children(element)}
        login = values.get("wp:author_login", "")
        if login:
            account = Account(
                self.login(login),
                name=private(plain(values.get("wp:author_display_name", ""))),
                given=plain(values.get("wp:author_first_name", "")),
                family=plain(values.get("wp:author_last_name", "")),
            )
            self._accounts.setdefault(account.login, account)

    def add_guest(self, slug: str, title: str, meta: Mapping[str, str]) -> None:
        """A guest: the item that describes them counts for more than any mention."""
        written = meta.get("cap-user_login") or slug.removeprefix(_MARK)
        if written:
            login = self.login(written)
            self._guests[login] = Account(
                login,
                name=private(plain(meta.get("cap-display_name", "") or title)),
                given=plain(meta.get("cap-first_name", "")),
                family=plain(meta.get("cap-last_name", "")),
            )

    def of(self, creator: str, co_authors: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """The logins of an item's authors, in order: the co-authors, else who made it.

        ``co_authors`` are slugs and names. Some exports have a login in the place of the name.
        """
        found = [self._co_author(slug, name) for slug, name in co_authors]
        if not found and creator:
            found = [self.login(creator)]
        return tuple(dict.fromkeys(found))

    def _co_author(self, slug: str, name: str) -> str:
        for written in (name, slug.removeprefix(_MARK)):
            if written in self._logins and self._logins[written] in self._accounts:
                return self._logins[written]
        written = slug.removeprefix(_MARK) or name
        login = self.login(written)
        shown = private(plain(name))
        known = self._guests.setdefault(login, Account(login))
        if not known.name and shown.casefold() not in {login.casefold(), slug.casefold()}:
            self._guests[login] = dc.replace(known, name=shown)
        return login
