"""Agencies and papers as they spell themselves: facts, a line a house, its other spellings after it.

A house that is not here is known by its place in the line and by the words in its name; one that is here is known
wherever it stands, and is not named twice under two spellings.
"""

from __future__ import annotations

import re

HOUSES = """
AP = Associated Press = The Associated Press = AP Images = Associated Press Images
AFP = Agence France-Presse = Agence France Presse = AFP Forum = ا ف ب = اف ب = أ ف ب
Reuters = Thomson Reuters
NTB = NTB scanpix = Norsk Telegrambyrå
TT = TT Nyhetsbyrån = Tidningarnas Telegrambyrå = TT News Agency
Ritzau = Ritzau Scanpix = Ritzaus Bureau
Scanpix = Scanpix Denmark = Scanpix Danmark = Scanpix Sweden = Scanpix Norway
dpa = Deutsche Presse-Agentur = dpa-Zentralbild = dpa-tmn = dpa-infocom = dpa infografik
picture alliance = picture-alliance = Picture Alliance
Getty Images = Getty = Gettyimages = غيتي
Getty Images Sport
Getty Images North America
Getty Images South America
Getty Images Europe
Getty Images AsiaPac
Getty Images Entertainment
EPA = European Pressphoto Agency = EPA-EFE = epa
APA = Austria Presse Agentur = APA-PictureDesk = APA-Images
ANP = Algemeen Nederlands Persbureau
ANP XTRA = ANP Xtra
Hollandse Hoogte
Belga = Belga News Agency
ANSA
Xinhua = Xinhua News Agency = 新华社
Kyodo = Kyodo News
Jiji = Jiji Press
Yonhap = Yonhap News = Yonhap News Agency
Bloomberg = Bloomberg News
TASS = ITAR-TASS
Ukrinform
Antara Foto
WANA = West Asia News Agency
Sputnik
RIA Novosti
PA = PA Media = Press Association = PA Wire = PA Images = Press Association Images
The Canadian Press = Canadian Press = CP = La Presse Canadienne
AAP = Australian Associated Press = AAP Image
EFE
Lusa
PAP
CTK = ČTK
MTI
STT = STT-Lehtikuva = Lehtikuva = STT Lehtikuva
BNS
LETA
ELTA
Keystone = Keystone-SDA
ddp = ddp images
epd
KNA
imago = imago images = imago sport
SZ Photo
ullstein bild
Political-Moments
Eibner = Eibner-Pressefoto
Westend61
freshfocus
STAR MAX = StarMax
IPx
akg-images
Shutterstock = Shutterstock Editorial
Rex Features = REX = REX/Shutterstock
Alamy = Alamy Stock Photo = Alamy Live News
iStock = iStockphoto
Adobe Stock = AdobeStock
Depositphotos
Dreamstime
Unsplash
Pexels
Pixabay
Flickr
Wikimedia Commons = Wikimedia = Wikipedia
Creative Commons
Mostphotos
Colourbox
Bildbyrån = Bildbyran
Samfoto
Polfoto
Nordfoto
Digitaltmuseum = DigitaltMuseum
Magnum Photos = Magnum
Hans Lucas
Sipa = SIPA Press = Sipa USA = Sipa Press
Abaca = ABACAPRESS = Abaca Press
Gamma-Rapho
Gamma-Keystone
Keystone-France
MAXPPP
PhotoPQR = PQR
Icon Sport
KMSP
ZUMA = ZUMA Press = ZUMA Wire = ZUMAPRESS.com
NurPhoto
Anadolu = Anadolu Agency = Anadolu Ajansi = Anadolu Images
LaPresse
Action Images
USA TODAY Sports = USA Today Sports
USA TODAY Network
USA TODAY = USA Today
Imagn Images = Imagn
Icon Sportswire
Invision
UPI
PTI = Press Trust of India
ANI
VCG = Visual China Group
CNS = China News Service
KCNA = Korean Central News Agency
IRNA
SANA
WAFA
WAM
MENA
Newscom
Redux
Polaris
Panos = Panos Pictures
VII = VII Photo
VU = Agence VU = VU'
NOOR
Divergence = Divergence Images
eyevine
Camera Press
Laif = laif
Ostkreuz
Plainpicture
Cover Images
WENN
Splash News = Splash
Bulls = Bulls Press
Backgrid
Maxar Technologies = Maxar
Planet Labs = Planet Labs PBC
NASA
JPL-Caltech
ESA
UNICEF
UNHCR
NATO
BBC
CNN
ITV
NRK
SVT
TV 2
TV 4 = TV4
SR
DR
Yle = YLE
ARD
ZDF
RTL
WDR
NDR
VG = Verdens Gang
Aftenposten
Dagbladet
Bergens Tidende
Stavanger Aftenblad
Adresseavisen
Nettavisen
Expressen
Aftonbladet
Dagens Nyheter
Svenska Dagbladet
Göteborgs-Posten
Sydsvenskan
Politiken
Berlingske
Jyllands-Posten
Ekstra Bladet
Børsen
Der Spiegel
Die Zeit
Die Welt
Bild am Sonntag
Süddeutsche Zeitung
Frankfurter Allgemeine Zeitung
Le Monde
Le Figaro
Le Parisien
Libération
Ouest-France
L'Équipe
La Presse
La Croix
Le Devoir
Le Soleil
Le Temps
Midi Libre
Sud Ouest
Nice-Matin
La Voix du Nord
Le Dauphiné Libéré
L'Est Républicain
Paris Match
Der Standard
Kleine Zeitung
Tages-Anzeiger
NZZ = Neue Zürcher Zeitung
Fædrelandsvennen
Klassekampen
Morgenbladet
Dagsavisen
Helsingin Sanomat
Hufvudstadsbladet
Radio-Canada
The Guardian
The Times
The Sun
The New York Times = New York Times
The Washington Post = Washington Post
The Boston Globe = Boston Globe
The Wall Street Journal = Wall Street Journal
Los Angeles Times
Chicago Tribune
The Globe and Mail
Toronto Star
Financial Times
Twitter
Facebook
Instagram
Telegram
TikTok
YouTube
Snapchat
Google
"""


def key_of(name: str) -> str:
    """Return the name as it is compared: no case, no brackets, no marks between words, no article."""
    plain = re.sub(r"\([^)]*\)", " ", name).casefold()
    words = re.sub(r"[\W_]+", " ", plain).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _table() -> tuple[dict[str, str], dict[str, str]]:
    houses: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for line in HOUSES.strip().splitlines():
        names = line.split(" = ")
        for name in names:
            houses.setdefault(key_of(name), key_of(names[0]))
            spellings.setdefault(name.casefold(), name)
    return houses, spellings


_HOUSES, _SPELLINGS = _table()


def house_of(name: str) -> str:
    """Return what two spellings of one known house have in common; "" where the house is not known."""
    return _HOUSES.get(key_of(name), "")


def spelt(name: str) -> str:
    """Return a known house as it spells itself, where only the case differs; else the name as it is."""
    return _SPELLINGS.get(name.casefold(), name)
