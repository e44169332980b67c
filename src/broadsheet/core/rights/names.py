"""Countries as agencies write them: in English, Norwegian, Danish, Swedish, German and French, and their adjectives.

By hand and not a library of countries: what a right asks for is a name in capitals in a line of six languages, parts of
countries included, and a name that this table lacks bars nothing, which the desk is shown.

Source: ISO 3166-1 for the codes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

_TABLE = """
AD AND andorra
AE ARE united arab emirates, uae, u.a.e., emiratene, de forente arabiske emirater, vereinigte arabische emirate
AF AFG afghanistan
AL ALB albania, albanien, albanie
AM ARM armenia, armenien, armenie
AO AGO angola
AR ARG argentina, argentinien, argentine, argentinian
AT AUT austria, østerrike, østrig, österrike, österreich, autriche, austrian, østerriksk
AU AUS australia, australien, australie, australian
AZ AZE azerbaijan, aserbajdsjan, aserbaidschan, azerbaïdjan
BA BIH bosnia, bosnia and herzegovina, bosnia-herzegovina, bosnien
BD BGD bangladesh
BE BEL belgium, belgia, belgien, belgique, belgian, belgisk
BG BGR bulgaria, bulgarien, bulgarie, bulgarian
BO BOL bolivia, bolivien, bolivie
BR BRA brazil, brasil, brasilien, brésil, brazilian
BY BLR belarus, hviterussland, hviderusland, weißrussland, biélorussie
CA CAN canada, kanada, canadian, quebec, québec
CH CHE switzerland, sveits, schweiz, suisse, swiss, sveitsisk
CL CHL chile, chili, chilean
CN CHN china, kina, chine, chinese, kinesisk
CO COL colombia, kolumbien, colombie, colombian
CR CRI costa rica
CU CUB cuba, kuba
CY CYP cyprus, kypros, cypern, zypern, chypre, cypriot
CZ CZE czech republic, czechia, tsjekkia, tjekkiet, tjeckien, tschechien, tchéquie, czech
DE DEU germany, tyskland, deutschland, allemagne, german, tysk
DK DNK denmark, danmark, dänemark, danemark, danish, dansk
DO DOM dominican republic
DZ DZA algeria, algerie, algerien, algérie
EC ECU ecuador
EE EST estonia, estland, estonie, estonian
EG EGY egypt, egypten, ägypten, égypte, egyptian
ES ESP spain, spania, spanien, espagne, spanish, spansk
ET ETH ethiopia, etiopia, äthiopien, éthiopie
FI FIN finland, finnland, finlande, finnish, finsk
FO FRO faroe islands, færøyene, færøerne, färöarna
FR FRA france, frankrike, frankrig, frankreich, french, fransk
GB GBR united kingdom, uk, u.k., great britain, britain, storbritannia, storbritannien, großbritannien, vereinigtes königreich,
  royaume-uni, grande-bretagne, british, britisk, england, scotland, wales, northern ireland, skottland, england and wales
GE GEO georgia, georgien, géorgie
GH GHA ghana
GL GRL greenland, grønland, grönland
GR GRC greece, hellas, grekenland, grækenland, grekland, griechenland, grèce, greek
GT GTM guatemala
HK HKG hong kong, hongkong
HN HND honduras
HR HRV croatia, kroatia, kroatien, croatie, croatian
HU HUN hungary, ungarn, ungern, hongrie, hungarian, ungarsk
ID IDN indonesia, indonesien, indonésie, indonesian
IE IRL ireland, republic of ireland, eire, irland, irlande, irish, irsk
IL ISR israel, israël, israeli
IN IND india, indien, inde, indian
IQ IRQ iraq, irak, iraqi
IR IRN iran, iranian
IS ISL iceland, island, islande, icelandic, islandsk
IT ITA italy, italia, italien, italie, italian, italiensk
JM JAM jamaica, jamaika
JO JOR jordan, jordania, jordanien, jordanie
JP JPN japan, japon, japanese, japansk
KE KEN kenya, kenia
KH KHM cambodia, kambodsja, kambodscha, cambodge
KP PRK north korea, nord-korea, nordkorea, corée du nord
KR KOR south korea, republic of korea, korea, sør-korea, sydkorea, südkorea, corée du sud, south korean, korean
KW KWT kuwait, koweït
KZ KAZ kazakhstan, kasakhstan, kasachstan
LB LBN lebanon, libanon, liban, lebanese
LI LIE liechtenstein
LK LKA sri lanka
LT LTU lithuania, litauen, lituanie, lithuanian
LU LUX luxembourg, luxemburg
LV LVA latvia, lettland, lettonie, latvian
LY LBY libya, libyen, libye
MA MAR morocco, marokko, maroc, moroccan
MC MCO monaco
MD MDA moldova, moldawien, moldavie
ME MNE montenegro
MK MKD north macedonia, macedonia, nord-makedonia, nordmazedonien
MM MMR myanmar, burma
MN MNG mongolia, mongolei, mongolie
MO MAC macau, macao
MT MLT malta, malte
MX MEX mexico, mexiko, mexique, mexican
MY MYS malaysia, malaisie
NG NGA nigeria, nigerian
NI NIC nicaragua
NL NLD netherlands, the netherlands, holland, nederland, nederlandene, nederländerna, niederlande, pays-bas, dutch, nederlandsk
NO NOR norway, norge, noreg, norwegen, norvège, norwegian, norsk
NP NPL nepal, népal
NZ NZL new zealand, neuseeland, nouvelle-zélande
PA PAN panama
PE PER peru, pérou, peruvian
PH PHL philippines, filippinene, philippinen, filippinerna
PK PAK pakistan, pakistani
PL POL poland, polen, pologne, polish, polsk
PR PRI puerto rico
PS PSE palestine, palestinian territories, palestina
PT PRT portugal, portuguese
PY PRY paraguay
QA QAT qatar
RO ROU romania, rumänien, roumanie, romanian
RS SRB serbia, serbien, serbie, serbian
RU RUS russia, russian federation, russland, rusland, ryssland, russie, russian, russisk
SA SAU saudi arabia, saudi-arabia, saudi-arabien, saudiarabien, arabie saoudite, saudi
SE SWE sweden, sverige, schweden, suède, swedish, svensk
SG SGP singapore, singapur, singapour
SI SVN slovenia, slowenien, slovénie, slovenian
SK SVK slovakia, slowakei, slovaquie, slovak
SN SEN senegal, sénégal
SV SLV el salvador
SY SYR syria, syrien, syrie, syrian
TH THA thailand, thaïlande
TN TUN tunisia, tunesien, tunisie
TR TUR turkey, türkiye, tyrkia, tyrkiet, turkiet, türkei, turquie, turkish
TW TWN taiwan, taïwan
TZ TZA tanzania, tansania
UA UKR ukraine, ukraina, ukrainian
UG UGA uganda
US USA united states, united states of america, usa, u.s.a., u.s.,
  america, american, amerika, états-unis, vereinigte staaten, förenta staterna
UY URY uruguay
UZ UZB uzbekistan, usbekistan
VA VAT vatican, vatikanet, vatikan
VE VEN venezuela
VN VNM vietnam, viet nam
ZA ZAF south africa, sør-afrika, sydafrika, südafrika, afrique du sud
ZM ZMB zambia
ZW ZWE zimbabwe
"""

_GROUPS = {
    "scandinavia, skandinavia, skandinavien, scandinavie, scandinavian, skandinavisk": "DK NO SE",
    "nordics, the nordics, nordic countries, nordic region, nordic, norden, nordisk": "DK FI IS NO SE",
    "benelux": "BE LU NL",
    "baltics, baltic states, baltikum, baltikum": "EE LT LV",
    "dach, gsa, g/a/s, gas, d-a-ch, d/a/ch": "AT CH DE",
    "north america, nord-amerika, nordamerika, amérique du nord": "CA US",
    "european union, eu, e.u.": ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"),
    "europe, europa, european, europeisk": (
        "AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT "
        "RO RS RU SE SI SK UA VA"
    ),
}


_PLAIN = str.maketrans({"’": "'", "–": "-", "—": "-", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae"})


def folded(text: str) -> str:
    """Return the text without case and accents, a dash of any length as a hyphen, blanks as one each."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    bare = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(bare.casefold().split())


def _rows() -> Iterator[tuple[str, str, list[str]]]:
    for line in _TABLE.strip().replace("\n  ", " ").splitlines():
        code, long_code, names = line.split(" ", 2)
        yield code, long_code, [folded(name) for name in names.split(",")]


LONG_CODES: Mapping[str, str] = {long_code: code for code, long_code, _ in _rows()}
"""ISO 3166-1 alpha-3 to alpha-2."""

PLACES: Mapping[str, tuple[str, ...]] = {
    **{name: (code,) for code, _, names in _rows() for name in names},
    **{folded(name): tuple(codes.split()) for names, codes in _GROUPS.items() for name in names.split(",")},
}
"""Folded name to the codes of the countries that it names."""
