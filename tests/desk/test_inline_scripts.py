import pytest

from broadsheet.desk.inline_scripts import with_nonce

OWN = [
    'new ImageChooser("id_lead_picture", {"modalUrl": "/desk/images/chooser/"});',
    'initDateTimeChooser("id_go_live_at", {"dayOfWeekStart": 1, "format": "Y-m-d H:i"});',
    '\n        (function() {\n            var panel = new InlinePanel(JSON.parse("{\\u0022a\\u0022: 1}"));\n        })();\n    ',
]
FOREIGN = [
    "alert(1)",
    'new ImageChooser("x", {"a": 1}); alert(1)',
    'new ImageChooser("x", {"a": alert(1)});',
    'new ImageChooser("x", {}); new ImageChooser("y", {});',
    'new Function("alert(1)")();',
    '(function() { var panel = new InlinePanel(JSON.parse("x")); alert("1"); })();',
    '(function() { var panel = new InlinePanel(JSON.parse("x" + alert("1"))); })();',
]


@pytest.mark.parametrize("script", OWN)
def test_h4_wagtails_own_scripts_get_the_pages_nonce(script):
    assert with_nonce(f"<p><script>{script}</script>", "n0nce") == f'<p><script nonce="n0nce">{script}</script>'


@pytest.mark.parametrize("script", FOREIGN)
def test_h4_any_other_inline_script_gets_none(script):
    assert "nonce" not in with_nonce(f"<p><script>{script}</script>", "n0nce")
