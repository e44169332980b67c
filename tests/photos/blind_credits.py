"""A blind table of picture credits.

Its author had not seen the parser, nor any code, test or table of credits of this project:
only the bare meaning of the roles, and how papers and agencies print credits.  People, events
and most local papers here are invented; the agencies are real.

``BLIND`` is (text, parties) and ``BLIND_CAPTIONS`` is (caption with its tail, caption without
it, parties).  A party is (role, name), and the roles are creator, pool, via, agency, archive
and own.  The rules the author held to:

- creators come first, the other parties follow in printed order;
- a word before the colon that says archive or lent ("Arkivfoto:", "Leserfoto:") comes last;
- "Photo" after an agency's name is not part of the name ("AP Photo" is AP), but "PA Wire" and
  "Alamy Stock Photo" are names of companies;
- dates, places in the layout ("oben", "left") and genre words ("Symbolbild") are no parties;
- an organisation that is not the newsroom (police, navy, a local paper) has the role agency;
- where one line joins complete credits ("A/AP; B/AFP"), each keeps its own order in turn.
"""

from __future__ import annotations

BLIND: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    # --- Norway -----------------------------------------------------------------------------
    ("Foto: Ragnhild Tveitane / NTB", (("creator", "Ragnhild Tveitane"), ("agency", "NTB"))),
    ("Foto: Eivind Skaarberg", (("creator", "Eivind Skaarberg"),)),
    ("FOTO: TORGEIR HAUGMO", (("creator", "TORGEIR HAUGMO"),)),
    ("Foto: NTB", (("agency", "NTB"),)),
    ("Foto: Privat", (("own", "Privat"),)),
    ("(Foto: privat)", (("own", "privat"),)),
    ("Arkivfoto: Siv Myrdal / NTB", (("creator", "Siv Myrdal"), ("agency", "NTB"), ("archive", "Arkivfoto"))),
    (
        "Foto: Siv-Anita Løkkebø/NTB (arkiv)",
        (("creator", "Siv-Anita Løkkebø"), ("agency", "NTB"), ("archive", "arkiv")),
    ),
    ("Arkivfoto: NTB", (("agency", "NTB"), ("archive", "Arkivfoto"))),
    ("Foto: Arkiv", (("archive", "Arkiv"),)),
    ("Foto: Odd Arne Vikesund / AP / NTB", (("creator", "Odd Arne Vikesund"), ("agency", "AP"), ("agency", "NTB"))),
    ("Foto: Hege Brun, NTB scanpix", (("creator", "Hege Brun"), ("agency", "NTB scanpix"))),
    (
        "Foto: Magnus O. Fjeldstad og Tone Rishaug / NTB",
        (("creator", "Magnus O. Fjeldstad"), ("creator", "Tone Rishaug"), ("agency", "NTB")),
    ),
    ("Illustrasjonsfoto: Berit Enger / NTB", (("creator", "Berit Enger"), ("agency", "NTB"))),
    ("Illustrasjonsbilde. Foto: Colourbox", (("agency", "Colourbox"),)),
    ("Tekst og foto: Guro Hjellestad", (("creator", "Guro Hjellestad"),)),
    ("Tekst: Nils Brekkhus. Foto: Ane Solvoll", (("creator", "Ane Solvoll"),)),
    ("Foto: Politiet / NTB", (("agency", "Politiet"), ("agency", "NTB"))),
    ("Foto: Kaja Westlie / Forsvaret", (("creator", "Kaja Westlie"), ("agency", "Forsvaret"))),
    (
        "Foto: Statsministerens kontor / Handout / NTB",
        (("agency", "Statsministerens kontor"), ("own", "Handout"), ("agency", "NTB")),
    ),
    ("Foto: Pål Grønnerud, Fjordaposten", (("creator", "Pål Grønnerud"), ("agency", "Fjordaposten"))),
    ("Foto: Tipser", (("own", "Tipser"),)),
    ("Leserfoto: Jorunn Aspøy", (("creator", "Jorunn Aspøy"), ("own", "Leserfoto"))),
    (
        "Begge foto: Åshild Nordvoll / Bilder i Nord AS / NTB",
        (("creator", "Åshild Nordvoll"), ("agency", "Bilder i Nord AS"), ("agency", "NTB")),
    ),
    ("Foto: Egen", (("own", "Egen"),)),
    (
        "Foto: Dmitrij Oreskov / Sputnik / Pool via AP / NTB",
        (("creator", "Dmitrij Oreskov"), ("agency", "Sputnik"), ("pool", "Pool"), ("via", "AP"), ("agency", "NTB")),
    ),
    ("Foto: Lise Aamodt Ness (arkivfoto fra 2016)", (("creator", "Lise Aamodt Ness"), ("archive", "arkivfoto"))),
    ("Alle foto: Vegard Lunder", (("creator", "Vegard Lunder"),)),
    ("Skjermdump: NRK", (("agency", "NRK"),)),
    ("Foto: Emil Sandvær / Reuters / NTB", (("creator", "Emil Sandvær"), ("agency", "Reuters"), ("agency", "NTB"))),
    # --- Denmark ----------------------------------------------------------------------------
    ("Foto: Mette Kjærbo/Ritzau Scanpix", (("creator", "Mette Kjærbo"), ("agency", "Ritzau Scanpix"))),
    (
        "(Arkivfoto). Foto: Søren Balslund/Ritzau Scanpix",
        (("creator", "Søren Balslund"), ("agency", "Ritzau Scanpix"), ("archive", "Arkivfoto")),
    ),
    ("Foto: Ritzau Scanpix", (("agency", "Ritzau Scanpix"),)),
    ("Foto: Privatfoto", (("own", "Privatfoto"),)),
    ("Privatfoto", (("own", "Privatfoto"),)),
    ("Fotograf: Ditte Maltbæk", (("creator", "Ditte Maltbæk"),)),
    ("Foto: JEPPE KORNERUP", (("creator", "JEPPE KORNERUP"),)),
    ("Foto: Presse", (("own", "Presse"),)),
    ("Foto: PR", (("own", "PR"),)),
    ("Pressefoto", (("own", "Pressefoto"),)),
    (
        "Foto: Bo Ravnholt, Reuters/Ritzau Scanpix",
        (("creator", "Bo Ravnholt"), ("agency", "Reuters"), ("agency", "Ritzau Scanpix")),
    ),
    (
        "Foto: Astrid Hvidkær og Troels Munkøe/Midtfyns Folkeblad",
        (("creator", "Astrid Hvidkær"), ("creator", "Troels Munkøe"), ("agency", "Midtfyns Folkeblad")),
    ),
    ("Genrefoto: Iben Storgaard/Scanpix Danmark", (("creator", "Iben Storgaard"), ("agency", "Scanpix Danmark"))),
    ("ARKIVFOTO: Palle Ørskov", (("creator", "Palle Ørskov"), ("archive", "ARKIVFOTO"))),
    ("Foto: Presse-fotos.dk", (("agency", "Presse-fotos.dk"),)),
    ("Foto: Ulla Thyregod / Det Kgl. Bibliotek", (("creator", "Ulla Thyregod"), ("archive", "Det Kgl. Bibliotek"))),
    ("Foto: Kongehuset ©", (("agency", "Kongehuset"),)),
    ("(Foto: Signe Vadsholt – TV Bælt)", (("creator", "Signe Vadsholt"), ("agency", "TV Bælt"))),
    # --- Sweden and Finland -----------------------------------------------------------------
    ("Foto: Maja Lindskär/TT", (("creator", "Maja Lindskär"), ("agency", "TT"))),
    ("Bild: Oskar Fröjdh/TT", (("creator", "Oskar Fröjdh"), ("agency", "TT"))),
    (
        "Arkivbild. Foto: Görel Tallhammar/TT",
        (("creator", "Görel Tallhammar"), ("agency", "TT"), ("archive", "Arkivbild")),
    ),
    ("Arkivbild", (("archive", "Arkivbild"),)),
    (
        "Arkivbild.Bild: Stig Ekmarker/AP/TT",
        (("creator", "Stig Ekmarker"), ("agency", "AP"), ("agency", "TT"), ("archive", "Arkivbild")),
    ),
    ("Foto: TT", (("agency", "TT"),)),
    ("FOTO: ELLEN NYRÉN / BILDBYRÅN", (("creator", "ELLEN NYRÉN"), ("agency", "BILDBYRÅN"))),
    ("Foto: Pressbild", (("own", "Pressbild"),)),
    (
        "Foto: Jesper Almkvist/Västerdalarnas Allehanda/TT",
        (("creator", "Jesper Almkvist"), ("agency", "Västerdalarnas Allehanda"), ("agency", "TT")),
    ),
    ("Text & foto: Pia Hultgren", (("creator", "Pia Hultgren"),)),
    ("Foto: Polisen", (("agency", "Polisen"),)),
    ("Foto: Ur familjens album", (("own", "Ur familjens album"),)),
    ("Foto Lova Stenmarck", (("creator", "Lova Stenmarck"),)),
    ("Fotografer: Rut Ahlmark, Sixten Boo", (("creator", "Rut Ahlmark"), ("creator", "Sixten Boo"))),
    ("Bild: Privat/TT", (("own", "Privat"), ("agency", "TT"))),
    (
        "Foto: Anders Wiklander/Imagebyrå/TT Nyhetsbyrån",
        (("creator", "Anders Wiklander"), ("agency", "Imagebyrå"), ("agency", "TT Nyhetsbyrån")),
    ),
    ("Foto: Markku Ylitorvi / Lehtikuva", (("creator", "Markku Ylitorvi"), ("agency", "Lehtikuva"))),
    ("LEHTIKUVA / AINO HARJUMAA", (("creator", "AINO HARJUMAA"), ("agency", "LEHTIKUVA"))),
    ("Foto: Eero Salmijoki/Lehtikuva via TT", (("creator", "Eero Salmijoki"), ("agency", "Lehtikuva"), ("via", "TT"))),
    ("Bild: Expo Norr/Arkiv", (("agency", "Expo Norr"), ("archive", "Arkiv"))),
    # --- Britain and the United States: AP and its neighbours ---------------------------------
    ("(AP Photo/Loretta Quimby)", (("creator", "Loretta Quimby"), ("agency", "AP"))),
    ("AP Photo", (("agency", "AP"),)),
    ("(AP Photo/Denis V. Orrick, File)", (("creator", "Denis V. Orrick"), ("agency", "AP"), ("archive", "File"))),
    ("(AP Photo/Renée Tolland, Pool)", (("creator", "Renée Tolland"), ("agency", "AP"), ("pool", "Pool"))),
    (
        "(AP Photo/Carl Obi, Pool, File)",
        (("creator", "Carl Obi"), ("agency", "AP"), ("pool", "Pool"), ("archive", "File")),
    ),
    ("(Winifred Sacks/Pool Photo via AP)", (("creator", "Winifred Sacks"), ("pool", "Pool Photo"), ("via", "AP"))),
    ("Photo: Winston Abara / Pool Photo via AP", (("creator", "Winston Abara"), ("pool", "Pool Photo"), ("via", "AP"))),
    (
        "(Hal Brickner/The Ashford Sentinel via AP)",
        (("creator", "Hal Brickner"), ("agency", "The Ashford Sentinel"), ("via", "AP")),
    ),
    (
        "(Marguerite Dufay/The Canadian Press via AP, File)",
        (("creator", "Marguerite Dufay"), ("agency", "The Canadian Press"), ("via", "AP"), ("archive", "File")),
    ),
    ("(Kyodo News via AP)", (("agency", "Kyodo News"), ("via", "AP"))),
    ("(Pool via AP)", (("pool", "Pool"), ("via", "AP"))),
    ("(U.S. Coast Guard via AP)", (("agency", "U.S. Coast Guard"), ("via", "AP"))),
    ("(Handout via AP)", (("own", "Handout"), ("via", "AP"))),
    ("(Gino Persiani/LaPresse via AP)", (("creator", "Gino Persiani"), ("agency", "LaPresse"), ("via", "AP"))),
    ("Tobias Krell, Associated Press", (("creator", "Tobias Krell"), ("agency", "Associated Press"))),
    ("[Fatou Sarr-Dean/AP Photo]", (("creator", "Fatou Sarr-Dean"), ("agency", "AP"))),
    ("[File: Imran Kettleby/Reuters]", (("creator", "Imran Kettleby"), ("agency", "Reuters"), ("archive", "File"))),
    ("Dorothea Finch—AP", (("creator", "Dorothea Finch"), ("agency", "AP"))),
    # --- Reuters, AFP, EPA, Getty, PA and others in English -----------------------------------
    ("REUTERS/Adaeze Merton", (("creator", "Adaeze Merton"), ("agency", "REUTERS"))),
    (
        "REUTERS/Hollis Brandt/File Photo",
        (("creator", "Hollis Brandt"), ("agency", "REUTERS"), ("archive", "File Photo")),
    ),
    ("REUTERS/Quentin Sløve/Pool", (("creator", "Quentin Sløve"), ("agency", "REUTERS"), ("pool", "Pool"))),
    ("Ines Caldwell/Pool via REUTERS", (("creator", "Ines Caldwell"), ("pool", "Pool"), ("via", "REUTERS"))),
    (
        "Ministry of Fisheries/Handout via REUTERS",
        (("agency", "Ministry of Fisheries"), ("own", "Handout"), ("via", "REUTERS")),
    ),
    ("REUTERS/Stringer", (("creator", "Stringer"), ("agency", "REUTERS"))),
    ("Jonah Wexley | Reuters", (("creator", "Jonah Wexley"), ("agency", "Reuters"))),
    (
        "Mandatory Credit: Perry Lockett-USA TODAY Sports",
        (("creator", "Perry Lockett"), ("agency", "USA TODAY Sports")),
    ),
    ("AFP PHOTO / NADINE ROSSLER", (("creator", "NADINE ROSSLER"), ("agency", "AFP"))),
    ("(Photo by Sanjay Pell / AFP)", (("creator", "Sanjay Pell"), ("agency", "AFP"))),
    ("(Photo by Ludo VAN ACKER / POOL / AFP)", (("creator", "Ludo VAN ACKER"), ("pool", "POOL"), ("agency", "AFP"))),
    ("(Photo by Handout / NASA / AFP)", (("own", "Handout"), ("agency", "NASA"), ("agency", "AFP"))),
    ("Clement Roper/AFP via Getty Images", (("creator", "Clement Roper"), ("agency", "AFP"), ("via", "Getty Images"))),
    ("AFP via Getty Images", (("agency", "AFP"), ("via", "Getty Images"))),
    ("(Photo by Bridie Hallam/Getty Images)", (("creator", "Bridie Hallam"), ("agency", "Getty Images"))),
    (
        "(Photo by Alun Prosser - WPA Pool/Getty Images)",
        (("creator", "Alun Prosser"), ("pool", "WPA Pool"), ("agency", "Getty Images")),
    ),
    ("Hulton Archive/Getty Images", (("archive", "Hulton Archive"), ("agency", "Getty Images"))),
    ("Photographer: Yuki Sandoval/Bloomberg", (("creator", "Yuki Sandoval"), ("agency", "Bloomberg"))),
    (
        "Rafe Ostrow/Bloomberg via Getty Images",
        (("creator", "Rafe Ostrow"), ("agency", "Bloomberg"), ("via", "Getty Images")),
    ),
    ("EPA/TOMASZ WILKOWIAK / POOL", (("creator", "TOMASZ WILKOWIAK"), ("agency", "EPA"), ("pool", "POOL"))),
    ("EPA-EFE/Inês Mourinha", (("creator", "Inês Mourinha"), ("agency", "EPA-EFE"))),
    ("EPA", (("agency", "EPA"),)),
    ("Photograph: Gwen Tarrant/PA", (("creator", "Gwen Tarrant"), ("agency", "PA"))),
    ("Picture: Neil Ormsby/PA Wire", (("creator", "Neil Ormsby"), ("agency", "PA Wire"))),
    (
        "Photo credit should read: Callum Weir/PA Wire/PA Images",
        (("creator", "Callum Weir"), ("agency", "PA Wire"), ("agency", "PA Images")),
    ),
    ("Pic: Shona Lamont/SWNS", (("creator", "Shona Lamont"), ("agency", "SWNS"))),
    (
        "Photograph: Theo Bexley for the Northgate Courier",
        (("creator", "Theo Bexley"), ("agency", "Northgate Courier")),
    ),
    ("Photographs by Marla Keene and Otis Drummond", (("creator", "Marla Keene"), ("creator", "Otis Drummond"))),
    ("Credit: Pip Garland", (("creator", "Pip Garland"),)),
    ("Image: Alamy Stock Photo", (("agency", "Alamy Stock Photo"),)),
    ("Photograph: Rosalind Vane/Alamy", (("creator", "Rosalind Vane"), ("agency", "Alamy"))),
    ("Photo courtesy of the Pruitt family", (("own", "courtesy of the Pruitt family"),)),
    ("Courtesy photo", (("own", "Courtesy photo"),)),
    ("Submitted photo", (("own", "Submitted photo"),)),
    ("Staff photo by Dwight Farnham", (("creator", "Dwight Farnham"), ("own", "Staff photo"))),
    ("Photo: Handout", (("own", "Handout"),)),
    ("HANDOUT", (("own", "HANDOUT"),)),
    ("File photo", (("archive", "File photo"),)),
    ("File photo by Greta Molloy", (("creator", "Greta Molloy"), ("archive", "File photo"))),
    ("Photo: Library of Congress", (("archive", "Library of Congress"),)),
    ("U.S. Navy photo by Dana Ruskin", (("creator", "Dana Ruskin"), ("agency", "U.S. Navy"))),
    ("Photo: © Selma Voight, 2019", (("creator", "Selma Voight"),)),
    ("Photo by Evan Truscott/ZUMA Press Wire", (("creator", "Evan Truscott"), ("agency", "ZUMA Press Wire"))),
    ("(Credit Image: © Bria Colton/ZUMA Press)", (("creator", "Bria Colton"), ("agency", "ZUMA Press"))),
    ("(Xinhua/Lu Qiaolan)", (("creator", "Lu Qiaolan"), ("agency", "Xinhua"))),
    ("(Photo by Marko Stanić/Xinhua)", (("creator", "Marko Stanić"), ("agency", "Xinhua"))),
    ("(Str/Xinhua via ZUMA)", (("creator", "Str"), ("agency", "Xinhua"), ("via", "ZUMA"))),
    (
        "Photos: Lena Hurst/AP; Mo Tiller/AFP",
        (("creator", "Lena Hurst"), ("agency", "AP"), ("creator", "Mo Tiller"), ("agency", "AFP")),
    ),
    (
        "Composite: Guy Harnett/Rex/Shutterstock",
        (("creator", "Guy Harnett"), ("agency", "Rex"), ("agency", "Shutterstock")),
    ),
    (
        "Photo: Beatrix O'Shaughnessy/Reuters, 4 March 2021",
        (("creator", "Beatrix O'Shaughnessy"), ("agency", "Reuters")),
    ),
    (
        "Photos by Ann Tighe, Rory McBain & Li Sloane / Kirkhaven Herald",
        (
            ("creator", "Ann Tighe"),
            ("creator", "Rory McBain"),
            ("creator", "Li Sloane"),
            ("agency", "Kirkhaven Herald"),
        ),
    ),
    ("PHOTO BY DEB HOLLOWAY / THE VALLEY LEDGER", (("creator", "DEB HOLLOWAY"), ("agency", "THE VALLEY LEDGER"))),
    ("Unsplash / Tarn Wilder", (("creator", "Tarn Wilder"), ("agency", "Unsplash"))),
    (
        "Dougal Rimmer-Hart/The New York Times, via Pool",
        (("creator", "Dougal Rimmer-Hart"), ("agency", "The New York Times"), ("via", "Pool")),
    ),
    ("Pool photo by Ottoline Crewe", (("creator", "Ottoline Crewe"), ("pool", "Pool photo"))),
    (
        "Ismail Renfrew/Agence France-Presse — Getty Images",
        (("creator", "Ismail Renfrew"), ("agency", "Agence France-Presse"), ("agency", "Getty Images")),
    ),
    # --- Germany, Austria, Switzerland --------------------------------------------------------
    ("Bild: dpa", (("agency", "dpa"),)),
    ("Foto: Annegret Pfühl/dpa", (("creator", "Annegret Pfühl"), ("agency", "dpa"))),
    (
        "Bild: picture alliance/dpa/Gesine Rautmann",
        (("creator", "Gesine Rautmann"), ("agency", "picture alliance"), ("agency", "dpa")),
    ),
    (
        "Foto: picture alliance / dpa | Volker Schnieders",
        (("creator", "Volker Schnieders"), ("agency", "picture alliance"), ("agency", "dpa")),
    ),
    (
        "© Henrik Oltmanns/dpa-Zentralbild/dpa",
        (("creator", "Henrik Oltmanns"), ("agency", "dpa-Zentralbild"), ("agency", "dpa")),
    ),
    ("Foto: Dagmar Kessling (dpa)", (("creator", "Dagmar Kessling"), ("agency", "dpa"))),
    ("Archivfoto: Uwe Brömmelkamp", (("creator", "Uwe Brömmelkamp"), ("archive", "Archivfoto"))),
    ("Foto: Jürgen Theile/dpa/Archiv", (("creator", "Jürgen Theile"), ("agency", "dpa"), ("archive", "Archiv"))),
    ("Archivbild: dpa", (("agency", "dpa"), ("archive", "Archivbild"))),
    ("Symbolbild: Mareike Obst/dpa", (("creator", "Mareike Obst"), ("agency", "dpa"))),
    ("Foto: Bundesarchiv", (("archive", "Bundesarchiv"),)),
    ("Foto: Stadtarchiv Wendelburg / Emil Kratz", (("creator", "Emil Kratz"), ("archive", "Stadtarchiv Wendelburg"))),
    ("Quelle: Silke Dorfner/epd", (("creator", "Silke Dorfner"), ("agency", "epd"))),
    ("Foto: IMAGO/Sven Haberkorn", (("creator", "Sven Haberkorn"), ("agency", "IMAGO"))),
    ("imago images/ZUMA Press", (("agency", "imago images"), ("agency", "ZUMA Press"))),
    ("Foto: imago", (("agency", "imago"),)),
    ("Foto: Bodo Ehlers / IMAGO / Nordfoto", (("creator", "Bodo Ehlers"), ("agency", "IMAGO"), ("agency", "Nordfoto"))),
    ("Foto: © Ronja Sieb – stock.adobe.com", (("creator", "Ronja Sieb"), ("agency", "stock.adobe.com"))),
    ("Fotos: Karl Ihde (2), Frauke Weyer", (("creator", "Karl Ihde"), ("creator", "Frauke Weyer"))),
    ("Fotos: Ines Roth (oben), Timo Albers (unten)", (("creator", "Ines Roth"), ("creator", "Timo Albers"))),
    ("Polizei Wendelburg/dpa", (("agency", "Polizei Wendelburg"), ("agency", "dpa"))),
    ("FOTO: PRIVAT/DPA", (("own", "PRIVAT"), ("agency", "DPA"))),
    ("Repro: Hilde Mangold", (("creator", "Hilde Mangold"),)),
    ("Foto: Kay Nietzold/dpa-Pool/dpa", (("creator", "Kay Nietzold"), ("pool", "dpa-Pool"), ("agency", "dpa"))),
    ("Foto: Wiebke Uhl/AP-Pool/dpa", (("creator", "Wiebke Uhl"), ("pool", "AP-Pool"), ("agency", "dpa"))),
    ("Bild: -/Kreml/dpa", (("agency", "Kreml"), ("agency", "dpa"))),
    ("Foto: APA/Leopold Wurzinger", (("creator", "Leopold Wurzinger"), ("agency", "APA"))),
    ("APA/AFP/HENRIETTE CZERNIN", (("creator", "HENRIETTE CZERNIN"), ("agency", "APA"), ("agency", "AFP"))),
    ("© APA - Austria Presse Agentur", (("agency", "APA - Austria Presse Agentur"),)),
    ("Bild: Keystone/Beat Zurflüh", (("creator", "Beat Zurflüh"), ("agency", "Keystone"))),
    ("(KEYSTONE/EPA/MONIQUE ABÄCHERLI)", (("creator", "MONIQUE ABÄCHERLI"), ("agency", "KEYSTONE"), ("agency", "EPA"))),
    ("Archiv: Keystone", (("agency", "Keystone"), ("archive", "Archiv"))),
    ("Bild: zVg", (("own", "zVg"),)),
    ("Bild: PD", (("own", "PD"),)),
    ("Bilder: Urs Tschudin / CH Media", (("creator", "Urs Tschudin"), ("agency", "CH Media"))),
    ("Foto: Eigenes Archiv", (("archive", "Eigenes Archiv"),)),
    ("Eigenes Foto", (("own", "Eigenes Foto"),)),
    ("Foto: Redaktion", (("own", "Redaktion"),)),
    (
        "Foto: Hans-Jörg von der Heyde/Oberländer Kurier",
        (("creator", "Hans-Jörg von der Heyde"), ("agency", "Oberländer Kurier")),
    ),
    ("Foto: ullstein bild", (("agency", "ullstein bild"),)),
    (
        "Montage: Tabea Linz; Foto: Arne Voss/dpa",
        (("creator", "Tabea Linz"), ("creator", "Arne Voss"), ("agency", "dpa")),
    ),
    ("Foto: mst", (("creator", "mst"),)),
    # --- France, Belgium, the Netherlands -----------------------------------------------------
    ("Photo : Solène Marchadour", (("creator", "Solène Marchadour"),)),
    ("Crédit photo : Gaël Pennec / AFP", (("creator", "Gaël Pennec"), ("agency", "AFP"))),
    ("© AFP / Odile Fourcade", (("creator", "Odile Fourcade"), ("agency", "AFP"))),
    ("© Mathilde Arnoux", (("creator", "Mathilde Arnoux"),)),
    ("Photo d'archives", (("archive", "Photo d'archives"),)),
    ("Photo d’archives Bastien Cazaux", (("creator", "Bastien Cazaux"), ("archive", "Photo d’archives"))),
    ("(Photo archives AFP)", (("agency", "AFP"), ("archive", "archives"))),
    ("JULIEN TARDIVEL/SIPA", (("creator", "JULIEN TARDIVEL"), ("agency", "SIPA"))),
    ("Sipa/Clémence Roudier", (("creator", "Clémence Roudier"), ("agency", "Sipa"))),
    ("Photo DR", (("own", "DR"),)),
    ("© DR", (("own", "DR"),)),
    ("Photo Ouest-Armor/Yann Keravel", (("creator", "Yann Keravel"), ("agency", "Ouest-Armor"))),
    (
        "PHOTOPQR/LE COURRIER DU VAL/MAXPPP",
        (("agency", "PHOTOPQR"), ("agency", "LE COURRIER DU VAL"), ("agency", "MAXPPP")),
    ),
    ("Photo Léa Brossard / DPPI", (("creator", "Léa Brossard"), ("agency", "DPPI"))),
    (
        "Victor d'Estournel pour « Le Nouveau Quotidien »",
        (("creator", "Victor d'Estournel"), ("agency", "Le Nouveau Quotidien")),
    ),
    (
        "Photos : Paul Granger et Anaïs Thévenot / Hans Lucas",
        (("creator", "Paul Granger"), ("creator", "Anaïs Thévenot"), ("agency", "Hans Lucas")),
    ),
    ("Ph. Amandine Vial", (("creator", "Amandine Vial"),)),
    ("Photo collection particulière", (("own", "collection particulière"),)),
    ("LUDOVIC MAREUIL / POOL / AFP", (("creator", "LUDOVIC MAREUIL"), ("pool", "POOL"), ("agency", "AFP"))),
    ("Reuters/Yves Lambin via Pool", (("creator", "Yves Lambin"), ("agency", "Reuters"), ("via", "Pool"))),
    ("BELGA PHOTO WIM DERUYCK", (("creator", "WIM DERUYCK"), ("agency", "BELGA"))),
    ("© BelgaImage", (("agency", "BelgaImage"),)),
    ("Foto: ANP / Sjoerd Haverkate", (("creator", "Sjoerd Haverkate"), ("agency", "ANP"))),
    ("ANP XTRA KOEN VELDHOF", (("creator", "KOEN VELDHOF"), ("agency", "ANP XTRA"))),
    ("Foto: Marten Pool / ANP", (("creator", "Marten Pool"), ("agency", "ANP"))),
    # --- no credit at all ---------------------------------------------------------------------
    ("", ()),
    ("The photo shows the harbour shortly before the ferry left.", ()),
    ("Photo finish decided the women's 200 metres.", ()),
    ("He stopped to have his photo taken by a passing tourist.", ()),
    ("Bildet viser den gamle brua i Lyngdalen.", ()),
    ("Bildet ble tatt før ulykken.", ()),
    ("Foto er ikke tillatt i rettssalen.", ()),
    ("På fotoet ses formanden sammen med sin hund.", ()),
    ("Bilden är tagen vid ett tidigare tillfälle.", ()),
    ("Das Bild zeigt die Brücke nach der Sanierung.", ()),
    ("Ein Foto mit dem Star kostete 20 Euro.", ()),
    ("La photo montre le maire et son adjointe.", ()),
    ("Une photo de famille avant le départ du convoi.", ()),
    ("Via Appia, south of Rome, on a Sunday morning.", ()),
    ("The swimming pool was closed for repairs/maintenance in May.", ()),
    ("Click on the photo to enlarge it", ()),
    ("Archivar Bruno Seidel öffnet den Tresor.", ()),
    ("The agency said on Monday (May 3) that it had no comment.", ()),
    ("Score: Harwick 2, Denby 1", ()),
)

BLIND_CAPTIONS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    # --- Norway -----------------------------------------------------------------------------
    (
        "Ordfører Marit Selnes klippet snora da brua åpnet lørdag. Foto: Knut Bjørgum / NTB",
        "Ordfører Marit Selnes klippet snora da brua åpnet lørdag.",
        (("creator", "Knut Bjørgum"), ("agency", "NTB")),
    ),
    (
        "Fotoutstillingen i Hamnvik trakk over tusen besøkende. (Foto: Sunniva Egge)",
        "Fotoutstillingen i Hamnvik trakk over tusen besøkende.",
        (("creator", "Sunniva Egge"),),
    ),
    (
        "Statsråden møtte pressen etter regjeringskonferansen. Arkivfoto: Rune Haslum / NTB",
        "Statsråden møtte pressen etter regjeringskonferansen.",
        (("creator", "Rune Haslum"), ("agency", "NTB"), ("archive", "Arkivfoto")),
    ),
    ("Brødrene Moe på hytta i 1974. Foto: Privat", "Brødrene Moe på hytta i 1974.", (("own", "Privat"),)),
    (
        "– Vi gir oss ikke, sier Gry Halsnes. FOTO: ODDVAR REE, HAMNVIK AVIS",
        "– Vi gir oss ikke, sier Gry Halsnes.",
        (("creator", "ODDVAR REE"), ("agency", "HAMNVIK AVIS")),
    ),
    (
        "Redningsmannskaper lette hele natten etter mannen fra Sula.\nFoto: Turid Aas / Reuters / NTB",
        "Redningsmannskaper lette hele natten etter mannen fra Sula.",
        (("creator", "Turid Aas"), ("agency", "Reuters"), ("agency", "NTB")),
    ),
    (
        "Presidenten talte til nasjonen fredag kveld. Foto: Pool via AP / NTB",
        "Presidenten talte til nasjonen fredag kveld.",
        (("pool", "Pool"), ("via", "AP"), ("agency", "NTB")),
    ),
    ("Bilen ble funnet i elva. Foto: Politiet", "Bilen ble funnet i elva.", (("agency", "Politiet"),)),
    (
        "Elgen tok seg en tur i sentrum. Foto: Tipser / Hamnvik Avis",
        "Elgen tok seg en tur i sentrum.",
        (("own", "Tipser"), ("agency", "Hamnvik Avis")),
    ),
    (
        "Lagkapteinene Lie og Berg før kampen Foto: Frode Ulvund",
        "Lagkapteinene Lie og Berg før kampen",
        (("creator", "Frode Ulvund"),),
    ),
    (
        "Kystvakta på øvelse utenfor Andenes. Foto: Iris Nygård / Forsvaret / Handout",
        "Kystvakta på øvelse utenfor Andenes.",
        (("creator", "Iris Nygård"), ("agency", "Forsvaret"), ("own", "Handout")),
    ),
    # --- Denmark ----------------------------------------------------------------------------
    (
        "Borgmesteren forlader mødet uden at svare på spørgsmål. (Arkivfoto). Foto: Lone Brejnholt/Ritzau Scanpix",
        "Borgmesteren forlader mødet uden at svare på spørgsmål.",
        (("creator", "Lone Brejnholt"), ("agency", "Ritzau Scanpix"), ("archive", "Arkivfoto")),
    ),
    (
        "Færgen har ligget i havn siden tirsdag. Foto: Erik Tang/Ritzau Scanpix",
        "Færgen har ligget i havn siden tirsdag.",
        (("creator", "Erik Tang"), ("agency", "Ritzau Scanpix")),
    ),
    (
        "Familien Krogh foran gården i Skelby. Privatfoto",
        "Familien Krogh foran gården i Skelby.",
        (("own", "Privatfoto"),),
    ),
    (
        'Formand Inge Bay kalder forslaget "tåbeligt". Fotograf: Karsten Løgstrup',
        'Formand Inge Bay kalder forslaget "tåbeligt".',
        (("creator", "Karsten Løgstrup"),),
    ),
    (
        "Brandfolk kæmper mod flammerne. Foto: Aris Galanis, Reuters/Ritzau Scanpix",
        "Brandfolk kæmper mod flammerne.",
        (("creator", "Aris Galanis"), ("agency", "Reuters"), ("agency", "Ritzau Scanpix")),
    ),
    (
        "Sådan kommer det nye rådhus til at se ud. Visualisering: Bjerg & Dam Arkitekter",
        "Sådan kommer det nye rådhus til at se ud.",
        (("agency", "Bjerg & Dam Arkitekter"),),
    ),
    ("Skuespilleren i sin nye rolle. PR-foto", "Skuespilleren i sin nye rolle.", (("own", "PR-foto"),)),
    # --- Sweden and Finland -----------------------------------------------------------------
    (
        "Finansministern presenterade budgeten på onsdagen. Arkivbild. Foto: Tove Ringdahl/TT",
        "Finansministern presenterade budgeten på onsdagen.",
        (("creator", "Tove Ringdahl"), ("agency", "TT"), ("archive", "Arkivbild")),
    ),
    (
        "Snön vräkte ner över Storvallen.Bild: Arvid Kjellman/TT",
        "Snön vräkte ner över Storvallen.",
        (("creator", "Arvid Kjellman"), ("agency", "TT")),
    ),
    (
        "Jubel på läktaren efter 3–2. FOTO: MOA STRÅLE / BILDBYRÅN",
        "Jubel på läktaren efter 3–2.",
        (("creator", "MOA STRÅLE"), ("agency", "BILDBYRÅN")),
    ),
    (
        "Bilden på väggen är från 1912, säger Ebba Kron. Foto: Lars-Åke Wess",
        "Bilden på väggen är från 1912, säger Ebba Kron.",
        (("creator", "Lars-Åke Wess"),),
    ),
    (
        "Polisen spärrade av torget. Foto: Vestkustens Tidning/TT",
        "Polisen spärrade av torget.",
        (("agency", "Vestkustens Tidning"), ("agency", "TT")),
    ),
    (
        "Artisten släpper nytt i höst. Foto: Pressbild/Nora Falkman",
        "Artisten släpper nytt i höst.",
        (("creator", "Nora Falkman"), ("own", "Pressbild")),
    ),
    (
        "Utrikesministern vid gränsen i torsdags. Foto: Heikki Raappana/Lehtikuva/TT",
        "Utrikesministern vid gränsen i torsdags.",
        (("creator", "Heikki Raappana"), ("agency", "Lehtikuva"), ("agency", "TT")),
    ),
    (
        "Väljarna köade i timmar. Foto: Joy Mbeki/AP/TT Arkivbild",
        "Väljarna köade i timmar.",
        (("creator", "Joy Mbeki"), ("agency", "AP"), ("agency", "TT"), ("archive", "Arkivbild")),
    ),
    # --- Britain and the United States --------------------------------------------------------
    (
        "Gov. Ellen Hathaway speaks to reporters at the Capitol, Tuesday, April 6, 2021, in "
        "Brookfield. (AP Photo/Lyle Pomeroy)",
        "Gov. Ellen Hathaway speaks to reporters at the Capitol, Tuesday, April 6, 2021, in Brookfield.",
        (("creator", "Lyle Pomeroy"), ("agency", "AP")),
    ),
    (
        "FILE - Driver Cole Bannister waits for the race to start in Millbrook, Sunday, June 2, "
        "2019. (AP Photo/Jo Ann Strand, File)",
        "FILE - Driver Cole Bannister waits for the race to start in Millbrook, Sunday, June 2, 2019.",
        (("creator", "Jo Ann Strand"), ("agency", "AP"), ("archive", "File")),
    ),
    (
        "In this image from video, Sen. Ray Holt asks a question on Wednesday. (Senate Television via AP)",
        "In this image from video, Sen. Ray Holt asks a question on Wednesday.",
        (("agency", "Senate Television"), ("via", "AP")),
    ),
    (
        "Judge Paul Eastwick listens as a witness testifies. (Mona Tabor/The Ashford Sentinel via AP, Pool)",
        "Judge Paul Eastwick listens as a witness testifies.",
        (("creator", "Mona Tabor"), ("agency", "The Ashford Sentinel"), ("via", "AP"), ("pool", "Pool")),
    ),
    (
        "A trader works on the floor in New York, U.S., May 12, 2021. REUTERS/Abel Crossley",
        "A trader works on the floor in New York, U.S., May 12, 2021.",
        (("creator", "Abel Crossley"), ("agency", "REUTERS")),
    ),
    (
        "FILE PHOTO: The logo of Norcastle Bank is seen in Leeds, Britain, July 1, 2020. "
        "REUTERS/Flora Tennant/File Photo",
        "FILE PHOTO: The logo of Norcastle Bank is seen in Leeds, Britain, July 1, 2020.",
        (("creator", "Flora Tennant"), ("agency", "REUTERS"), ("archive", "File Photo")),
    ),
    (
        "The vessel lists off the coast. Maritime Rescue Service/Handout via REUTERS",
        "The vessel lists off the coast.",
        (("agency", "Maritime Rescue Service"), ("own", "Handout"), ("via", "REUTERS")),
    ),
    (
        "Protesters gather outside the ministry on June 9, 2022. (Photo by Aurel Ionesti / AFP)",
        "Protesters gather outside the ministry on June 9, 2022.",
        (("creator", "Aurel Ionesti"), ("agency", "AFP")),
    ),
    (
        "LONDON, ENGLAND - MAY 4: The Duke of Selby arrives at the abbey. (Photo by Fergus Lyle - Pool/Getty Images)",
        "LONDON, ENGLAND - MAY 4: The Duke of Selby arrives at the abbey.",
        (("creator", "Fergus Lyle"), ("pool", "Pool"), ("agency", "Getty Images")),
    ),
    (
        "Steam rises from the plant at Coldwater. Photographer: Inga Post/Bloomberg",
        "Steam rises from the plant at Coldwater.",
        (("creator", "Inga Post"), ("agency", "Bloomberg")),
    ),
    (
        "Villagers said the bridge had been unsafe for years. Photograph: Harriet Mull/PA",
        "Villagers said the bridge had been unsafe for years.",
        (("creator", "Harriet Mull"), ("agency", "PA")),
    ),
    (
        "The two sides met in a photo call before the final. Picture: Dai Probert/Cambria Gazette",
        "The two sides met in a photo call before the final.",
        (("creator", "Dai Probert"), ("agency", "Cambria Gazette")),
    ),
    ("The lighthouse at dawn – Photo: Maisie Corrigan", "The lighthouse at dawn", (("creator", "Maisie Corrigan"),)),
    (
        "Headteacher Joan Pike with the winning pupils [Photo: Handout]",
        "Headteacher Joan Pike with the winning pupils",
        (("own", "Handout"),),
    ),
    (
        "A child carries water in the camp on Friday [Samira Khalidi/Reuters]",
        "A child carries water in the camp on Friday",
        (("creator", "Samira Khalidi"), ("agency", "Reuters")),
    ),
    (
        "Residents wade through a flooded street in Port Ellis. EPA/RUBEN ACHTERBERG",
        "Residents wade through a flooded street in Port Ellis.",
        (("creator", "RUBEN ACHTERBERG"), ("agency", "EPA")),
    ),
    (
        "Children fly kites in Hefei, east China, on April 5, 2021. (Photo by Guo Renlan/Xinhua)",
        "Children fly kites in Hefei, east China, on April 5, 2021.",
        (("creator", "Guo Renlan"), ("agency", "Xinhua")),
    ),
    (
        "Eleanor Budd at her wheel in about 1931. Courtesy of the Budd family",
        "Eleanor Budd at her wheel in about 1931.",
        (("own", "Courtesy of the Budd family"),),
    ),
    # --- Germany, Austria, Switzerland --------------------------------------------------------
    (
        "Die Feuerwehr war mit 80 Kräften im Einsatz. Foto: Tjark Boysen/dpa",
        "Die Feuerwehr war mit 80 Kräften im Einsatz.",
        (("creator", "Tjark Boysen"), ("agency", "dpa")),
    ),
    (
        "Der Minister bei der Vorstellung des Berichts. (Archivbild) Foto: Ute Marx/dpa",
        "Der Minister bei der Vorstellung des Berichts.",
        (("creator", "Ute Marx"), ("agency", "dpa"), ("archive", "Archivbild")),
    ),
    (
        "Das Foto zeigt die Altstadt um 1900. Repro: Stadtarchiv Wendelburg",
        "Das Foto zeigt die Altstadt um 1900.",
        (("archive", "Stadtarchiv Wendelburg"),),
    ),
    (
        "Trainer Holger Prinz an der Seitenlinie. (Foto: IMAGO / Revierfoto)",
        "Trainer Holger Prinz an der Seitenlinie.",
        (("agency", "IMAGO"), ("agency", "Revierfoto")),
    ),
    (
        "Mehr Wölfe, mehr Streit: ein Rudel in der Heide. © Philipp Odenthal/picture alliance/dpa",
        "Mehr Wölfe, mehr Streit: ein Rudel in der Heide.",
        (("creator", "Philipp Odenthal"), ("agency", "picture alliance"), ("agency", "dpa")),
    ),
    (
        "Die Kanzlerin empfängt ihren Gast. Foto: Jens Lühr/POOL AFP/dpa",
        "Die Kanzlerin empfängt ihren Gast.",
        (("creator", "Jens Lühr"), ("pool", "POOL"), ("agency", "AFP"), ("agency", "dpa")),
    ),
    (
        "Der neue Vorstand des Schützenvereins. FOTO: PRIVAT",
        "Der neue Vorstand des Schützenvereins.",
        (("own", "PRIVAT"),),
    ),
    (
        "Landeshauptmann Alois Grabner am Freitag in Linz. - Foto: APA/Vroni Haslauer",
        "Landeshauptmann Alois Grabner am Freitag in Linz.",
        (("creator", "Vroni Haslauer"), ("agency", "APA")),
    ),
    (
        "Der Bergsturz hat die Strasse verschüttet. Bild: Keystone/Reto Camenisch-Egli",
        "Der Bergsturz hat die Strasse verschüttet.",
        (("creator", "Reto Camenisch-Egli"), ("agency", "Keystone")),
    ),
    (
        "Gemeindepräsidentin Vreni Odermatt freut sich. Bild: zvg",
        "Gemeindepräsidentin Vreni Odermatt freut sich.",
        (("own", "zvg"),),
    ),
    (
        "Volles Haus beim Herbstmarkt in Grafenried. Fotos: Lutz Emmerich, Maike Dohm",
        "Volles Haus beim Herbstmarkt in Grafenried.",
        (("creator", "Lutz Emmerich"), ("creator", "Maike Dohm")),
    ),
    # --- France, Belgium, the Netherlands -----------------------------------------------------
    (
        "Le maire de Saint-Avoy a inauguré la halle samedi. Photo Ouest-Armor/Nolwenn Tréguer",
        "Le maire de Saint-Avoy a inauguré la halle samedi.",
        (("creator", "Nolwenn Tréguer"), ("agency", "Ouest-Armor")),
    ),
    (
        "La ministre à la sortie du Conseil, le 3 mars 2021. JÉRÔME VASSEUR/SIPA",
        "La ministre à la sortie du Conseil, le 3 mars 2021.",
        (("creator", "JÉRÔME VASSEUR"), ("agency", "SIPA")),
    ),
    (
        "Les pompiers sont intervenus vers 4 heures. (Photo d'archives Denis Carbonnel)",
        "Les pompiers sont intervenus vers 4 heures.",
        (("creator", "Denis Carbonnel"), ("archive", "Photo d'archives")),
    ),
    (
        "Manifestation à Lyon, le 12 mai. © Elsa Ribot / AFP",
        "Manifestation à Lyon, le 12 mai.",
        (("creator", "Elsa Ribot"), ("agency", "AFP")),
    ),
    (
        "« La photo est un métier », dit Lucie Ferrand. Crédit : Hugo Massot",
        "« La photo est un métier », dit Lucie Ferrand.",
        (("creator", "Hugo Massot"),),
    ),
    ("Les bénévoles du comité des fêtes. Photo DR", "Les bénévoles du comité des fêtes.", (("own", "DR"),)),
    (
        "L'équipage au départ des 24 Heures. Photo Rémi Chastang / DPPI",
        "L'équipage au départ des 24 Heures.",
        (("creator", "Rémi Chastang"), ("agency", "DPPI")),
    ),
    (
        "Le président à l'Élysée, jeudi. AGATHE BRIAND / POOL / AFP",
        "Le président à l'Élysée, jeudi.",
        (("creator", "AGATHE BRIAND"), ("pool", "POOL"), ("agency", "AFP")),
    ),
    (
        "Le Premier ministre à la Chambre, mercredi à Bruxelles. BELGA PHOTO JORIS HEMELRIJK",
        "Le Premier ministre à la Chambre, mercredi à Bruxelles.",
        (("creator", "JORIS HEMELRIJK"), ("agency", "BELGA")),
    ),
    (
        "La récolte a commencé avec deux semaines d'avance. Photo : Inès Delmas pour « Le Nouveau Quotidien »",
        "La récolte a commencé avec deux semaines d'avance.",
        (("creator", "Inès Delmas"), ("agency", "Le Nouveau Quotidien")),
    ),
    (
        "Vue du port en 1936 – Archives municipales de Saint-Avoy",
        "Vue du port en 1936",
        (("archive", "Archives municipales de Saint-Avoy"),),
    ),
)
