import pytest

from broadsheet.desk.addresses import headlines, slug_of, take_address
from broadsheet.desk.models import StoryAddress
from tests.factories import make_section, make_story, publish, published_story


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Ære være øl på Ås", "aere-vaere-ol-pa-as"),
        ("Über die Straße", "uber-die-strasse"),
        ("Þór og Ðe", "thor-og-de"),
        ("2,14 kroner – «dyrt»", "2-14-kroner-dyrt"),
        ("!!!", "story"),
        ("Україна", "ukraina"),
        ("../../etc/passwd", "etc-passwd"),
    ],
    ids=["norwegian", "german", "icelandic", "marks", "nothing", "cyrillic", "a path"],
)
def test_an_address_is_made_well_from_the_headline(headline, slug):
    assert slug_of(headline) == slug


def test_an_address_is_never_longer_than_80_characters():
    assert len(slug_of("word " * 100)) <= 80


@pytest.mark.django_db
def test_a_changed_section_moves_the_story_and_keeps_the_old_address():
    story = published_story("One")
    story.home_section = make_section("sport")
    publish(story)
    assert set(StoryAddress.objects.values_list("path", "current")) == {("/news/one/", False), ("/sport/one/", True)}


@pytest.mark.django_db
def test_an_address_that_was_once_another_storys_is_not_taken_from_it():
    first = published_story("One")
    first.slug = "two"
    publish(first)
    second = published_story("One")
    assert take_address(second) == f"/news/one-{second.pk}/"
    assert StoryAddress.objects.get(path="/news/one/").story == first


@pytest.mark.django_db
def test_the_pattern_of_the_newsroom_is_followed(settings):
    settings.STORY_ADDRESS = "{year}/{month}/{day}/{id}-{slug}"
    story = publish(make_story("One"))
    first = story.first_published_at
    assert story.addresses.get().path.endswith(f"/{story.pk}-one/")
    assert story.addresses.get().path.startswith(f"/{first.year}/")


@pytest.mark.django_db
def test_p2_the_headline_of_a_draft_is_told_to_nobody_who_asks_by_number():
    draft, out = make_story("Secret plan"), published_story("Ferry late")
    assert headlines([draft.pk, out.pk]) == {out.pk: "Ferry late"}
