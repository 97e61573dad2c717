import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import richtext

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">点我</a>',
    "<svg onload=alert(1)><p>x</p></svg>",
    '<p style="position:fixed" class="official-answer" id="x">官方答复</p>',
    '<iframe src="https://evil.example"></iframe>',
    "<math><mtext><style><img src=x onerror=alert(1)>",
    '<img src="https://track.example/x.gif">',
    '<img src="/files/../../desk/">',
]


@pytest.mark.parametrize("html", HOSTILE)
def test_clean_leaves_nothing_that_acts_or_looks_official(html: str) -> None:
    cleaned = str(richtext.clean(f"<p>正文</p>{html}")).lower()

    assert "正文" in cleaned
    for forbidden in (
        "<script",
        "onerror",
        "onload",
        "javascript:",
        "style=",
        "class=",
        "id=",
        "<iframe",
        "<svg",
        "<img",
    ):
        assert forbidden not in cleaned


def test_clean_keeps_what_people_write() -> None:
    html = "<h3>电梯</h3><p><strong>12层</strong><br><em>异响</em></p><ul><li>一</li></ul><blockquote>引用</blockquote>"

    assert richtext.clean(html) == html


def test_clean_keeps_our_own_pictures_only() -> None:
    own = '<img src="/files/0a1b2c/" alt="现场">'

    assert richtext.clean(own) == own
    assert richtext.clean('<img src="/files/0a1b2c/?x=1">') == ""


def test_clean_marks_links_of_people_as_theirs() -> None:
    assert 'rel="nofollow ugc noopener"' in richtext.clean('<a href="https://a.example">a</a>')


def test_clean_turns_old_tags_into_ours() -> None:
    assert richtext.clean("<b>一</b><i>二</i><h1>三</h1>") == "<strong>一</strong><em>二</em><h3>三</h3>"


@given(st.text())
def test_clean_is_idempotent(text: str) -> None:
    once = richtext.clean(text)

    assert richtext.clean(once) == once


def test_from_text_makes_paragraphs_and_links_and_escapes() -> None:
    html = richtext.from_text("第一行\n第二行\n\n见 https://a.example/x?a=1。<script>")

    assert html.startswith("<p>第一行<br>第二行</p><p>见 <a")
    assert 'href="https://a.example/x?a=1"' in html
    assert "&lt;script&gt;" in html


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_words_survive_from_text_to_text(text: str) -> None:
    # Unicode's own spaces are folded: compared are the words.
    assert richtext.to_text(richtext.from_text(text)).split() == text.split()


def test_to_text_drops_scripts_and_keeps_lines() -> None:
    assert richtext.to_text("<p>一<br>二</p><script>x()</script><style>p{}</style><div>三</div>") == "一\n二\n\n三"


def test_excerpt_is_one_line_cut_with_an_ellipsis() -> None:
    assert richtext.excerpt("<p>电梯里</p><p>有金属摩擦声</p>", 6) == "电梯里 有…"
