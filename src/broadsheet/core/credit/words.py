"""The words around the names, in English, Norwegian, Danish, Swedish, German and French.

Each table is what agencies and papers of these languages write; no sentence of the reading stands here.
"""

from __future__ import annotations

import re

_PICTURE = (
    r"photograph(?:y|ies|s)?|photos?|fotos?|fotografi(?:er|et)?|fotografie|bilde(?:r|t)?|bild(?:er)?|billede[rt]?|"
    r"pictures?|pics?|images?|cliché|kuvat?|aufnahme"
)
_SCREEN = (
    r"(?:skjermdump|skjermbilde|skärmdump|skärmbild|skærmdump|skærmbillede|screendump|screen\s?(?:shot|grab)|"
    r"(?:video|frame|tv)[-\s]?(?:grab|still|print|bilde?|foto)s?|still(?:bilde?|billede)|standbild|bildschirmfoto|"
    r"capture (?:d['’]écran|vidéo))(?:\s(?:fra|från|ur|aus(?: dem)?|from(?: the)?|de la|d['’]une)\s"
    r"(?:\w*video(?:en|n)?|\w*kamera(?:et)?|film(?:en)?|vidéo|clip|CCTV))?"
)
_OF_A_KIND = (
    rf"{_SCREEN}|"
    r"illustra(?:sjons?|tions?)[-\s]?(?:foto|bilde?|billede|photo|bild)?|ill\.[-\s]?(?:foto|bilde?)?|"
    r"photos?\s+d['’]illustration|satellite (?:image|photo)|satell?it(?:t|en)?(?:bilde?|foto)|image satellite|"
    r"symbol(?:foto|bild)|temabilde?|genrebilde?|"
    r"illustrasjon(?:er)?|illustrations?|illustrationer|tegning|teckning|zeichnung|drawing|dessin|cartoon|"
    r"graf(?:ikk?|isk)|grafiken|infographi[ck]|graphics?|graphique|infographie|infogra(?:fik|fikk)|kart|karta|karte|"
    r"map|carte|fotomontas?je|fotomontage|photomontage|montas?je|montage|collage|"
    r"dronefoto|drönarbild|luftfoto|flygfoto|luftbild|"
    r"repro(?:du[kc]tion|duksjon|foto)?|composite|composition|visuali[sz](?:ering|ierung|ation)|rendering|"
    r"(?:riksavis|konsert|sports?|genre)foto|titelbild|vorschaubild|aufmacherbild|(?:lead|cover) photo"
)
_ARCHIVE = (
    r"arkiv[-\s]?(?:foto|bilde?|billede|fotografi)|arkiv|archiv[-\s]?(?:foto|bild|aufnahme)s?|archiv|أرشيف|ارشيف|"
    r"(?:file|archive|archival)[-\s](?:photo(?:graph)?|picture|image|pic)|file|archives?|"
    r"(?:photo|image|cliché)s?\s+d['’]archives?|photo(?:s)?\s+archives?|historisk (?:foto|bilde)"
)
_OWN = (
    r"own(?:\s(?:photo|picture|work|image))?|staff(?:\s(?:photo|picture|photographer))?|"
    r"eget(?:\s(?:foto|bilde|billede|arbeid|verk))?|egen|egna?|egne|eigen(?:es|e)?(?:\s?(?:foto|bild|aufnahme))?|"
    r"egen(?:foto|bilde)|egen\s(?:bild|produksjon)|(?:die )?redaktion(?:en)?|redaksjonen|la rédaction"
)
_PRIVATE = (
    r"privat(?:[-\s]?(?:foto|bilde?|billede|aufnahme|archiv|arkiv))?|private(?:\s(?:photo|collection))?|"
    r"collection (?:privée|particulière)|privé|photo (?:privée|de famille)|family (?:photo|handout)|"
    r"tipser(?:en|foto|bilde)?|(?:leser|læser|läsar)(?:foto|bilde?|billede)|reader(?:'?s)? (?:photo|picture)|"
    r"(?:ur|fra|från|aus|from)\s(?:\w+\s){0,2}(?:privat)?albume?t?"
)
_HANDOUT = (
    r"hand[-\s]?outs?(?:\s(?:photo|image|picture))?|(?:photo\s)?ho|utdelt(?:\s(?:foto|bilde))?|handoutfoto|"
    r"(?:courtesy|submitted|contributed|supplied)\s(?:photo|image|picture)s?|submitted|innsendt(?:\s(?:foto|bilde))?|"
    r"inskickad(?:\sbild)?|zvg|z\.\s?v\.\s?g|zur verfügung gestellt"
)
_PRESS = (
    r"(?:presse|press|pr|promo)[-\s]?(?:foto|bilde?|billede|photo)|pressmaterial|(?:photo de )?presse|press|pr|pd|"
    r"droits réservés|d\.r\.?|tous droits réservés"
)
_POOL = r"pool(?:[-\s]?(?:photo|foto|bild|bilde|picture|image|via))?|(?:photo|foto|bild)\spool"
_STRINGER = r"stringer|str"
_STAFFER = r"stf|fotograf|photographer|photographe|fotojournalist|photojournalist|freelance|frilans"

_NOTHING = (
    rf"{_STAFFER}|{_PICTURE}|{_OF_A_KIND}|various sources|uncredited|unknown(?:\sphotographer)?|anonym(?:ous)?|"
    r"ukjent(?:\sfotograf)?|ukendt(?:\sfotograf)?|okänd(?:\sfotograf)?|unbekannt|inconnu|"
    r"(?:kode?|code|id|nr|cop)\.?\s*\d+|kod\s\w{1,3}|(?:bild|inv|neg|sig)[\w-]*\.?\s\d[\w/.-]*|"
    r"source|kilde|quelle|källa|n\.?n\.?"
)

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:{words})\.?", re.IGNORECASE))
    for kind, words in (
        ("pool", _POOL),
        ("archive", _ARCHIVE),
        ("own", _OWN),
        ("private", _PRIVATE),
        ("handout", _HANDOUT),
        ("press", _PRESS),
        ("stringer", _STRINGER),
        (
            "nothing",
            _NOTHING,
        ),
    )
)
"""What a whole part of the line can be instead of a name."""

BEFORE = re.compile(
    r"(?:(?P<archive>" + _ARCHIVE + r")|(?P<own>staff photo|own photo|eget foto|egen bild|eigenes foto|"
    r"(?:leser|læser|läsar)(?:foto|bilde?|billede)|privatfoto|reader photo)"
    r"|(?P<handout>handout|utdelt foto)"
    r"|(?P<press>pressefoto|pressbild|pressebild|pr-foto|pressfoto)"
    r"|(?:mandatory\s+credit|crédits?|credits?|kreditt?|kredit|byline)(?:\s+(?:photos?|images?|ligne|line))?"
    r"|(?:" + _PICTURE + r")(?:\s*(?:credits?|crédits?|copyright|kreditt?|source)(?:\s+should\s+read)?)?"
    r"|(?:te(?:kst|xt)e?r?|words|ord)\s*(?:[&+/,]|og|och|and|und|et)\s*(?:" + _PICTURE + r")"
    r"|(?:" + _PICTURE + r")\s*(?:[&+/,]|og|och|and|und|et)\s*(?:video|film|te(?:kst|xt)e?|words|ord)"
    r"|(?:begge|alle|alla|all|both|båda|samtliga|beide|toutes les|tous les)\s+(?:" + _PICTURE + r")"
    r"|(?:" + _OF_A_KIND + r")|quelle|source|bildquelle|fotoquelle|bildnachweis|(?:bilde?|billed|foto)(?:kilde|källa)|"
    r"kilde|källa|fotograf(?:er|en)?|fotoğraf"
    r"|photographe?r?s?|copyright|von|av|by|par)",
    re.IGNORECASE,
)
"""A word that stands before the names, and the mark that it leaves on the chain."""

PICTURE_WORD = re.compile(rf"(?P<before>.+?)[\s-]+(?:{_PICTURE})|(?:{_PICTURE})[\s-]+(?P<after>.+)", re.IGNORECASE)
"""A word for a picture before or after a name, without a colon between them."""

BY = re.compile(r"\s*[:：]\s*|\s+(?:by|av|af|von|par|de|fra|from)\s*:?\s+", re.IGNORECASE)

TAIL_BY = rf"(?:{_PICTURE}|pool photo|{_OWN}|{_ARCHIVE})\s+(?:by|av|af|von|par|courtesy of)"
"""How a sentence at the end of a caption begins that is a credit, with no colon in it."""

COURTESY = re.compile(
    r"(?:(?:photo|image|picture|foto|bild)s?\s+)?(?P<words>(?:by\s+)?courtesy(?:\s+of)?|mit freundlicher genehmigung(?:\s"
    r"+(?:von|der|des))?|avec l['’]aimable autorisation(?:\s+d[eu])?|gjengitt med tillatelse(?:\s+(?:av|fra))?|"
    r"med tillatelse(?:\s+(?:av|fra))?|med tilladelse fra|med tillstånd av|fourni[e]?(?:\s+gracieusement)?\s+par|"
    r"provided by|released by|(?:supplied|contributed|submitted) by|(?:venligst\s+)?(?:ud|ut)lån(?:t|ad)\s+a[fv]|"
    r"zur verfügung gestellt von|stilt til rådighed af|stilt til disposisjon av)"
    r"\s*:?\s+",
    re.IGNORECASE,
)

LEGAL = re.compile(
    r"(?:\(?(?<!\w)(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|alle rettigheter|"
    r"alle rettigheder|alla rättigheter|all rights|no use without|no unauthori[sz]ed|nutzung nur|use only|for editorial|"
    r"for other uses|restricted to|editorial use|nur für redaktionelle|this (?:material|image|photo|picture)|may not be|"
    r"any (?:use|reproduction)|not for|no (?:sales|resale|archives?\b|commercial|model|third)|must credit|"
    r"reproduction|usage|licen[cs]ed under|außer|mandatory credit required|please credit|honorarpflichtig|"
    r"veröffentlichung|belegexemplar|nur zur|kun til|får (?:ikke|ej|inte)|må (?:ikke|kun)|gjengivelse|ingen bruk|"
    r"\+\+\+|\*{2,})\b.*|or (?:its )?licensors?\b.*|and/or its .*)\)?$",
    re.IGNORECASE | re.DOTALL,
)

MANDATORY = re.compile(
    r"^.*?mandatory\s+credit\s*:?\s*[\"“”«']?(?P<line>[^\"“”»]+)[\"“”»']?.*$", re.IGNORECASE | re.DOTALL
)

_MONTH = (
    r"(?:jan(?:uary|uar|uari|vier)?|feb(?:ruary|ruar|ruari)?|févr?(?:ier)?|mar(?:ch|s|ts)?|märz|mrz|apr(?:il)?|avril|"
    r"mai|maj|may|june?|juni|juin|july?|juli|juillet|aug(?:ust|usti)?|août|sep(?:t|tember|tembre)?|"
    r"o[kc]t(?:ober|obre)?|nov(?:ember|embre)?|de[czs](?:ember)?|déc(?:embre)?|desember|dezember)\.?"
)
_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:man|tirs|ons|tors|fre|lør|søn)dag|(?:mån|tis|ons|tors|fre|lör|sön)"
    r"dag|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)"
)
_YEAR = r"(?:18|19|20)\d\d"
DATE = (
    rf"(?:(?:on|den|am|le|vom|du|fra|från|from|taken|tatt|circa|ca\.?)\s+)?(?:{_DAY},?\s+)?(?:"
    rf"{_YEAR}-\d\d?-\d\d?(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?|\d\d?[./]\s?\d\d?[./]\s?(?:{_YEAR}|\d\d)|"
    rf"\d\d?\.?(?:er)?\s+{_MONTH}\s*,?\s*(?:{_YEAR})?|{_MONTH}\s+\d\d?(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?|"
    rf"{_MONTH}\s+{_YEAR}|(?:\d{{4}}\s?[-–]\s?)?{_YEAR}|{_YEAR}/\d\d|{_DAY})"
)
DATE_AT_END = re.compile(rf"(?:\s*[,;/|(–—-]\s*|\s+|^)\(?{DATE}\)?\s*\.?$", re.IGNORECASE)
DATE_AT_START = re.compile(rf"^\(?{DATE}\)?(?:\s*[,:;/|–—-]\s*|\s+)(?=\D)", re.IGNORECASE)

ORGANISATION = re.compile(
    r"(?<!\w)(?:images?|photos|fotos?|photo|foto\w*|\w+(?:foto|press|presse|photo|bild|media|news|\w\wavis|avisen?|posten|bladet|"
    r"tidende|tidning(?:en)?|zeitung|anzeiger|kurier|nachrichten|kommune|politi(?:et)?|byrån?|agentur|direktorat(?:et)?|"
    r"departement(?:et)?|ministerie[rt]?|ministerium|verk(?:et)?|museet|vesen(?:et)?|tilsyn(?:et)?|institutt(?:et)?|"
    r"forbund(?:et)?|kompani(?:et)?|"
    r"selskap(?:et)?|laget|senter(?:et)?|arkiv(?:et)?|rederi(?:et)?|styrelsen?|sällskapet|kammer|amt|(?:rat|kranken|opern|kunst|spiel|kauf)haus|werke?|verein|verlag|bahn)|"
    r"press(?:e|en|ens)?|pictures?|media|medien?|medier|news\w*|agency|agence|agentur|wire|bureau|byrå\w*|"
    r"tv|television|télévision|radio|studios?|productions?|film\w*|museum|museet|musée\w*|musee|gallery|galerie|galleri\w*|"
    r"collections?|samling\w*|sammlung|archiv\w*|arkiv\w*|library|bibliothek|bibliothèque|bibliotek\w*|institut\w*|"
    r"universit\w+|college|school|(?:\w{2,})?schulen?|skole\w*|skolan?|hospital|klinik\w*|sykehus\w*|sjukhus\w*|police|polizei|politiet?|"
    r"politi|polisen|gendarmerie|pompiers|\w+polizei|\w*feuerwehr|brannvesen\w*|"
    r"räddningstjänst\w*|kapo|stapo|sdis|red cross|røde kors|röda korset|rotes kreuz|croix-rouge|"
    r"ministry|minist[eè]re?\w*|ministerium|ministeriet|"
    r"department|département|departement\w*|government|gouvernement|regjering\w*|regering\w*|bundesregierung|presidency|"
    r"présidence|presidential|office|service|services|centre|center|zentrum|senter\w*|kommune|municipality|gemeinde|stadt|"
    r"city of|ville de|mairie|fylke\w*|landkreis|parliament|parlament\w*|stortinget|riksdagen|folketinget|bundestag|"
    r"court|palace|palais|slottet|hovet|kongehuset|white house|kreml\w*|navy|marines|marine(?=$|\s(?:nationale|corps|royale))|"
    r"army|armée|air force|forsvaret|"
    r"region\w*|région\w*|kanton\w*|bundesamt|landesamt|polizei\w+|staatsanwaltschaft|rettungsdienst|bergwacht|drk|thw|"
    r"stadtwerke|préfecture|douanes?|sapeurs|métropole|sûreté|sécurité|protection civile|télévisions?|université|hôpital|"
    r"\w+væsen(?:et)?|\w+väsendet|\w*myndighet\w*|kustbevakning\w*|beredskab\w*|statsforvalter\w*|fylkesmann\w*|"
    r"hjemmeværnet|hemvärnet|heimevernet|domkirke\w*|constabulary|squad|borough|nhs|senate|congress|prosecutors?|customs|"
    r"border|patrol|security|"
    r"hæren|hären|bundesheer|sjøforsvaret|luftforsvaret|flyvevåbnets?|"
    r"forsvarets|försvarsmakten|bundeswehr|military|coast ?guard|kystvakten|armed forces|defen[cs]e|nato|u\.?n\.?|"
    r"u\.?s\.?|united nations|"
    r"tidende|avis(?:en|a)?|(?:dag|arbeider|folke|uke)blad\w*|\w*bladet|posten|zeitung|anzeiger|journal|times|herald|tribune|gazette|observer|"
    r"chronicle|courier|daily|weekly|magazine|magasin\w*|nyheter|nyheder|nytt|rundfunk|verlag|publishing|sports?|sportswire|"
    r"football|fotball|fußball|club|klubb\w*|ballklubb?\w*|league|liga|federation|fédération|forbund\w*|verband|association|société|"
    r"society|foundation|fondation|stiftelse\w*|stiftung|committee|komité\w*|council|conseil|union|unionen|party|partei|partiet|"
    r"theatre|theater|théâtre|teatret|teatern?|opera\w*|opéra|orchest\w+|festival\w*|records|entertainment|pictures|"
    r"group|gruppen?|gruppe|company|compagnie|corporation|corp\.?|inc\.?|ltd\.?|llc|gmbh|ag|asa?|a/s|ab|aps|oy|oyj|plc|"
    r"s\.?a\.?|sarl|e\.?v\.?|co\.?|commons|stock|satellite\w*|technologies|labs|solutions|design|kommunikasjon|"
    r"communications?|creative|agenc\w+|artists|management|street view|maps|earth|observatory|observatorium|"
    r"board|trust|authorit\w+|administration|commission|kommisjon\w*|hovstaterna|kungl|embassy|ambassade\w*|botschaft|network|channel|"
    r"broadcasting|kringkasting\w*|racing|international|national|county|sheriff\w*|district|campaign|family|familie\w*|famille|"
    r"expedition|research|academy|akademi\w*|académie|laborator\w+|systems|energy|energi|bank|shipping|cars|motors|bros|rescue|weather|"
    r"kontor(?:et)?|tidning\w*|courrier|dépêche|quotidien|télégramme|"
    r"ar(?:k|ch)ite[ck]t(?!ur)\w*|fire|brann\w*|havn\w*|port|projekt|project|prosjekt\w*|"
    r"fc|fk|il|sk|bk|if|sc|tsv|vfl|vfb|zoo|dyrepark\w*|airport|lufthavn|flughafen|airlines?|railways?|banen?)(?!\w)",
    re.IGNORECASE,
)
"""Words in a name that only a house has."""

OF_A_HOUSE = re.compile(r"^(?:(?:The|Le|La|Les|Die|Der|Das)\s\w|(?:Den|Det)\s\w+$|L['’]\w)")
"""An article that a paper's name begins with, and a person's does not."""

NAMED_ARCHIVE = re.compile(
    r"(?<!\w)(?<!photo )(?<!picture )(?<!image )(?:\w*arch?ives?|\w*ar(?:ch|k)ivet|\w+ar(?:ch|k)iv|archives?|library|"
    r"\w*biblioth(?:ek|èque)|\w*bibliotek(?:et)?)(?!\w)",
    re.IGNORECASE,
)
"""A house that keeps other people's pictures, by its name. A "photo library" sells them and is an agency."""

POSITION = re.compile(
    r"\d{1,2}|(?:[àt]\s|til\s|till\s|t\.?)?(?:oben|unten|links|rechts|mitte|left|right|top|bottom|cent(?:re|er)|above|below|"
    r"inset|innfelt|infälld|indsat|"
    r"øverst|nederst|venstre|høyre|højre|överst|vänster|höger|midten|en haut|en bas|haut|bas|gauche|droite|v\.?|h\.?)",
    re.IGNORECASE,
)
"""How many pictures, or which on the page: what brackets after a name say of the layout."""

_ARTICLE_AFTER = r"(?:den|die|das|dem|der|einen?|einem|einer|\d+)"
GERMAN_VERB = re.compile(rf"(?<!\w)[a-zäöüß]{{3,20}}t(?:e|en)?\s+{_ARTICLE_AFTER}(?!\w)")
"""A German finite verb with its object: nouns have capitals, so that counting the small words does not tell."""

AUXILIARY = re.compile(
    r"is|are|was|were|has|have|had|er|var|ble|blir|blev|bliver|är|hade|ist|sind|waren|wird|wurden?|hat|hatte|est|"
    r"sont|était|étaient"
)
"""The small verbs that a sentence in these languages has, and a credit has not; whole words, in small letters."""

LICENCE = re.compile(
    r"\(?\b(?:CC[ -]?0|CC[ -](?:BY|SA)[\w .-]*|GFDL|public domain|gemeinfrei|domaine public)\)?$", re.IGNORECASE
)

RANK = re.compile(
    r"(?:Mass Communication Specialist(?: Seaman(?: Apprentice| Recruit)?)?(?: [123](?:st|nd|rd) Class)?|MC[123C]|"
    r"(?:[A-Z][a-z]+\.?\s){1,3}(?:1st|2nd|3rd|[Ff]irst|[Ss]econd|[Tt]hird) [Cc]lass|"
    r"(?:Staff|Tech|Technical|Gunnery|(?:Senior |Chief )?Master|1st|2nd) (?:Lt|Lieutenant|Sgt|Sergeant)\.?|"
    r"P\.?O\.?[123]?\s?\(Phot\)|L?Phot)\s+(?=[^\W\d_])"
)
"""A rank before a photographer's name with words or figures in it that no name has."""

PARTICLES = (
    "van|von|vom|der|den|des|de|da|del|della|di|du|dos|das|do|la|le|las|los|el|al|bin|bint|ibn|ben|ten|ter|te|zu|zum|zur|"
    "af|av|y|e|ó|ní|mac|st"
)
PARTICLE = re.compile(rf"(?:{PARTICLES})", re.IGNORECASE)

FULL_WORDS = {"ho": "Handout", "str": "Stringer", "zvg": "zVg", "pd": "PD", "pr": "PR"}
"""What agencies write short, in full."""

TEXT_BY = re.compile(r"^(?:te(?:kst|xt)e?r?|words)\s*:\s*[^:]{2,60}[.,;/|]\s*(?=\w{4,20}\s*:)", re.IGNORECASE)
"""Who wrote the text, before the label of who made the picture."""

SCREEN_OF = re.compile(
    rf"(?i:{_SCREEN})(?:\s*/\s*|\s+(?:(?i:fra|från|from|of|ur|aus|de|du|von|via)\s+)?"
    r"(?=[^\W\d_a-zß-ÿ]|\d|@)(?!(?i:by|av|af)\b))"
)
"""What says that a picture is off a screen, with a stroke or nothing before whose screen it was."""

NEXT_LABEL = re.compile(rf"(?<=[^\W\d_]{{2}})\.\s+(?=(?:{BEFORE.pattern})\s*:)", re.IGNORECASE)
"""The full stop before a second credit in the line: `Montage: Jane Doe. Foto: NTB`."""

FIRST = re.compile(rf"{BEFORE.pattern}(?P<by>{BY.pattern})", re.IGNORECASE)
"""The word before the names with what parts it from them."""

NUMBERED = re.compile(r"\b[A-Z]{1,4}\d{3,}\b")
"""An agency's own code for a photographer or an office, as Reuters puts it in Source."""


def as_printed(word: str) -> str:
    """Return a word of kind with the case that it has in a line: `POOL` → `Pool`, `file photo` → `File Photo`."""
    if word.casefold() in FULL_WORDS:
        return FULL_WORDS[word.casefold()]
    if "." in word:
        return word
    word = word.lower() if word.isupper() else word
    pieces = (piece if piece.startswith(("d'", "d’")) else piece[:1].upper() + piece[1:] for piece in word.split())
    return " ".join(pieces)


def kind_of(text: str) -> str:
    """Return what a whole part of the line is instead of a name: one of the words of `KINDS`; "" for a name."""
    return next((kind for kind, pattern in KINDS if pattern.fullmatch(text)), "")


def is_bare(name: str) -> bool:
    """Return whether it only says what kind of picture it is, and names nobody."""
    return kind_of(name) in {"pool", "archive", "handout", "press", "stringer"}
