"""For what a picture may not be used, whatever the place and the day: one pattern a fact, for folded sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NOT = (
    r"(?:no|not for|not to be used (?:on|in|for)|not on|not in|without|never (?:on|for)|excluding|except|"
    r"ikke(?: (?:til|for|pa|i|bruk pa|brug pa))*|ikkje(?: pa| i)?|ingen|ej(?: (?:for|pa|i))?|inte(?: (?:for|pa|i))?|"
    r"kein\w*|nicht (?:fur|in|im|auf)(?: die| den| das)?|pas(?: (?:de|d'|sur|pour)(?: les| le| la| l')?)*|sauf|hors)"
)
_OTHER = (
    r"(?:tv|television|fernsehen|mags?|magazines?|magasin\w*|radio|books?|sales?|resales?|commercial|advertising|"
    r"ads?|marketing|"
    r"merchandis\w*|promo\w*|print|mobile|apps?|archives?|archiving|syndication|third[- ]part\w+|use|usage|"
    r"internet|web|"
    r"online|digital|digitalt|nett|webb|social(?: media)?|sosiale|sociala|sociale|medier|video|broadcast|games?|"
    r"games|betting|"
    r"salg|reklame|blader|ukeblader)"
)
_LIST = (
    rf"(?:{_OTHER}(?: use| usage| rights| sales)?(?:\s*(?:,|/|&|\+|-)\s*(?:or |and |no )?|\s+(?:or|nor|and|eller|"
    r"og|och|oder|und|ou|et|ni)\s+))*"
)
_SOCIAL = (
    r"(?:social(?:[- ]?media)?\b|social networks?|facebook|twitter|instagram|tiktok|snapchat|sosiale medier|"
    r"sociale medier|"
    r"sociala medier|soziale[nr]? (?:medien|netzwerken?)|social[- ]media|reseaux sociaux)"
)
_WEB = (
    r"(?:internet\b|web\b|www\b|web ?sites?\b|online\b|digital(?:t|e|en)?(?: use| usage| rights| media| publication| bruk| brug|"
    r"(?=\s*(?:$|,|/|&|\)|or\b|and\b|out\b)))|nett(?:et)?\b|internett\b|netavis\w*|nettavis\w*|"
    r"webb(?:en)?\b|natet\b|nettet\b|digitale medien)"
)
_OUT = (
    r"\s*(?:use |usage |rights )?[:=-]?\s*(?:outs?|ut|prohibited|not allowed|forbidden|excluded|interdite?s?|"
    r"nicht erlaubt|verboten|forbudt|ikke tillatt|exclus?)\b(?! of\b)"
)
_NO_SALE = (
    r"(?!\s+(?:sales?|resales?|auctions?|salg|verkauf|gam\w+|betting|video|streaming|advertis\w+|ads?|in-\w+|"
    r"(?:use |usage )?(?:during|before|until|till))\b)"
)

FLAGS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "has_no_archive": (
            rf"\b{_NOT}\s*{_LIST}(?:archiv\w*|arkiv\w*)\b(?! sales)|\barchives?{_OUT}|\bnarch\b|\b(?:ikke|ej|inte|"
            r"ma ikke|far ej|far inte) arkiveres?\b|"
            r"\b(?:not|never)(?: to)? be (?:archived|stored|retained)\b|\bnicht (?:zu )?archivier\w+|\b(?:ne pas|"
            r"pas d')\s?archiv\w+|"
            r"\bdo not archive\b|\b(?:ma|kan|skal) ikke (?:arkiv\w+|lagres)|\bfar (?:ej|inte) (?:arkiv\w+|"
            r"lagras)|\barkivering forbud\w*|"
            r"\bdarf nicht archiviert"
        ),
        "is_editorial_only": (
            r"\beditorial (?:(?:use|usage|purposes?|content|publication|news|licen[cs]e)\s?)*(?:only|"
            r"exclusively)\b|\bonly (?:for )?editorial\b|"
            r"\b(?:restricted|limited) to editorial\b|\b(?:intended |licen[cs]ed |available |solely |"
            r"strictly )?(?<!not )(?<!no )for editorial (?:use|purposes|usage)\b(?! and commercial| and advert)|"
            r"\bnon-editorial (?:use )?(?:is )?(?:prohibited|not allowed)|\bno non-editorial\b|\beuo\b|"
            r"(?<!no )(?<!not for )(?<!non )\beditorial use\s*$|"
            r"\b(?:kun|bare|endast|enbart)(?: (?:til|for|for))? redak[st]j?ion\w+|\bredaksjonel\w* (?:bruk|"
            r"formal)(?: (?:kun|bare))?|\bredaktionel\w* (?:brug|anvandning|bruk|andamal|formal)|"
            r"\b(?:nur|ausschliesslich) (?:(?:fur|zur|zu) )?(?:die )?redaktionelle\w*|"
            r"\bredaktionelle\w* (?:verwendung|nutzung|zwecke?n?|berichterstattung)|"
            r"\b(?:usage|utilisation|a usage|usages) (?:purement |strictement )?editorial\w*|"
            r"\beditorial (?:uniquement|seulement)"
        ),
        "is_barred_from_social": (
            rf"\b{_NOT}\s*(?:(?:use|usage|bruk|brug|anvandning|posting|publication|sharing|deling|nutzung|"
            rf"verwendung|utilisation) )?(?:on |in |pa |i |in den |sur les )?{_LIST}{_SOCIAL}|\b{_SOCIAL}{_OUT}|"
            rf"\bdo not (?:post|share|use) (?:on|to|in) {_SOCIAL}|\b(?:ma|skal|kan) ikke (?:deles|brukes|bruges|"
            rf"publiseres)\s(?:pa|i) {_SOCIAL}|\bfar (?:ej|inte) \w+ (?:pa|i) {_SOCIAL}"
        ),
        "is_barred_from_web": (
            rf"\b{_NOT}\s*(?:(?:use|usage|bruk|brug|publication|publisering|publicering|anvandning|nutzung|"
            rf"verwendung|utilisation) )?(?:on (?:the )?|in (?:the )?|pa |i |im |sur )?{_LIST}{_WEB}{_NO_SALE}|"
            rf"(?<!and )(?<!or )\b{_WEB}{_OUT}|"
            r"(?<!and )(?<!& )(?<!plus )(?<!og )\b(?:print(?: (?:media|use|edition|publication|rights))?|"
            r"printed? (?:newspapers?|edition)) only\b|\bonly (?:for |in )?print\b(?! and| or)|"
            r"\bfor print(?: use)? only\b|"
            r"\b(?:kun|bare|endast|enbart|nur)(?: (?:til|for|for|i|fur|im))? (?:print|papir\w*|trykk\w*|tryk|"
            r"tryck\w*|papper\w*|druck\w*|printausgabe\w*)\b(?! og| och| und| &)|"
            r"\b(?:papier|print|imprime) (?:uniquement|seulement)\b|\b(?:ma|kan|skal) ikke (?:brukes|publiseres|"
            r"bruges|publiceres|vises) (?:pa )?(?:inter)?nett?(?:et)?\b|"
            r"\bfar (?:ej|inte) (?:anvandas|publiceras) (?:pa )?(?:natet|internet|webben)|\bnicht (?:online|"
            r"im internet|im netz)\b"
        ),
        "has_no_sales": (
            rf"\b(?:no|not for|no third[- ]party)\s*{_LIST}(?:re-?sales?|sales?)\b|\bsales ?out\b|\b3tp\b|"
            r"\bnot? (?:for|to be) (?:re)?(?:sale|sold)\b|"
            r"\bno third[- ]party\b|\b(?:ikke|ej|inte|ingen|inga)(?: (?:for|til|for))? (?:videre)?(?:salg|"
            r"forsaljning|saljas)|\bkein\w* (?:weiter)?verkauf|\bkeine weitergabe|"
            r"\bpas de (?:re)?vente|\bne pas vendre|\bvente interdite"
        ),
        "has_no_commercial_use": (
            rf"\b(?:no|not for|non)[\s-]*{_LIST}(?:commercial\w*|advertis\w*|marketing|merchandis\w*|promotional|"
            r"promo)\b|\bcommercial (?:use )?(?:is )?(?:prohibited|not (?:allowed|permitted)|out)|"
            r"\b(?:ikke|ikkje|ingen)[\s-]*(?:til |for )?(?:kommersiel\w*|kommerciel\w*|reklame\w*|annonse\w*)|"
            r"\b(?:ej|inte|icke)[\s-]*(?:for )?(?:kommersiel\w*|reklam\w*)|"
            r"\bkein\w* (?:kommerziell\w*|gewerblich\w*|werb\w*)|\bnicht[\s-]*(?:fur )?kommerziell\w*|"
            r"\bpas d'usage commercial|\busage commercial interdit|\bnon commercial"
        ),
        "asks_for_credit": (
            r"\bmandatory (?:\w+ )?(?:credit|byline|attribution)|\bcredit(?: line)? (?:is )?(?:mandatory|"
            r"required|obligatory|must)|\bmust (?:be )?(?:credit\w*|mention|carry (?:the )?credit)|"
            r"\bcompulsory credit|"
            r"\bobligatorisk (?:kreditering|byline|kredit)|\bkreditering (?:pakrevd|obligatorisk|er obligatorisk|"
            r"kreves)|\b(?:ma|skal|maste) krediter\w+|\bbyline (?:pakrevd|obligatorisk|maste)|"
            r"\b(?:quellen\w*|namensnennung|pflichthinweis|bildnachweis|fotovermerk|urhebervermerk|"
            r"credit)\w* (?:ist )?(?:pflicht|erforderlich|obligatorisch|zwingend)|"
            r"\bpflichtnennung|"
            r"\bmention obligatoire|\bcredit obligatoire|\bmention du credit obligatoire|\bcredit \S+ obligatoire"
        ),
    }.items()
}
