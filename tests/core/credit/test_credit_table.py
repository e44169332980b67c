"""Credit lines in the forms in which agencies and papers write them, and what each says. All names are invented.

Expected: c creator, p pool, a agency, v via, r archive, o own; parties in the chain's order, " + " between them.
"""

from __future__ import annotations

import time

import pytest

from broadsheet.core.credit import CreditChain, parse_credit

LETTERS = {"creator": "c", "pool": "p", "agency": "a", "via": "v", "archive": "r", "own": "o"}

ENGLISH = """
Photo: Maud Ellery = c Maud Ellery
Photo: Maud Ellery / Pool Photo via AP = c Maud Ellery + p Pool Photo + v AP
Maud Ellery/Pool via AP = c Maud Ellery + p Pool + v AP
(AP Photo/Maud Ellery) = c Maud Ellery + a AP
(AP Photo/Maud Ellery, File) = c Maud Ellery + a AP + r File
(AP Photo/Maud Ellery, Pool) = c Maud Ellery + a AP + p Pool
(AP Photo) = a AP
AP = a AP
(AP Photo/Maud Ellery and Ned Crabbe) = c Maud Ellery + c Ned Crabbe + a AP
AP Photo/Maud Ellery, March 3, 2021 = c Maud Ellery + a AP
(Maud Ellery/The Quay Gazette via AP) = c Maud Ellery + a The Quay Gazette + v AP
(Maud Ellery/The Quay Gazette via AP, File) = c Maud Ellery + a The Quay Gazette + v AP + r File
(Harbour Police via AP) = a Harbour Police + v AP
(Courtesy of the Ellery family via AP) = o Courtesy of the Ellery family + v AP
(Photo by Maud Ellery/Invision/AP) = c Maud Ellery + a Invision + a AP
(Photo by Maud Ellery/Invision/AP, File) = c Maud Ellery + a Invision + a AP + r File
THE ASSOCIATED PRESS = a The Associated Press
Associated Press/Ned Crabbe = c Ned Crabbe + a Associated Press
REUTERS/Ned Crabbe = c Ned Crabbe + a Reuters
REUTERS/NED CRABBE = c Ned Crabbe + a Reuters
REUTERS/Ned Crabbe/File Photo = c Ned Crabbe + a Reuters + r File Photo
REUTERS/Ned Crabbe//File Photo = c Ned Crabbe + a Reuters + r File Photo
REUTERS/Ned Crabbe/Pool = c Ned Crabbe + a Reuters + p Pool
REUTERS/Stringer = c Stringer + a Reuters
Handout via REUTERS = o Handout + v Reuters
Ned Crabbe/Handout via REUTERS = c Ned Crabbe + o Handout + v Reuters
via REUTERS = v Reuters
Ned Crabbe-USA TODAY Sports = c Ned Crabbe + a USA TODAY Sports
Mandatory Credit: Ned Crabbe-Imagn Images = c Ned Crabbe + a Imagn Images
Mandatory Credit: Ned Crabbe/USA TODAY Sports via Reuters = c Ned Crabbe + a USA TODAY Sports + v Reuters
Maxar Technologies/Handout via REUTERS = a Maxar Technologies + o Handout + v Reuters
AFP PHOTO / PIA LORME = c Pia Lorme + a AFP
AFP PHOTO/Pia Lorme = c Pia Lorme + a AFP
AFP PHOTO = a AFP
AFP PHOTO / HO / MINISTRY OF TIDES = a AFP + o Handout + a MINISTRY OF TIDES
(Photo by Pia LORME / AFP) = c Pia Lorme + a AFP
(Photo by Pia LORME / POOL / AFP) = c Pia Lorme + p Pool + a AFP
(Photo by Handout / Tidal Authority Office / AFP) = o Handout + a Tidal Authority Office + a AFP
(Photo by STR / AFP) = c Stringer + a AFP
(Photo by - / AFP) = a AFP
AFP via Getty Images = a AFP + v Getty Images
Pia Lorme/AFP via Getty Images = c Pia Lorme + a AFP + v Getty Images
Photo by Ivo Stannard/Getty Images = c Ivo Stannard + a Getty Images
Photo by Ivo Stannard/Getty Images for Tidewater = c Ivo Stannard + a Getty Images for Tidewater
Photo by Ivo Stannard - Pool/Getty Images = c Ivo Stannard + p Pool + a Getty Images
Photo by Ivo Stannard/Bloomberg via Getty Images = c Ivo Stannard + a Bloomberg + v Getty Images
Ivo Stannard via Getty Images = c Ivo Stannard + v Getty Images
GETTY IMAGES = a Getty Images
Getty Images/Ivo Stannard = c Ivo Stannard + a Getty Images
Getty Images/iStockphoto = a Getty Images + a iStockphoto
Ivo Stannard | Getty Images = c Ivo Stannard + a Getty Images
Image: Ivo Stannard / Shutterstock = c Ivo Stannard + a Shutterstock
Credit: Ivo Stannard/Alamy Live News = c Ivo Stannard + a Alamy Live News
Photo credit: Ivo Stannard = c Ivo Stannard
Picture: Ivo Stannard/PA Wire = c Ivo Stannard + a PA Wire
Pic: PA = a PA
Photograph: Ivo Stannard/The Guardian = c Ivo Stannard + a The Guardian
Photograph: Ivo Stannard for The Guardian = c Ivo Stannard + a The Guardian
Photographs by Ivo Stannard and Wren Okafor = c Ivo Stannard + c Wren Okafor
Ivo Stannard for The New York Times = c Ivo Stannard + a The New York Times
Ivo Stannard of Reuters = c Ivo Stannard + a Reuters
THE CANADIAN PRESS/Ivo Stannard = c Ivo Stannard + a The Canadian Press
THE CANADIAN PRESS/HO-Harbour Board = a The Canadian Press + o Handout + a Harbour Board
AAP Image/Wren Okafor = c Wren Okafor + a AAP Image
Wren Okafor/Anadolu Agency via Getty Images = c Wren Okafor + a Anadolu Agency + v Getty Images
Wren Okafor/NurPhoto via Getty Images = c Wren Okafor + a NurPhoto + v Getty Images
Wren Okafor/ZUMA Press Wire = c Wren Okafor + a ZUMA Press Wire
EPA/WREN OKAFOR = c Wren Okafor + a EPA
EPA-EFE/WREN OKAFOR / POOL = c Wren Okafor + a EPA-EFE + p Pool
Xinhua/Wren Okafor via Getty Images = c Wren Okafor + a Xinhua + v Getty Images
Photo courtesy of Wren Okafor = o Photo courtesy of Wren Okafor
Courtesy of the Lantern Museum = o Courtesy of the Lantern Museum
Courtesy Lantern Museum = o Courtesy Lantern Museum
Provided by the Lantern family = o Provided by the Lantern family
Handout = o Handout
Handout photo = o Handout Photo
Handout/Lantern Museum = o Handout + a Lantern Museum
File photo = r File Photo
File photo: Wren Okafor / PA = c Wren Okafor + a PA + r File Photo
FILE PHOTO = r File Photo
NASA/Wren Okafor = c Wren Okafor + a NASA
NASA/JPL-Caltech = a NASA + a JPL-Caltech
White House Pool = p White House Pool
Pool photo by Wren Okafor = c Wren Okafor + p Pool Photo
Pool/Wren Okafor = c Wren Okafor + p Pool
POOL Getty Images = a Getty Images + p Pool
Getty Images Pool = a Getty Images + p Pool
© Wren Okafor = c Wren Okafor
© 2019 Wren Okafor / Tidewater Agency = c Wren Okafor + a Tidewater Agency
(c) Wren Okafor 2019 = c Wren Okafor
Copyright Wren Okafor. All rights reserved. = c Wren Okafor
Copyright 2022 The Associated Press. All rights reserved. May not be rewritten. = a The Associated Press
Photo © Wren Okafor = c Wren Okafor
Staff photo by Wren Okafor = c Wren Okafor + o Staff Photo
Wren Okafor/Staff = c Wren Okafor + o Staff
Staff = o Staff
Own = o Own
Family photo = o Family Photo
Private = o Private
Wren Okafor / Wikimedia Commons (CC BY-SA 4.0) = c Wren Okafor + a Wikimedia Commons (CC BY-SA 4.0)
Wren Okafor / Flickr / CC BY 2.0 = c Wren Okafor + a Flickr + a CC BY 2.0
Wren Okafor / www.okafor-wren.com = c Wren Okafor + a www.okafor-wren.com
Photo: Wren Okafor, https://okafor.photo/work/ = c Wren Okafor + a okafor.photo/work
Photo: Wren Okafor (wren@okafor.example) = c Wren Okafor
Photo: tidewater.org = a tidewater.org
Wren Okafor / Tidewater Inc. = c Wren Okafor + a Tidewater Inc.
Wren Okafor, Tidewater Images, Inc. = c Wren Okafor + a Tidewater Images Inc.
W. Okafor / AP = c W. Okafor + a AP
W.J. Okafor/AP = c W.J. Okafor + a AP
WJO/AP = c WJO + a AP
Sinéad O'Malley-Byrne/PA = c Sinéad O'Malley-Byrne + a PA
SINEAD O'MALLEY/PA = c Sinead O'Malley + a PA
ROSS MCALLEN/REUTERS = c Ross McAllen + a Reuters
Tomás de la Vega/EFE = c Tomás de la Vega + a EFE
Screenshot: Tidewater TV = a Tidewater TV
Illustration: Wren Okafor = c Wren Okafor
Graphic: Reuters = a Reuters
"""

NORDIC = """
Foto: Åse Lunde / NTB = c Åse Lunde + a NTB
Foto: NTB = a NTB
FOTO: ÅSE LUNDE = c Åse Lunde
Foto Åse Lunde = c Åse Lunde
Foto av Åse Lunde = c Åse Lunde
Foto: Åse Lunde, NTB = c Åse Lunde + a NTB
Foto: Åse Lunde (NTB) = c Åse Lunde + a NTB
Åse Lunde / NTB scanpix = c Åse Lunde + a NTB scanpix
Åse Lunde / NTB Scanpix / POOL = c Åse Lunde + a NTB scanpix + p Pool
Foto: Åse Lunde / AFP / NTB = c Åse Lunde + a AFP + a NTB
Foto: AP / NTB = a AP + a NTB
Foto: Åse Lunde via AP / NTB = c Åse Lunde + v AP + a NTB
Foto: Åse Lunde / Pool via REUTERS / NTB = c Åse Lunde + p Pool + v Reuters + a NTB
Foto: Åse Lunde og Kåre Moe / NTB = c Åse Lunde + c Kåre Moe + a NTB
Foto: Åse Lunde, Kåre Moe og Liv Aas = c Åse Lunde + c Kåre Moe + c Liv Aas
Foto: Å. Lunde / Fjordavisa = c Å. Lunde + a Fjordavisa
Foto: Lunde / Fjordavisa = c Lunde + a Fjordavisa
Arkivfoto: Åse Lunde / NTB = c Åse Lunde + a NTB + r Arkivfoto
Arkivfoto: NTB = a NTB + r Arkivfoto
Arkivfoto = r Arkivfoto
Foto: Åse Lunde / Arkiv = c Åse Lunde + r Arkiv
Foto: Arkiv = r Arkiv
Foto: NTB arkiv = a NTB + r Arkiv
Foto: Fylkesarkivet i Vestland = r Fylkesarkivet i Vestland
Arkivbilde: Åse Lunde = c Åse Lunde + r Arkivbilde
Illustrasjonsfoto: Åse Lunde / Fjordavisa = c Åse Lunde + a Fjordavisa
Illustrasjonsfoto: NTB = a NTB
Illustrasjonsfoto =
Illustrasjon: Kåre Moe = c Kåre Moe
Grafikk: NTB = a NTB
Foto: Privat = o Privat
Foto: privat = o Privat
Privat foto = o Privat Foto
Foto: Åse Lunde / privat = c Åse Lunde + o Privat
Foto: Egen = o Egen
Eget foto = o Eget Foto
Foto: Politiet = a Politiet
Foto: Kystvakten / Forsvaret = a Kystvakten + a Forsvaret
Foto: Kåre Moe / Forsvaret = c Kåre Moe + a Forsvaret
Foto: Fjord kommune = a Fjord kommune
Foto: Pressefoto = o Pressefoto
Pressefoto: Kåre Moe = c Kåre Moe + o Pressefoto
Skjermdump: NRK = a NRK
Fotograf: Kåre Moe = c Kåre Moe
Fotograf Kåre Moe / Fjordavisa AS = c Kåre Moe + a Fjordavisa AS
Bilde: Kåre Moe = c Kåre Moe
Foto: VG/Kåre Moe = c Kåre Moe + a VG
Foto: Kåre Moe / VG = c Kåre Moe + a VG
Foto: Kåre Moe for NTB = c Kåre Moe + a NTB
Foto: Kåre Moe, 12. mai 2023 = c Kåre Moe
Foto: Kåre Moe / NTB (2019) = c Kåre Moe + a NTB
Foto: Kåre Moe / NTB. = c Kåre Moe + a NTB
Foto: Kåre Moe / fjordavisa.no = c Kåre Moe + a fjordavisa.no
Kåre Moe/Samfoto = c Kåre Moe + a Samfoto
Foto: Kåre Moe – NTB = c Kåre Moe + a NTB
Foto: Kåre van Moe Lund / NTB = c Kåre van Moe Lund + a NTB
Gjengitt med tillatelse fra Fjordmuseet = o Gjengitt med tillatelse fra Fjordmuseet
Foto: Sanna Wikgren/TT = c Sanna Wikgren + a TT
Bild: Sanna Wikgren/TT = c Sanna Wikgren + a TT
Bild: TT = a TT
Sanna Wikgren/TT Nyhetsbyrån = c Sanna Wikgren + a TT Nyhetsbyrån
Foto: Sanna Wikgren/AP/TT = c Sanna Wikgren + a AP + a TT
Foto: Sanna Wikgren och Olle Strand/TT = c Sanna Wikgren + c Olle Strand + a TT
Foto: Sanna Wikgren/Bildbyrån = c Sanna Wikgren + a Bildbyrån
Foto: Olle Strand/Expressen/TT = c Olle Strand + a Expressen + a TT
Arkivbild: Olle Strand/TT = c Olle Strand + a TT + r Arkivbild
Arkivbild = r Arkivbild
Foto: Olle Strand/TT/Arkiv = c Olle Strand + a TT + r Arkiv
Pressbild = o Pressbild
Foto: Press = o Press
Foto: Polisen = a Polisen
Foto av: Olle Strand = c Olle Strand
Foto: OLLE STRAND = c Olle Strand
Foto: Olle Strand / Skärgårdstidningen = c Olle Strand + a Skärgårdstidningen
Egen bild = o Egen Bild
Foto: Mette Bruun/Ritzau Scanpix = c Mette Bruun + a Ritzau Scanpix
Foto: Mette Bruun/Ritzau Scanpix 2021 = c Mette Bruun + a Ritzau Scanpix
Mette Bruun/Scanpix Denmark = c Mette Bruun + a Scanpix Denmark
Foto: AP/Ritzau Scanpix = a AP + a Ritzau Scanpix
Foto: Mette Bruun og Jens Holst/Ritzau = c Mette Bruun + c Jens Holst + a Ritzau
PR-foto = o PR-foto
Privatfoto = o Privatfoto
Foto: Mette Bruun. = c Mette Bruun
Foto: Mette Bruun, Ø-avisen = c Mette Bruun + a Ø-avisen
"""

GERMAN_AND_FRENCH = """
Foto: Anke Dreyer/dpa = c Anke Dreyer + a dpa
Bild: dpa = a dpa
dpa = a dpa
Foto: dpa/Anke Dreyer = c Anke Dreyer + a dpa
Bild: picture alliance/dpa/Anke Dreyer = c Anke Dreyer + a picture alliance + a dpa
Foto: picture alliance / Anke Dreyer = c Anke Dreyer + a picture alliance
picture-alliance/dpa = a picture-alliance + a dpa
Foto: Anke Dreyer/dpa-Zentralbild/dpa = c Anke Dreyer + a dpa-Zentralbild
Foto: Anke Dreyer/dpa/Archivbild = c Anke Dreyer + a dpa + r Archivbild
Foto: Anke Dreyer/dpa/Archiv = c Anke Dreyer + a dpa + r Archiv
Archivbild: Anke Dreyer = c Anke Dreyer + r Archivbild
Archivfoto: dpa = a dpa + r Archivfoto
Symbolbild: Anke Dreyer/dpa = c Anke Dreyer + a dpa
Symbolbild =
Foto: Anke Dreyer/AP/dpa = c Anke Dreyer + a AP + a dpa
Foto: Anke Dreyer/XinHua/dpa = c Anke Dreyer + a Xinhua + a dpa
Foto: Anke Dreyer/Lotsendienst/dpa = c Anke Dreyer + a Lotsendienst + a dpa
Foto: Anke Dreyer, dpa = c Anke Dreyer + a dpa
Fotos: Anke Dreyer und Udo Kranz = c Anke Dreyer + c Udo Kranz
Foto: IMAGO/Udo Kranz = c Udo Kranz + a imago
Foto: Imago Images / Udo Kranz = c Udo Kranz + a imago images
Bild: KEYSTONE/UDO KRANZ = c Udo Kranz + a Keystone
Keystone-SDA/Udo Kranz = c Udo Kranz + a Keystone-SDA
APA/Udo Kranz = c Udo Kranz + a APA
Foto: APA/Udo Kranz = c Udo Kranz + a APA
Foto: Udo von der Kranz/dpa = c Udo von der Kranz + a dpa
Foto: U. Kranz = c U. Kranz
Quelle: Udo Kranz/Deichkurier = c Udo Kranz + a Deichkurier
Bildnachweis: Udo Kranz = c Udo Kranz
Foto: Feuerwehr Deichstadt = a Feuerwehr Deichstadt
Foto: Deichbau GmbH = a Deichbau GmbH
Foto: Polizei = a Polizei
Foto: privat/dpa = o Privat + a dpa
© dpa, 2020 = a dpa
© Udo Kranz / Fotolabor Nord = c Udo Kranz + a Fotolabor Nord
Copyright 2025, dpa (www.dpa.de). Alle Rechte vorbehalten = a dpa
Mit freundlicher Genehmigung des Deichmuseums = o Mit freundlicher Genehmigung des Deichmuseums
Eigenes Foto = o Eigenes Foto
Grafik: dpa-infografik = a dpa-infografik
Foto von Udo Kranz auf Unsplash = c Udo Kranz + a Unsplash
Photo : Line Aubry / AFP = c Line Aubry + a AFP
Crédit photo : Line Aubry = c Line Aubry
Crédits : Line Aubry / Hans Lucas = c Line Aubry + a Hans Lucas
Photo AFP = a AFP
Photo Line Aubry/AFP = c Line Aubry + a AFP
(Photo Line Aubry) = c Line Aubry
PHOTO LINE AUBRY, LA PRESSE = c Line Aubry + a La Presse
PHOTO ARCHIVES LA PRESSE = a La Presse + r Photo Archives
Photo d'archives = r Photo d'archives
Photo d'archives : Line Aubry / AFP = c Line Aubry + a AFP + r Photo d'archives
Archives AFP = a AFP + r Archives
© Line Aubry / AFP = c Line Aubry + a AFP
Line Aubry/Hans Lucas via AFP = c Line Aubry + a Hans Lucas + v AFP
Line Aubry et Marc Teil / AFP = c Line Aubry + c Marc Teil + a AFP
MAXPPP/Line Aubry = c Line Aubry + a MAXPPP
Photo Le Courrier du Port = a Le Courrier du Port
Line Aubry pour Le Monde = c Line Aubry + a Le Monde
Photo par Line Aubry = c Line Aubry
Line AUBRY / SIPA = c Line Aubry + a Sipa
Photo fournie par la famille = o Photo fournie par la famille
Collection privée = o Collection Privée
Avec l'aimable autorisation du Musée du Port = o Avec l'aimable autorisation du Musée du Port
Jean d'Estrée/AFP = c Jean d'Estrée + a AFP
Source : Gendarmerie nationale = a Gendarmerie nationale
Photo DR = a DR
Photo D.R. = o D.R.
"""


def rows() -> list[tuple[str, str]]:
    found = []
    for line in (ENGLISH + NORDIC + GERMAN_AND_FRENCH).strip().splitlines():
        if line:
            text, _, expected = line.rpartition("=")
            found.append((text.strip(), expected.strip()))
    return found


ROWS = rows()


def written(chain: CreditChain) -> str:
    return " + ".join(f"{LETTERS[party.role]} {party.name}" for party in chain.parties)


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text for text, _ in ROWS])
def test_a_line_says_who_is_credited(text: str, expected: str) -> None:
    assert written(parse_credit(text)) == expected


@pytest.mark.parametrize("text", [text for text, _ in ROWS])
def test_what_is_printed_is_read_as_the_same_chain(text: str) -> None:
    chain = parse_credit(text)
    assert parse_credit(chain.text) == chain


@pytest.mark.parametrize(
    "text", ["Foto: Privat", "Leserfoto", "Courtesy of the Lantern Museum", "Staff", "Deicharchiv"]
)
def test_who_lent_it_is_credit_enough(text: str) -> None:
    assert parse_credit(text).is_complete


@pytest.mark.parametrize(
    "text", ["Handout", "Pressbild", "Foto: PR", "Bild: zVg", "Bild: PD", "Submitted photo", "Pool"]
)
def test_a_word_that_names_nobody_is_no_complete_credit(text: str) -> None:
    assert parse_credit(text).parties
    assert not parse_credit(text).is_complete


@pytest.mark.parametrize(
    "text",
    ["The lock is shut.", "Bildet viser slusen slik den var.", "Das Foto zeigt den Deich.", "Result: Quay 3, Lock 1"],
)
def test_a_sentence_credits_nobody(text: str) -> None:
    assert not parse_credit(text)


@pytest.mark.parametrize("piece", ["Foto ", "a ", "a. ", "A; ", "Arkiv-", "den t", "A & ", "x:", "(", "« "])
def test_a_line_made_to_take_long_does_not(piece: str) -> None:
    begin = time.monotonic()
    parse_credit(piece * (5_000 // len(piece)))

    assert time.monotonic() - begin < 1


def test_the_table_has_200_lines_of_which_none_is_there_twice() -> None:
    assert len({text for text, _ in ROWS}) == len(ROWS) >= 200
