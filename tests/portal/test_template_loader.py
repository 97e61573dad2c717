"""Our own templates lose their indentation; texts, and what is put in, don't."""

from django.template.loader import get_template, render_to_string


def test_our_templates_come_without_indentation() -> None:
    drawn = render_to_string("components/avatar.html", {"name": "方美玲", "seed": "x"})
    source = get_template("forum/_post_tools.html").template

    assert "\n " not in drawn
    assert "\n " in source.source
    texts = [node.s for node in source.nodelist if hasattr(node, "s")]
    assert texts
    assert not any("\n " in text for text in texts)


def test_what_is_put_in_keeps_its_spaces() -> None:
    assert "one\n\n  two" in render_to_string("components/empty.html", {"icon": "forum", "text": "one\n\n  two"})


def test_textareas_keep_their_spaces() -> None:
    composer = get_template("components/composer.html").template

    assert any("\n  " in node.s for node in composer.nodelist if hasattr(node, "s"))
