import pytest

from broadsheet.settings.errors import (
    BrokenSettingsFileError,
    SecretFileError,
    UnknownSettingError,
    WrongSettingError,
)
from broadsheet.settings.links import database_from, mail_from
from broadsheet.settings.table import load


@pytest.fixture
def folder(tmp_path):
    def write(text: str = ""):
        (tmp_path / "broadsheet.toml").write_text(text, "utf-8")
        return tmp_path

    return write


def test_an_empty_file_gives_every_default(folder):
    settings = load(folder(), {})
    assert (settings["site.name"], settings["comments.moderation"], settings["server.port"]) == (
        "Broadsheet",
        "before",
        8000,
    )


def test_the_file_overrides_the_default_and_the_environment_the_file(folder):
    path = folder('[site]\nname = "A"\n')
    assert load(path, {})["site.name"] == "A"
    assert load(path, {"BROADSHEET_SITE_NAME": "B"})["site.name"] == "B"


def test_a_secret_is_read_from_the_file_that_the_environment_names(folder, tmp_path):
    (tmp_path / "secret").write_text("s3cret\n")
    assert load(folder(), {"BROADSHEET_SECRET_KEY_FILE": str(tmp_path / "secret")})["secret_key"] == "s3cret"


def test_a_secret_file_that_is_missing_stops_the_start(folder):
    with pytest.raises(SecretFileError):
        load(folder(), {"BROADSHEET_SECRET_KEY_FILE": "/nowhere/at/all"})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[site]\nname = 3", "site.name"),
        ('[server]\nport = "eighty"', "server.port"),
        ("[server]\nport = -1", "server.port"),
        ('[comments]\nmoderation = "never"', "comments.moderation"),
        ("[server]\nport = 99999", "server.port"),
        ('[server]\ntrusted_proxies = ["nonsense"]', "server.trusted_proxies"),
        ('[site]\ntime_zone = "Oslo"', "site.time_zone"),
        ('[site]\nstory_address = "{foo}"', "site.story_address"),
        ('[site]\nstory_address = "{section}"', "site.story_address"),
        ('[feeds.ntb]\ntime_zone = "Oslo"', "feeds.ntb.time_zone"),
        ('[site]\nurl = "paper.example"', "site.url"),
        ('[site]\nurl = "https://paper.example/news"', "site.url"),
        ('[site]\nhosts = "paper.example"', "site.hosts"),
        ('[comments.rate_limits]\nnetwork = "many"', "comments.rate_limits"),
        ('[comments.rate_limits]\nplanet = "1/2"', "comments.rate_limits"),
        ("[feeds.ntb]\nsection = 3", "feeds.ntb.section"),
    ],
)
def test_a_wrong_value_stops_the_start_with_its_name_and_what_was_expected(folder, text, name):
    with pytest.raises(WrongSettingError) as caught:
        load(folder(text), {})
    assert caught.value.name == name
    assert caught.value.expected


@pytest.mark.parametrize("text", ["[site]\nnmae = 'A'", "[feeds.ntb]\ncolour = 'red'"])
def test_an_unknown_name_stops_the_start(folder, text):
    with pytest.raises(UnknownSettingError):
        load(folder(text), {})


def test_a_file_that_is_no_toml_stops_the_start(folder):
    with pytest.raises(BrokenSettingsFileError):
        load(folder("[site"), {})


def test_limits_that_are_named_leave_the_others_as_they_are(folder):
    limits = load(folder('[comments.rate_limits]\nnetwork = "1/2"'), {})["comments.rate_limits"]
    assert limits == {"network": (1, 2), "email": (5, 600), "story": (60, 600), "overall": (600, 600)}


def test_d1_the_database_of_a_newsroom_commits_durably(tmp_path):
    start = database_from("", tmp_path)["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in start
    assert "synchronous_commit=on" in database_from("postgres://u@h/n", tmp_path)["OPTIONS"]["options"]


def test_a_database_that_we_do_not_know_is_refused(tmp_path):
    with pytest.raises(WrongSettingError):
        database_from("mysql://u@h/n", tmp_path)


def test_mail_is_written_to_a_folder_until_there_is_a_server(tmp_path):
    assert mail_from("", tmp_path)["EMAIL_FILE_PATH"] == tmp_path / "mail"


@pytest.mark.parametrize(("url", "ssl", "tls"), [("smtps://h", True, False), ("smtp://h", False, True)])
def test_mail_never_goes_out_unencrypted(tmp_path, url, ssl, tls):
    made = mail_from(url, tmp_path)
    assert (made["EMAIL_USE_SSL"], made["EMAIL_USE_TLS"]) == (ssl, tls)
