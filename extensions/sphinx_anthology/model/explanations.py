"""Why each kind of problem matters, and how it is fixed, by group."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Mapping

from sphinx_anthology.model.problem import Code


@dc.dataclass(frozen=True, slots=True)
class Group:
    """A group of codes: a page of the reference."""

    name: str
    title: str
    codes: Mapping[Code, tuple[str, str]]
    """Why a code matters, and the fix."""


@dc.dataclass(frozen=True, slots=True)
class Explanation:
    """A code explained: its group, why it matters, and the fix."""

    group: str
    why: str
    fix: str


FRONT_MATTER = Group(
    "front-matter",
    "Front matter and titles",
    {
        Code.UNREADABLE: (
            "Nobody can read the document, since it has no page.",
            "Save the file again as UTF-8; the message has a command for it.",
        ),
        Code.FRONT_MATTER: (
            "Without its fields nobody knows what the document is, or whether it is public.",
            "Copy the line from the message, or correct the line that it names.",
        ),
        Code.UNKNOWN_FIELD: (
            "What the field says reaches no reader.",
            "Correct the name, move the field to where the message says, or delete it.",
        ),
        Code.INVALID_FIELD: (
            "The value is left out everywhere: on pages, in feeds and in records.",
            "Write a value of the kind that the message expects.",
        ),
        Code.MISSING_FIELD: (
            "Pages, records and citations need the field.",
            "Add the field; the message shows its form.",
        ),
        Code.FOREIGN_FIELD: (
            "Its value may be meant for readers, and here nobody sees it.",
            "Write our field from the message, or delete the line if there is none.",
        ),
        Code.LIST_AS_TEXT: (
            "Other programs that read the front matter take it for one person or one topic.",
            "Copy the list from the message.",
        ),
        Code.NOT_PLAIN: (
            "Other programs may not understand the notation, and editors copy it.",
            "Copy the plain form from the message.",
        ),
        Code.TEXT_CUT: (
            "Readers miss the end of the text.",
            "Put quotes around the text, or the comment into a line of its own.",
        ),
        Code.TIME_OF_DAY: (
            "Who writes a time may expect that the post appears at that time.",
            "Write the day alone.",
        ),
        Code.SPACE_IN_TITLE: (
            "A search for the title, and a comparison with other records, may fail.",
            "Type a plain space.",
        ),
        Code.LABEL_IN_TITLE: (
            "The label would stand there twice, and in every citation.",
            "Write the title from the message; the number belongs to ‘part’.",
        ),
        Code.HEADING_IN_BODY: (
            "A page has one title; a second one confuses screen readers and contents.",
            "Delete the heading if it repeats the title, else write ‘##’ before it.",
        ),
    },
)
PUBLIC = Group(
    "public",
    "What is public",
    {
        Code.WITHHELD: (
            "Publishing something private cannot be undone; a page that is missing for a day can.",
            "Say what is meant, as the message shows: ‘draft: true’ or ‘draft: false’.",
        ),
        Code.NOT_PRIVATE: (
            "Everybody can read the document, though it asks to be kept from some.",
            "Write ‘draft: true’ to keep it back, or ‘draft: false’ if readers may see it.",
        ),
        Code.NOTHING_PUBLIC: (
            "The page would be empty, or would give away what is to come.",
            "Nothing needs to be done; it appears with the first public post.",
        ),
        Code.HIDDEN_FILE: (
            "The document has no page, and may be one that was forgotten.",
            "Rename the file if it is meant to be read.",
        ),
        Code.TWICE: (
            "Readers, search engines and citation counts see two posts for one.",
            "Delete one of them, or write ‘draft: true’ below its ‘post:’.",
        ),
        Code.PLACE_IN_PHOTO: (
            "The place may be somebody's home.",
            "Remove the location from the photo, with an image editor or ‘exiftool’.",
        ),
    },
)
PEOPLE = Group(
    "people",
    "People",
    {
        Code.UNKNOWN_AUTHOR: (
            "Somebody who wrote the post is not named.",
            "Correct the id, write the author's document, or give the name of a guest.",
        ),
        Code.DUPLICATE_ORCID: (
            "Records would credit one person with the work of another.",
            "Correct one of the iDs, or delete one of the documents.",
        ),
        Code.SAME_PERSON: (
            "A person named in two ways has two entries in indexes.",
            "Write the id, or delete the second mention.",
        ),
        Code.UNCLEAR_NAME: (
            "The person is sorted and cited under the family name, which may be the wrong word.",
            "Copy the answer that is right from the message.",
        ),
        Code.NO_AUTHORS: (
            "Nobody is credited, and Google Scholar leaves the post out.",
            "Write ‘authors’ with ids or names.",
        ),
        Code.NO_ORCID: (
            "Services such as Crossref tell people of one name apart by it.",
            "Write ‘orcid’ below ‘author:’.",
        ),
        Code.NO_CREATOR: (
            "The publication as a whole cannot be cited.",
            "Name its editors or authors in conf.py, as the message says.",
        ),
    },
)
SERIES = Group(
    "series",
    "Series",
    {
        Code.DUPLICATE_PART: (
            "Readers cannot tell which of the two comes first.",
            "Correct one of the numbers.",
        ),
        Code.PART_BEYOND: (
            "Pages would say “part 6 of 5”.",
            "Correct the number of the part, or ‘parts’ of the series.",
        ),
        Code.MIXED_PARTS: (
            "Some parts have a number and others none, so the order is unclear.",
            "Write ‘part’ in each post of the series, or in none.",
        ),
        Code.TWO_SERIES: (
            "“Previous” and “next” can follow only one series.",
            "Take the post out of one of the toctrees.",
        ),
        Code.MISSING_DOCUMENT: (
            "A part of the series is missing.",
            "Correct the name in the toctree, or add the document.",
        ),
        Code.TOCTREE: (
            "The reading order may not be the one that is written.",
            "Write the toctree as a plain list of names.",
        ),
        Code.ORDER: (
            "Readers who go on to the next part would go back in time.",
            "Correct the order of the toctree, or one of the dates.",
        ),
        Code.GAP: (
            "Readers look for the part that is missing.",
            "Announce the part, or correct the numbers.",
        ),
        Code.NO_SERIES: (
            "Readers of the series do not find the post.",
            "Add it to the toctree of the series, or move it elsewhere.",
        ),
    },
)
REFERENCES = Group(
    "references",
    "References and bibliography",
    {
        Code.UNKNOWN_ARTICLE: (
            "The article that the post is about is not named.",
            "Correct the key, or add the entry to references.bib.",
        ),
        Code.UNKNOWN_TARGET: (
            "The link leads nowhere, or is shown as text.",
            "Correct the name; the message has those that are near.",
        ),
        Code.ARTICLE_DOI: (
            "Citations of the post would count for the article.",
            "Delete ‘doi’, or write the DOI of the post itself.",
        ),
        Code.BIBLIOGRAPHY: (
            "Citations are missing, or lack what could not be read.",
            "Correct the entry in references.bib, as the message says.",
        ),
        Code.BIBTEX_FORM: (
            "Other programs read the entry in another way.",
            "Copy the line from the message into references.bib.",
        ),
        Code.ARTICLE_INCOMPLETE: (
            "Readers cannot find the article by what is shown.",
            "Add title and DOI to the entry in references.bib.",
        ),
    },
)
TEXT = Group(
    "text",
    "Texts",
    {
        Code.NO_TEXT: (
            "Readers come for a text, and find a title and names.",
            "Write the text, keep the post back with ‘draft: true’, or state ‘relation: record’.",
        ),
        Code.AS_WORDS: (
            "Readers see words without links, images and headings.",
            "Take out what was added last, or close what was opened.",
        ),
        Code.CORRECTION: (
            "Readers and archives do not learn when the text was corrected, or what was wrong.",
            "Write the day after ‘{correction}’, and below it what was corrected.",
        ),
        Code.CORRECTION_DAY: (
            "Pages, feeds and records would name different days.",
            "Write the same day in both places, or only in the text.",
        ),
        Code.OPEN_COMMENT: (
            "The rest of the text is missing.",
            "Close the comment with ‘-->’.",
        ),
        Code.UNKNOWN_OPTION: (
            "The directive shows nothing.",
            "Correct the option or its value, as the message says.",
        ),
        Code.UNKNOWN_MARKUP: (
            "Readers see the source of the directive or role.",
            "Correct its name, or add its extension to conf.py.",
        ),
        Code.LONG_ROW: (
            "The last cells of the row share one column.",
            "Add cells to the head of the table, or write ‘\\|’ for a bar that is text.",
        ),
        Code.FORMULA: (
            "Readers see TeX in place of the formula, and screen readers spell it out.",
            "Write the formula without the command that the message names.",
        ),
        Code.TEX_BRACKETS: (
            "Readers see TeX in place of the formula.",
            "Write the formula between dollar signs.",
        ),
        Code.LOOSE_MARKUP: (
            "Readers see asterisks or brackets in the text.",
            "Close the link, emphasis or code, or write a backslash before the sign.",
        ),
        Code.HIDDEN_WORDS: (
            "Readers miss words that may be meant for them.",
            "Write a backslash before the ‘%’, or move the image's title into its caption.",
        ),
    },
)
FILES = Group(
    "files",
    "Images, files and addresses",
    {
        Code.FOREIGN_IMAGE: (
            "Another site would learn who reads the page, and may delete the image.",
            "Copy the image into the publication.",
        ),
        Code.FILE_REFUSED: (
            "A text by a guest could take a file out of the editor's computer.",
            "Copy the file into the publication, or trust all texts in conf.py.",
        ),
        Code.NOT_FOR_GUESTS: (
            "Such code could change the page, or run on it.",
            "Write it in another way, or trust all texts in conf.py.",
        ),
        Code.NAME_CLASH: (
            "One of the two has no page.",
            "Rename one of the files.",
        ),
        Code.DUPLICATE_ID: (
            "A reference to the id could mean either, so one is left out.",
            "Rename one of the files.",
        ),
        Code.NOT_READ: (
            "The document has no page.",
            "Rename the file, as the message says.",
        ),
        Code.FORMER_ADDRESS: (
            "Old links to the post lead nowhere.",
            "Write the path that the post had, from ‘/’ on.",
        ),
        Code.SERVER_REDIRECT: (
            "On a server without such rules, old links lead nowhere.",
            "Use the rules that the build writes for your server.",
        ),
        Code.OTHER_FORMAT: (
            "The text in the file reaches no reader.",
            "Convert it to Markdown; the message has a command.",
        ),
        Code.FILE_NAME: (
            "Whoever uses such a system cannot open or check out the files.",
            "Rename the file, as the message says.",
        ),
        Code.LARGE_IMAGE: (
            "Everybody who works with the repository loads it, again with every version.",
            "Make the file smaller; ‘anthology_image_notice’ in conf.py sets another limit.",
        ),
        Code.ALT_MISSING: (
            "Who cannot see the image does not learn what it shows.",
            "Describe the image between the square brackets.",
        ),
        Code.ALT_FILE_NAME: (
            "A screen reader reads the file name aloud.",
            "Describe the image between the square brackets.",
        ),
    },
)
PUBLICATION = Group(
    "publication",
    "The whole publication",
    {
        Code.NO_ADDRESS: (
            "Feeds, sitemap and records need the address of each page.",
            "Set ‘html_baseurl’ in conf.py.",
        ),
        Code.NO_TITLE: (
            "Site, PDF and EPUB have no name.",
            "Set ‘project’ in conf.py.",
        ),
        Code.NO_LICENSE: (
            "Nobody may use the texts, and archives may not keep them.",
            "Set ‘anthology_license’ in conf.py.",
        ),
        Code.NO_DESCRIPTION: (
            "Lists, feeds and search engines show the beginning of the text, or nothing.",
            "Write ‘description’ in one or two sentences.",
        ),
        Code.NO_DATE: (
            "Google Scholar and feeds leave the post out.",
            "Write ‘date’ with the day on which it first appeared.",
        ),
        Code.NO_ABOUT: (
            "Libraries and indexes look for such a page before they take a publication in.",
            "Write a page about the publication; the message names what it lacks.",
        ),
        Code.NO_LANGUAGE: (
            "Screen readers and search engines take the text for English.",
            "Set ‘language’ in conf.py.",
        ),
        Code.NO_DAY: (
            "Feeds and Crossref take only full days.",
            "Write the full day, if it is known.",
        ),
        Code.MANY_TAGS: (
            "Rogue Scholar reads the first five and drops the rest.",
            "Put the most important topics first, or leave some out.",
        ),
        Code.NO_TAGLINE: (
            "Search results and feeds do not say what the publication is about.",
            "Set ‘anthology_tagline’ in conf.py.",
        ),
        Code.NO_PUBLISHER: (
            "Records do not say who stands behind the publication.",
            "Set the publisher and its ROR id in conf.py.",
        ),
        Code.NO_JOURNAL: (
            "Records do not connect the posts to the journal.",
            "Set the journal and its ISSN in conf.py.",
        ),
        Code.NO_DOI: (
            "A citation of a post breaks once its address changes.",
            "Register DOIs with Crossref, and write them as ‘doi’.",
        ),
        Code.LICENSE_NOT_OPEN: (
            "Rogue Scholar does not archive the posts.",
            "Choose CC BY if you may; else nothing needs to be done.",
        ),
    },
)
GROUPS = (FRONT_MATTER, PUBLIC, PEOPLE, SERIES, REFERENCES, TEXT, FILES, PUBLICATION)
"""All groups, in the order of the reference."""

EXPLANATIONS: Mapping[Code, Explanation] = {
    code: Explanation(group.name, why, fix)
    for group in GROUPS
    for code, (why, fix) in group.codes.items()
}
"""The explanation of every code."""
