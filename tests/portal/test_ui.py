"""The `{% ui %}` tag: declared props, isolation, and that no template names what is not there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.forms import CharField, Form
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template

from portal.components import COMPONENTS

TEMPLATES = sorted(Path(settings.ROOT).glob("*/templates/**/*.html"))


class NameForm(Form):
    name = CharField(label="姓名", help_text="与合同一致")


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_unknown_prop_stops_the_template_from_compiling():
    with pytest.raises(TemplateSyntaxError, match="has no prop colour"):
        Template('{% ui "icon" name="bell" colour="red" %}')


def test_missing_required_prop_stops_the_template_from_compiling():
    with pytest.raises(TemplateSyntaxError, match="needs name"):
        Template('{% ui "icon" %}')


def test_unknown_component_is_refused_with_the_list_of_known_ones():
    with pytest.raises(TemplateSyntaxError, match=r"no component “buton”.*avatar"):
        Template('{% ui "buton" %}')


@pytest.mark.parametrize("source", ["{% ui %}", "{% ui name %}", '{% ui "icon" "bell" %}'])
def test_malformed_tag_is_refused(source: str):
    with pytest.raises(TemplateSyntaxError):
        Template(source)


def test_a_component_sees_its_props_and_nothing_of_the_page():
    html = render('{% ui "empty" text="没有" %}', action_url="/stolen/", title="页面标题")

    assert "/stolen/" not in html
    assert "页面标题" not in html


def test_as_keeps_the_markup_for_later():
    html = render('{% ui "icon" name="bell" as bell %}[{{ bell }}]')

    assert html.startswith("[<svg")


def test_props_are_escaped():
    html = render('{% ui "avatar" name=name %}', name="<b>")

    assert "<b>" not in html
    assert "&lt;" in html


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_declared_component_has_its_template(name: str):
    assert get_template(f"components/{name}.html")


def test_every_component_template_is_declared():
    found = {path.stem for path in (Path(settings.ROOT) / "portal/templates/components").glob("*.html")}

    assert found == set(COMPONENTS)


def test_every_icon_named_in_a_template_is_in_the_sprite():
    sprite = (Path(settings.ROOT) / "static/img/icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))

    named = {
        (path.name, icon)
        for path in TEMPLATES
        for icon in re.findall(r'(?:ui "icon" name|[ (]icon)="([a-z-]+)"', path.read_text(encoding="utf-8"))
    }

    assert {(where, icon) for where, icon in named if icon not in known} == set()


def test_no_template_carries_an_inline_style_or_script():
    inline = re.compile(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*(?:\ssrc=|type="application/))')

    found = [
        str(path.relative_to(settings.ROOT))
        for path in TEMPLATES
        # Mails are read in mail programs, which know no policy and no sheets of ours.
        if "mail" not in path.parts and inline.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_a_field_with_a_mistake_says_so_beside_the_control():
    form = NameForm({"name": ""})

    html = render('{% ui "field" field=form.name %}', form=form)

    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert re.search(r'aria-describedby="[^"]*id_name_helptext[^"]*id_name_error', html)


def test_the_error_summary_leads_to_the_field():
    form = NameForm({"name": ""})

    html = render('{% ui "errors" form=form %}', form=form)

    assert '<a href="#id_name">' in html
    assert render('{% ui "errors" form=form %}', form=NameForm({"name": "周喆"})).strip() == ""


def test_two_seals_on_a_page_have_different_ids():
    html = render('{% ui "seal" company="邻里置业" %}{% ui "seal" company="邻里置业" %}')

    ids = re.findall(r'<path id="([^"]+)"', html)

    assert len(set(ids)) == 2


def test_qr_is_one_path_that_a_strict_policy_draws():
    html = render('{% ui "qr" data="LL1:8800" label="会员码" %}')

    assert html.count("<path") == 1
    assert 'aria-label="会员码"' in html
    assert "style=" not in html


@pytest.mark.parametrize(("number", "shown"), [(20, "+20"), (-100, "−100"), (0, "0"), (None, "")])
def test_signed_number_has_a_true_minus(number, shown):
    assert render("{{ n|signed }}", n=number) == shown
