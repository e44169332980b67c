"""Who a picture is credited to, as data: read out of the lines that agencies write, and printed in one form.

By hand, because no library knows these lines: `Photo: Jane Doe / Pool Photo via AP`, `(AP Photo/Jane Doe, File)`,
`Bild: picture alliance/dpa/Jane Doe`. Shared by the wire, which reads them off captions, and the photo room. Plain
Python: no Django.

The rules that every reading follows:

- `creator`: who made it. Persons come first in the chain, however late the line names them. `Stringer` stands here too,
  since it stands in a person's place, and alone is no credit.
- `agency`: any house that it comes from (agency, paper, ministry, web address).
- `via`: who delivers another's picture ("via AP"). `pool`: `Pool Photo`, or the pool by its name.
- `archive`: `File Photo`, `Arkivfoto` … in the language that it was in; an archive or library keeps its name. Comes last.
- `own`: the paper's own, or lent to it: `Staff`, `Privat`, `Leserfoto`, `Courtesy of …` with these words, and `Handout`,
  `Pressbild`, `zVg`, `D.R.`, which name nobody and alone are no credit.
- A known agency is spelt as it spells itself; the words Photo, Foto, Bild beside it are dropped. An unknown one is
  kept as typed.
- A person's name all in capitals is set in title case: capitals are the agency's typography and not the name, the
  page prints none, and where another field has the name in small letters that spelling wins.
- Dates, e-mail addresses, legal notices, and words for a picture of the kind ("Illustrasjonsfoto") are no credit.
- A photographer's rank belongs to the name. What a picture is off ("Skjermdump fra", "Videostill:") is no party; whose
  screen it was is one. Where and on which day it was taken, in brackets after the name, is none.
- A sentence with no label before it is no credit: the chain is empty.

Source: IPTC Photo Metadata Standard 2023.2 (Creator, Credit Line, Source, Copyright Notice).
"""

from broadsheet.core.credit.chain import CreditChain, Party, Role
from broadsheet.core.credit.reading import parse_credit
from broadsheet.core.credit.reconciling import chain_from
from broadsheet.core.credit.tails import parse_caption_tail

__all__ = ["CreditChain", "Party", "Role", "chain_from", "parse_caption_tail", "parse_credit"]
