"""Who a picture is credited to, as data: read out of the lines that agencies write, and printed in one form.

By hand, because no library knows these lines: `Photo: Jane Doe / Pool Photo via AP`, `(AP Photo/Jane Doe, File)`,
`Bild: picture alliance/dpa/Jane Doe`. Shared by the wire, which reads them off captions, and the photo room. Plain
Python: no Django.

The rules that every reading follows:

- `creator`: who made it. Persons come first in the chain, however late the line names them. `Privat` and `Handout`
  stand here too, since they say where it comes from in a person's place; `Handout` and `Stringer` alone are no credit.
- `agency`: any house that it comes from (agency, paper, ministry, web address, `Courtesy of …` with these words).
- `via`: who delivers another's picture ("via AP"). `pool`: `Pool Photo`, or the pool by its name.
- `archive`: `File Photo`, `Arkivfoto` … in the language that it was in; an archive with a name keeps it. Comes last.
- `own`: the paper's own.
- A known agency is spelt as it spells itself; the words Photo, Foto, Bild beside it are dropped. An unknown one is
  kept as typed.
- A person's name all in capitals is set in title case: capitals are the agency's typography and not the name, the
  page prints none, and where another field has the name in small letters that spelling wins.
- Dates, e-mail addresses, legal notices, and words for a picture of the kind ("Illustrasjonsfoto") are no credit.

Source: IPTC Photo Metadata Standard 2023.2 (Creator, Credit Line, Source, Copyright Notice).
"""

from broadsheet.core.credit.chain import CreditChain, Party, Role
from broadsheet.core.credit.reading import parse_credit
from broadsheet.core.credit.reconciling import chain_from
from broadsheet.core.credit.tails import parse_caption_tail

__all__ = ["CreditChain", "Party", "Role", "chain_from", "parse_caption_tail", "parse_credit"]
