"""Sample values: a paper of our own invention, one of every page, with pictures that are only addresses.

`python -m tests.reader.screens DIR` draws the pictures and prints the pages; the tests print them with empty shelves.
"""

from dataclasses import replace
from datetime import UTC, datetime

from markupsafe import Markup

from broadsheet.reader.values import (
    Author,
    Breaking,
    Card,
    CommentPage,
    CommentView,
    CorrectedStory,
    Correction,
    CorrectionsPage,
    Embed,
    Feed,
    FeedEntry,
    FieldError,
    FrontPage,
    Gallery,
    GoneBlock,
    Hit,
    Link,
    ListBlock,
    ListPage,
    NoticePage,
    Paragraph,
    Picture,
    PictureBlock,
    PictureGone,
    Quote,
    RelatedBlock,
    SearchPage,
    Site,
    Sitemap,
    SitemapEntry,
    StandingPage,
    StoryPage,
    Strip,
    Subhead,
    ThreadView,
    TipPage,
    Variant,
    Version,
    by_day,
)

WIDTHS = (400, 800, 1600)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """Return an instant of 2026, UTC; the sample paper reads it an hour later."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def picture(name: str, **words: object) -> Picture:
    """Return a sample picture, 3:2 and 1600 wide unless told."""
    width, height = words.pop("size", (1600, 1067))  # type: ignore[misc]
    variants = tuple(
        Variant(wide, round(wide * height / width), f"/media/{name}-{wide}.webp", f"/media/{name}-{wide}.jpg")
        for wide in WIDTHS
    )
    return Picture(width=width, height=height, variants=variants, **words)  # type: ignore[arg-type]


BRIDGE = picture(
    "bridge",
    alt="A cable bridge over a sound at dusk, its eastern span without lights",
    caption="The eastern span has been closed since the cracks were found on Friday.",
    credit="Ida Brekke / Pool Photo via NTB",
    creator="Ida Brekke",
    credit_line="Pool Photo via NTB",
    copyright_notice="© 2026 Ida Brekke",
    focus=(30, 50),
)
QUAY = picture(
    "quay",
    alt="Two ferries and a crane at a quay",
    caption="Extra ferries left the old quay every twenty minutes on Sunday. Few were full.",
    credit="Ola Sande / The Harbour Post",
    creator="Ola Sande",
    credit_line="The Harbour Post",
)
COURT = picture("court", alt="A courthouse with columns", credit="Ola Sande / The Harbour Post")
ORCHARD = picture("orchard", alt="Bare apple trees in rows under snow", credit="Liv Nes / The Harbour Post")
SKI = picture("ski", alt="Spruces on a hillside with a lit ski track", credit="Ida Brekke / NTB")
TURBINE = picture("turbine", alt="Wind turbines on a ridge above the sea", credit="Ola Sande / The Harbour Post")
STAGE = picture(
    "stage", alt="Three dancers under lamps on an open stage", credit="Liv Nes / The Harbour Post", size=(1600, 900)
)
MAP = picture("map", alt="Map of the sound with the bridge, the quay and the tunnel", credit="The Harbour Post")
FACES = tuple(picture(f"face-{number}", alt="", size=(800, 800)) for number in (1, 2, 3))

SITE = Site(
    name="The Harbour Post",
    language="en",
    url="https://post.example",
    time_zone="Europe/Oslo",
    sections=tuple(
        Link(name, f"/{name.lower()}/")
        for name in ("Norway", "Coast", "World", "Energy", "Business", "Culture", "Sport", "Opinion")
    ),
    tip="tips@post.example",
    editor="Solveig Aas",
    about=("Founded 1911. On paper on Saturdays, here every day.", "Tollbugata 3, 6020 Vikholm"),
    policies=(Link("About the paper", "/about/"), Link("Ethics", "/ethics/"), Link("Comment rules", "/comment-rules/")),
    ethics="The Harbour Post follows the Code of Ethics of the Norwegian Press. Complaints may be brought to the Press "
    "Complaints Commission (PFU).",
)
SITE_WITH_BREAKING = Site(
    **{name: getattr(SITE, name) for name in SITE.__slots__ if name != "breaking"},
    breaking=Breaking("Bridge inspectors find third crack, span stays shut", "/coast/third-crack/", at(22, 13, 32)),
)


def card(headline: str, when: datetime, kicker: str = "Coast", **rest: object) -> Card:
    """Return a sample card whose address is made from its headline."""
    words = "-".join("".join(letter for letter in headline.lower() if letter.isalnum() or letter == " ").split()[:5])
    return Card(url=f"/{kicker.lower()}/{words}/", headline=headline, at=when, kicker=kicker, **rest)  # type: ignore[arg-type]


LEAD = card(
    "Town of two shores told to live without its bridge until spring",
    at(22, 10, 15),
    sentence="Cracks in two cables closed the eastern span on Friday. Engineers now say that repairs cannot begin before "
    "the winter storms are over.",
    picture=BRIDGE,
    byline="Kari Lund and Jonas Moe",
)
ALSO = (
    card("Midwives set up a room on the western shore", at(22, 9, 40)),
    card("Explainer: What a cable says before it breaks", at(22, 8, 5), "Coast"),
    card("The night ferry is back after thirty-one years", at(21, 17)),
)
OPINION = (
    card(
        "A bridge is a promise with an expiry date",
        at(22, 6),
        "Opinion",
        form="opinion",
        byline="Tor Aune",
        face=FACES[0],
    ),
    card(
        "I moved here for the view. Then I needed a dentist",
        at(22, 5),
        "Opinion",
        form="opinion",
        byline="Leila Haddad",
        face=FACES[1],
    ),
    card("The county owes us its inspection reports", at(21, 18), "Opinion", form="opinion", byline="Editorial"),
    card("Who counts the cyclists?", at(21, 9), "Opinion", form="opinion", byline="Letters"),
)
ROW = (
    card(
        "Court throws out harbour lease signed on a napkin",
        at(22, 12, 52),
        "Business",
        picture=COURT,
        sentence="The judge found the napkin genuine and the signature too.",
    ),
    card(
        "Late frost spares the orchards, and then the rain comes",
        at(22, 11, 50),
        "Norway",
        picture=ORCHARD,
        sentence="Growers in three valleys have apples and no dry road to drive them on.",
    ),
    card(
        "Floodlit track opens a week before the snow does",
        at(22, 10, 30),
        "Sport",
        picture=SKI,
        sentence="Two hundred children skied on straw on Saturday.",
    ),
    card(
        "Wind park pays its first rent to the reindeer district",
        at(22, 9, 5),
        "Energy",
        picture=TURBINE,
        sentence="The sum is a tenth of what was asked for.",
    ),
)
FEATURE = card(
    "Dancing while the ice still bears",
    at(21, 14),
    "Culture",
    picture=STAGE,
    sentence="For nine winters a company has built its stage on the fjord. Liv Nes followed what may be the last rehearsal.",
    byline="Picture story",
)
LATEST = (
    card("Bridge inspectors find third crack, span stays shut", at(22, 13, 32)),
    card("Krone steady as the central bank holds its rate", at(22, 13, 10), "Business"),
    card("Two unhurt after kitchen fire in Nes", at(22, 12, 55)),
    card("Parliament sets a date for the fish farm hearing", at(22, 12, 21), "Norway"),
    card("Storm warning for the outer skerries from midnight", at(22, 11, 58), "Norway"),
    card("Girls’ choir wins in Riga with a song about herring", at(22, 11, 40), "Culture"),
)
DISCUSSED = (
    card("A bridge is a promise with an expiry date", at(22, 6), "Opinion", form="opinion", comments=148),
    card("Should the last ferry wait for the theatre?", at(20, 6), "Culture", comments=96),
    card("Wind park pays its first rent to the reindeer district", at(22, 9, 5), "Energy", comments=71),
    card("School starts at nine, teenagers notice", at(19, 6), "Norway", comments=54),
    card("Court throws out harbour lease signed on a napkin", at(22, 12, 52), "Business", comments=38),
)
CORRECTED = (
    card("Town of two shores told to live without its bridge until spring", at(22, 11, 5), ""),
    card("Salmon prices fall for a sixth week", at(20, 8), ""),
    card("The man who maps the wrecks", at(14, 9), ""),
)
STRIPS = (
    Strip(
        Link("World", "/world/"),
        card(
            "Night trains to get a common ticket from March",
            at(22, 12, 40),
            "World",
            picture=MAP,
            byline="dpa",
            sentence="Nine countries have signed. The tenth wants a window seat.",
        ),
        (
            card("High court halts sale of two Italian ports", at(22, 11, 15), "World", byline="AFP"),
            card("Grain talks resume in Geneva", at(22, 10, 2), "World", byline="AP"),
            card("Quake off Hokkaido, no tsunami warning", at(22, 8, 48), "World", byline="AP"),
        ),
    ),
    Strip(
        Link("Sport", "/sport/"),
        card(
            "Vikholm draw away and keep the place they feared to lose",
            at(21, 18),
            "Sport",
            picture=SKI,
            sentence="A goal in the ninety-third minute, off a knee.",
        ),
        (
            card("Handball: five players ill, match moved", at(22, 11, 20), "Sport"),
            card("The orienteer who cannot read a phone map", at(22, 9, 30), "Sport"),
            card("Biathlon opens in wind", at(21, 8), "Sport"),
        ),
    ),
)
FRONT = FrontPage(
    lead=LEAD,
    also=ALSO,
    opinion=OPINION,
    row=ROW,
    feature=FEATURE,
    latest=LATEST,
    discussed=DISCUSSED,
    corrected=CORRECTED,
    strips=STRIPS,
    description="News from the coast, since 1911.",
)
EMPTY_FRONT = FrontPage()
YOUNG_FRONT = FrontPage(
    lead=card(LEAD.headline, LEAD.at, sentence=LEAD.sentence, byline="NTB"),
    also=ALSO,
    row=tuple(card(story.headline, story.at, story.kicker, sentence=story.sentence) for story in ROW[:3]),
    latest=LATEST,
    strips=(
        Strip(Link("World", "/world/"), card("Night trains to get a common ticket", at(22, 12), "World", byline="dpa")),
    ),
)
PLAIN_FRONT = FrontPage(lead=LEAD, also=ALSO, row=ROW[:2], latest=LATEST, discussed=DISCUSSED[:3])

BODY = (
    Paragraph(
        Markup(
            "The bridge that ties the two halves of Vikholm together will stay closed until at least the middle of April, "
            "the county roads director said on Sunday. Cracks were found in two of its forty-eight cables on Friday."
        )
    ),
    Paragraph(
        Markup(
            "Some 9,400 people cross the sound on an ordinary weekday, NTB reports. From Monday they are to share three "
            "ferries, a tunnel that takes fifty minutes, and <em>patience</em>, as the director put it. The county will "
            'pay for <a href="/coast/night-ferry/">a night ferry</a>, the first since 1995.'
        )
    ),
    Paragraph(
        Markup(
            "“We are not looking at a bridge that is falling down. We are looking at one that has told us in time,” said "
            "Hanne Vold, who leads the inspection. She spoke on the western abutment, where the barriers have been hung "
            "with children’s drawings."
        )
    ),
    Quote("We are looking at a bridge that has told us in time.", "Hanne Vold, chief inspector"),
    Subhead("A hospital on one side, the midwives on the other"),
    Paragraph(
        Markup(
            "The hospital stands on the eastern shore and most of the town’s children are born to mothers from the western. "
            "A room with two beds was opened above the library on Saturday night. Nobody had used it by Sunday noon, “but "
            "the kettle has been on”, said midwife Turid Eik."
        )
    ),
    PictureBlock(QUAY),
    Paragraph(Markup("The county’s plan for the winter has three parts:")),
    ListBlock(
        (
            Markup("three ferries from six in the morning to one at night, free for those on foot,"),
            Markup("a lane for buses alone through the tunnel between seven and nine,"),
            Markup("a new inspection of every cable, with the reports published as they come."),
        )
    ),
    Embed(
        "Vimeo",
        "The county’s film of the cracked cable, one minute",
        "https://vimeo.com/76979871",
        "https://player.vimeo.com/video/76979871",
    ),
    Paragraph(
        Markup(
            "The last point was fought over. The county council had kept the reports of 2019 and 2022 from the public, and "
            "the mayor, Per Ask, said on Friday that he had read neither. “I have now,” he said on Sunday. “I would have "
            "liked to be asked whether I had.”"
        )
    ),
    RelatedBlock(card("Explainer: What a cable says before it breaks", at(22, 8, 5), "Explainer")),
    Paragraph(
        Markup(
            "Repairs need two weeks without wind above eight metres a second. The town has had eleven such weeks in the "
            "last ten winters, none of them two in a row."
        )
    ),
)

COMMENTS = (
    CommentView(
        1,
        at(22, 12, 12),
        "Ragnhild Moen",
        (
            Markup(
                "I have crossed that bridge every day since 1988 and heard it hum in every wind but this one. Somebody "
                "should have asked the people who cycle."
            ),
        ),
    ),
    CommentView(
        3, at(22, 12, 40), "Anders K.", (Markup("The hum is the deck, not the cables. But yes, ask."),), parent=1
    ),
    CommentView(
        2,
        at(22, 12, 55),
        "Bjørn Halle",
        (
            Markup(
                "The reports of 2019 were on the county’s website for a week. I kept a copy: "
                '<a href="https://example.org/bridge-2019.pdf" rel="ugc nofollow noopener">example.org/bridge-2019.pdf</a>.'
            ),
            Markup("Page 41 is the one to read."),
        ),
    ),
    CommentView(4, at(22, 13, 31), removed=True, reason="Rule 3: no attacks on persons."),
    CommentView(
        5,
        at(23, 10, 48),
        "Siv Aaby",
        (Markup("Thank you for printing the number of windless weeks. Nobody else did."),),
    ),
)
THREAD = ThreadView("open", 4, "/comments/17/", (("story", "17"), ("token", "c2FtcGxl")), COMMENTS)
CLOSED = ThreadView("closed", 4, "/comments/17/", (), COMMENTS)
QUIET = ThreadView("open", 0, "/comments/17/", (("token", "c2FtcGxl"),), ())

STORY = StoryPage(
    path="/coast/town-of-two-shores/",
    headline=LEAD.headline,
    section=Link("Coast", "/coast/"),
    published=at(22, 5, 40),
    language="en",
    body=BODY,
    standfirst="Cracks in two cables closed the eastern span on Friday. Engineers now say that repairs cannot begin before "
    "the winter storms are over.",
    picture=BRIDGE,
    authors=(
        Author("Kari Lund", "/authors/kari-lund/"),
        Author("Jonas Moe", "/authors/jonas-moe/"),
        Author("Sara Nilsen", role="Research"),
    ),
    dateline="Vikholm, Norway",
    updated=at(22, 10, 15),
    corrections=(
        Correction(
            "An earlier version said that the bridge has 84 cables. It has 48, and two of them are cracked.",
            at(22, 11, 5),
        ),
    ),
    minutes=4,
    holder="NTB Scanpix",
    topics=(Link("Norway", "/topics/norway/"), Link("Bridges", "/topics/bridges/")),
    text_from="NTB",
    versions=(
        Version("published", at(22, 5, 40), "First version, from NTB’s report."),
        Version("updated", at(22, 10, 15), "The county’s plan and the mayor’s answer were added."),
        Version("corrected", at(22, 11, 5), "The number of cables."),
    ),
    related=(
        card("What a cable says before it breaks", at(22, 8, 5), "Explainer", picture=MAP),
        card("The night ferry is back after thirty-one years", at(21, 17), "Coast"),
        card("A bridge is a promise with an expiry date", at(22, 6), "Opinion", form="opinion", byline="Tor Aune"),
        card("Who inspected the inspectors?", at(14, 9), "Coast"),
    ),
    thread=THREAD,
)
OPINION_STORY = StoryPage(
    path="/opinion/a-bridge-is-a-promise/",
    headline="A bridge is a promise with an expiry date",
    section=Link("Opinion", "/opinion/"),
    published=at(22, 5),
    language="en",
    form="opinion",
    kicker="Column",
    authors=(Author("Tor Aune", "/authors/tor-aune/", face=FACES[0]),),
    standfirst="We painted it, we lit it, we put it on the coat of arms. We forgot to read it.",
    body=BODY[2:5] + BODY[5:6],
    minutes=3,
    thread=QUIET,
)
MAST = picture(
    "mast",
    alt="A lighthouse on a skerry",
    caption="Skogsøy light was lit again on Saturday, by hand.",
    credit="Liv Nes / The Harbour Post",
    size=(1067, 1600),
)
TALL_STORY = StoryPage(
    path="/culture/light/",
    headline="Keeper for one night",
    section=Link("Culture", "/culture/"),
    published=at(21, 17),
    language="en",
    kicker="Interview",
    form="interview",
    picture=MAST,
    byline="Liv Nes",
    body=BODY[:3],
    thread=None,
)
PLAIN_STORY = StoryPage(
    path="/norway/brev/",
    headline="Fergen går igjen om natten",
    section=Link("Norway", "/norway/"),
    published=at(21, 17),
    language="nb",
    byline="NTB",
    holder="NTB",
    body=(
        Paragraph(Markup("Fra mandag går det ferge over sundet også om natten, for første gang siden 1995.")),
        Paragraph(Markup("Fylket betaler for tre avganger etter klokken ett.")),
    ),
    thread=CLOSED,
)
SECTION_CARDS = (
    *LATEST[:1],
    *ROW,
    *ALSO[:2],
    OPINION[2],
    ALSO[2],
    FEATURE,
    card("Who inspected the inspectors?", at(14, 9)),
)
SECTION = ListPage(
    kind="section",
    path="/coast/",
    title="Coast",
    lead=LEAD,
    days=by_day(SECTION_CARDS, SITE.time_zone),
    older="/coast/?page=2",
)
TOPIC = ListPage(
    kind="topic",
    path="/topics/bridges/",
    title="Bridges",
    days=by_day((LEAD, *ALSO), SITE.time_zone),
    intro="Everything that we have written about what holds us over water.",
)
AUTHOR = ListPage(
    kind="author",
    path="/authors/kari-lund/",
    title="Kari Lund",
    role="Reporter, the coast",
    face=FACES[2],
    intro="Covers roads, ferries and those who wait for them. In Vikholm since 2014.",
    days=by_day((LEAD, *ALSO), SITE.time_zone),
)
ARCHIVE = ListPage(
    kind="day",
    path="/archive/2026/11/22/",
    on=at(22, 12).date(),
    has_feeds=False,
    newer="/archive/2026/11/23/",
    older="/archive/2026/11/21/",
    days=by_day((LEAD, *ROW, *ALSO[:2]), SITE.time_zone),
)
EMPTY_LIST = ListPage(kind="section", path="/world/", title="World")
SEARCH = SearchPage(
    query="bridge cables",
    count=37,
    sorts=(Link("Newest first", "/search/?q=bridge"), Link("Best match", "/search/?q=bridge&s=rank")),
    sort="/search/?q=bridge",
    suggestion=Link("bridge cable", "/search/?q=bridge+cable"),
    older="/search/?q=bridge&page=2",
    hits=(
        Hit(
            LEAD,
            Markup(
                "… two of its forty-eight <mark>cables</mark> on Friday. Some 9,400 people cross the <mark>bridge</mark> …"
            ),
        ),
        Hit(ALSO[1], Markup("A <mark>cable</mark> sings before it breaks, and someone has to listen …")),
        Hit(OPINION[0]),
        Hit(card("Who inspected the inspectors?", at(14, 9))),
    ),
)
NO_SEARCH = SearchPage()
NOTHING_FOUND = SearchPage(query="brigde", count=0, suggestion=Link("bridge", "/search/?q=bridge"))
STANDING = StandingPage(
    path="/ethics/",
    title="How we work",
    language="en",
    intro="What you may expect of us, and where to complain when we fail.",
    updated=at(2, 9),
    body=(
        Paragraph(Markup("We name our sources unless naming them would harm them. We ask those whom we criticise.")),
        Subhead("Corrections"),
        Paragraph(
            Markup(
                'We correct what is wrong, say so on the story, and list it on <a href="/corrections/">one page</a>.'
            )
        ),
        Subhead("Agency copy"),
        Paragraph(Markup("Much of what we print comes from NTB, AP, AFP and dpa. The source line says so.")),
    ),
)
TIPS = TipPage()
CORRECTIONS = CorrectionsPage(
    entries=(
        CorrectedStory(STORY.headline, STORY.path, STORY.corrections[0]),
        CorrectedStory(
            "Salmon prices fall for a sixth week", "/business/salmon/", Correction("It was the fifth.", at(20, 9))
        ),
        CorrectedStory(
            "The man who maps the wrecks",
            "/culture/wrecks/",
            Correction(
                "We misspelled the name of Torgeir Øvrebø. We also moved one wreck two miles to the north.", at(14, 12)
            ),
        ),
    ),
    older="/corrections/?page=2",
)
NOT_FOUND = NoticePage(404, "/coast/not-here/")
KILLED = NoticePage(
    410,
    "/world/death-toll/",
    "Number of dead after the quake rises",
    "The agency has withdrawn this report because its source could not be confirmed. The Harbour Post has taken it down.",
)
BROKEN = NoticePage(500)
REFUSED_COMMENT = CommentPage(
    headline=STORY.headline,
    url=STORY.path,
    thread=THREAD,
    name="Marit",
    email="marit(at)vik",
    body="\n Two lines,\nas written. <b>",
    errors=(FieldError("email", "Write an address such as name@example.no."),),
)
CLOSED_COMMENT = CommentPage(headline=STORY.headline, url=STORY.path, thread=CLOSED, body="Too late.")
FEED = Feed(
    title="The Harbour Post",
    path="/feed/",
    home="/",
    description="News from the coast",
    entries=(
        FeedEntry(
            "tag:post.example,2026:story:17",
            STORY.path,
            STORY.headline,
            STORY.published,
            STORY.modified,
            STORY.standfirst,
            Markup("<p>Cracks &amp; cables</p>"),
            ("Kari Lund",),
            ("Bridges",),
            BRIDGE,
            "en",
        ),
        FeedEntry(
            "tag:post.example,2026:story:18",
            PLAIN_STORY.path,
            PLAIN_STORY.headline,
            at(21, 17),
            at(21, 17),
            language="nb",
        ),
    ),
)
SITEMAP = Sitemap(
    (
        SitemapEntry(STORY.path, STORY.modified, STORY.published, STORY.headline, "en", (BRIDGE.widest.jpeg_url,)),
        SitemapEntry("/about/"),
    )
)

MAST = picture("mast", alt="A lighthouse", caption="Grip, noon.", credit="Liv Nes / NTB", size=(1067, 1600))
GALLERY_STORY = replace(
    STORY,
    body=(
        BODY[0],
        Gallery(
            (
                PictureBlock(QUAY),
                PictureBlock(MAST),
                PictureBlock(replace(SKI, caption="The track was lit at four.")),
                GoneBlock(PictureGone("The wreck as it lay in 1987.")),
                PictureBlock(TURBINE),
            )
        ),
        *BODY[1:3],
    ),
)
PICTURE_STORY = replace(GALLERY_STORY, form="pictures", picture=STAGE, thread=None)

PAGES: dict[str, tuple[str, object]] = {
    "front": ("front.html", FRONT),
    "front-empty": ("front.html", EMPTY_FRONT),
    "front-young": ("front.html", YOUNG_FRONT),
    "front-plain": ("front.html", PLAIN_FRONT),
    "story": ("story.html", STORY),
    "story-opinion": ("story.html", OPINION_STORY),
    "story-tall": ("story.html", TALL_STORY),
    "story-plain": ("story.html", PLAIN_STORY),
    "story-gallery": ("story.html", GALLERY_STORY),
    "story-pictures": ("story.html", PICTURE_STORY),
    "section": ("list.html", SECTION),
    "section-empty": ("list.html", EMPTY_LIST),
    "topic": ("list.html", TOPIC),
    "author": ("list.html", AUTHOR),
    "archive": ("list.html", ARCHIVE),
    "search": ("search.html", SEARCH),
    "search-start": ("search.html", NO_SEARCH),
    "search-nothing": ("search.html", NOTHING_FOUND),
    "standing": ("standing.html", STANDING),
    "tips": ("tips.html", TIPS),
    "corrections": ("corrections.html", CORRECTIONS),
    "notice-404": ("notice.html", NOT_FOUND),
    "notice-410": ("notice.html", KILLED),
    "notice-500": ("notice.html", BROKEN),
    "comment-refused": ("comment.html", REFUSED_COMMENT),
    "comment-closed": ("comment.html", CLOSED_COMMENT),
}
"""Every page kind by the name of its screenshot: template and value."""
