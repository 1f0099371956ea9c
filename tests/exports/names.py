"""Who wrote what, as every format must say it: one table, written by hand."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Mapping

_TABLE = """
# on pages           | in feeds           | last name first        | BibTeX                   | family | given
Jane Doe, PhD        | Jane Doe           | Doe, Jane              | Doe, Jane                | Doe | Jane
Josiah Carberry      | Josiah Carberry    | Carberry, Josiah       | Carberry, Josiah         | Carberry | Josiah
T. Ferrybridge       | T. Ferrybridge     | Ferrybridge, T.        | Ferrybridge, T.          | Ferrybridge | T.
Tamsin Ferrybridge   | Tamsin Ferrybridge | Ferrybridge, Tamsin    | Ferrybridge, Tamsin      | Ferrybridge | Tamsin
Nicoline van der Meer | Nicoline van der Meer | van der Meer, Nicoline | van der Meer, Nicoline | van der Meer | Nicoline
Signe Sørenskov      | Signe Sørenskov    | Sørenskov, Signe       | Sørenskov, Signe         | Sørenskov | Signe
Ana de la Cruz y Gómez | Ana de la Cruz y Gómez | de la Cruz y Gómez, Ana | de la {Cruz y Gómez}, Ana | de la Cruz y Gómez | Ana
Harbour Histories Collective | Harbour Histories Collective | Harbour Histories Collective | {Harbour Histories Collective} | Harbour Histories Collective |
Centre for Ports, Harbours and Quays | Centre for Ports, Harbours and Quays | Centre for Ports, Harbours and Quays | {Centre for Ports, Harbours and Quays} | Centre for Ports, Harbours and Quays |
Perpetua Lindqvist-Okoro | Perpetua Lindqvist-Okoro | Lindqvist-Okoro, Perpetua | Lindqvist-Okoro, Perpetua | Lindqvist-Okoro | Perpetua
Ελένη Παπαδοπούλου   | Ελένη Παπαδοπούλου | Παπαδοπούλου, Ελένη    | Παπαδοπούλου, Ελένη      | Παπαδοπούλου | Ελένη
Harjomulyo           | Harjomulyo         | Harjomulyo             | {Harjomulyo}             | Harjomulyo |
Alex Martin          | Alex Martin        | Martin, Alex           | Martin, Alex             | Martin | Alex
The Clerk on Duty    | The Clerk on Duty  | The Clerk on Duty      | {The Clerk on Duty}      | The Clerk on Duty |
Rufus Thistlewood    | Rufus Thistlewood  | Thistlewood, Rufus     | Thistlewood, Rufus       | Thistlewood | Rufus
Ines Kallmeyer       | Ines Kallmeyer     | Kallmeyer, Ines        | Kallmeyer, Ines          | Kallmeyer | Ines
Bertil Quistgaard    | Bertil Quistgaard  | Quistgaard, Bertil     | Quistgaard, Bertil       | Quistgaard | Bertil
Oduya Marrable       | Oduya Marrable     | Marrable, Oduya        | Marrable, Oduya          | Marrable | Oduya
Wilhelmina Adelheid Philippa Konstantina Featherstonehaugh-Ravenscroft of Saint Botolph-by-the-Lower-Lighthouse | Wilhelmina Adelheid Philippa Konstantina Featherstonehaugh-Ravenscroft of Saint Botolph-by-the-Lower-Lighthouse | Featherstonehaugh-Ravenscroft of Saint Botolph-by-the-Lower-Lighthouse, Wilhelmina Adelheid Philippa Konstantina | {Featherstonehaugh-Ravenscroft of Saint Botolph-by-the-Lower-Lighthouse}, Wilhelmina Adelheid Philippa Konstantina | Featherstonehaugh-Ravenscroft of Saint Botolph-by-the-Lower-Lighthouse | Wilhelmina Adelheid Philippa Konstantina
Albert Meijer        | Albert Meijer      | Meijer, Albert         | Meijer, Albert           | Meijer | Albert
Alessandro Sancino   | Alessandro Sancino | Sancino, Alessandro    | Sancino, Alessandro      | Sancino | Alessandro
Alessandro Angelo Sancino | Alessandro Angelo Sancino | Sancino, Alessandro Angelo | Sancino, Alessandro Angelo | Sancino | Alessandro Angelo
Barbara Crosby       | Barbara Crosby     | Crosby, Barbara        | Crosby, Barbara          | Crosby | Barbara
Christopher Ansell   | Christopher Ansell | Ansell, Christopher    | Ansell, Christopher      | Ansell | Christopher
David Sweeting       | David Sweeting     | Sweeting, David        | Sweeting, David          | Sweeting | David
Edoardo Ongaro       | Edoardo Ongaro     | Ongaro, Edoardo        | Ongaro, Edoardo          | Ongaro | Edoardo
Eva Sørensen         | Eva Sørensen       | Sørensen, Eva          | Sørensen, Eva            | Sørensen | Eva
Ewan Ferlie          | Ewan Ferlie        | Ferlie, Ewan           | Ferlie, Ewan             | Ferlie | Ewan
Hannah Williams      | Hannah Williams    | Williams, Hannah       | Williams, Hannah         | Williams | Hannah
Irene Pluchinotta    | Irene Pluchinotta  | Pluchinotta, Irene     | Pluchinotta, Irene       | Pluchinotta | Irene
Jacob Torfing        | Jacob Torfing      | Torfing, Jacob         | Torfing, Jacob           | Torfing | Jacob
John Bryson          | John Bryson        | Bryson, John           | Bryson, John             | Bryson | John
Mark Bennister       | Mark Bennister     | Bennister, Mark        | Bennister, Mark          | Bennister | Mark
Martin Kitchener     | Martin Kitchener   | Kitchener, Martin      | Kitchener, Martin        | Kitchener | Martin
Nicolette van Gestel | Nicolette van Gestel | van Gestel, Nicolette | van Gestel, Nicolette   | van Gestel | Nicolette
Noemi Lendvai        | Noemi Lendvai      | Lendvai, Noemi         | Lendvai, Noemi           | Lendvai | Noemi
Sanne Grotenbreg     | Sanne Grotenbreg   | Grotenbreg, Sanne      | Grotenbreg, Sanne        | Grotenbreg | Sanne
Tessa Coombes        | Tessa Coombes      | Coombes, Tessa         | Coombes, Tessa           | Coombes | Tessa
Tina Jukić           | Tina Jukić         | Jukić, Tina            | Jukić, Tina              | Jukić | Tina
The makers of sphinx-anthology | The makers of sphinx-anthology | The makers of sphinx-anthology | {The makers of sphinx-anthology} | The makers of sphinx-anthology |
Wouter Boon          | Wouter Boon        | Boon, Wouter           | Boon, Wouter             | Boon | Wouter
"""  # noqa: E501  # a table


@dc.dataclass(frozen=True, slots=True)
class Forms:
    """A name in every form. A name that is a whole has no given part."""

    page: str
    feed: str
    inverted: str
    bibtex: str
    family: str
    given: str

    @property
    def parts(self) -> str:
        """Family and given names as two fields."""
        return f"{self.family}|{self.given}"


NAMES: Mapping[str, Forms] = {
    row[0]: Forms(*row)
    for row in (
        [cell.strip() for cell in line.split("|")]
        for line in _TABLE.splitlines()
        if line and not line.startswith("#")
    )
}
"""All names by what stands on the page."""
