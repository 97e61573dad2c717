"""Boards and watched words as staff configure them in the CMS."""

from django.forms import ModelForm
from django.urls import reverse

from forum import watchlist
from forum.models import Board, Section, Topic, WatchedWord
from forum.wagtail_hooks import BoardViewSet, SectionViewSet, WatchedWordViewSet
from owners.viewers import estate_key


def _board_form(board: Board, **changes: object) -> ModelForm:
    form_class = BoardViewSet().get_edit_handler().get_form_class()
    data = form_class(instance=board).initial | {"audience": board.audience, "start_audience": board.start_audience}
    return form_class({key: value for key, value in (data | changes).items() if value is not None}, instance=board)


def test_board_closed_in_the_cms_takes_its_topics_along(olga, otto, estate, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    form = _board_form(public_board, audience=estate_key(estate.pk), start_audience=estate_key(estate.pk))
    assert form.is_valid(), form.errors
    form.save()

    assert not Topic.objects.visible_to(viewer_of(otto)).filter(pk=topic.pk).exists()
    assert Topic.objects.visible_to(viewer_of(olga)).filter(pk=topic.pk).exists()


def test_board_closed_in_the_cms_leaves_the_public_search(olga, estate, public_board, start, viewer_of, drain) -> None:
    import search

    start(olga, public_board, title="关门之前的漏水")
    form = _board_form(public_board, audience=estate_key(estate.pk), start_audience=estate_key(estate.pk))
    form.is_valid()
    form.save()
    drain()

    assert search.find(viewer_of(None), "漏水") == []
    assert len(search.find(viewer_of(olga), "漏水")) == 1


def test_board_open_to_visitors_for_writing_is_refused(public_board) -> None:
    form = _board_form(public_board, start_audience="public")

    assert "start_audience" in form.errors


def test_watched_word_is_kept_as_texts_are_compared(db) -> None:
    form_class = WatchedWordViewSet().get_edit_handler().get_form_class()

    form = form_class(
        {"word": "代 开·发票 ", "action": "block", "spellings": "dkfp，代开fp", "harmless": "", "note": ""}
    )
    form.is_valid()
    form.save()

    assert WatchedWord.objects.get().word == "代开发票"
    assert [hit.passage for hit in watchlist.hits("找我 DKFP")[0]] == ["DKFP"]
    assert [hit.passage for hit in watchlist.hits("找我代开-FP")[0]] == ["代开-FP"]


def test_watched_word_of_signs_alone_is_refused(db) -> None:
    form_class = WatchedWordViewSet().get_edit_handler().get_form_class()

    form = form_class({"word": " …*", "action": "block"})

    assert "word" in form.errors


def test_section_of_the_cms_stands_on_the_kept_front(
    public_board, client_for, django_capture_on_commit_callbacks
) -> None:
    """A visitor's front is kept as a whole; a new heading is on it at once."""
    front = lambda: client_for(None).get(reverse("forum:index")).content.decode()  # noqa: E731
    front()
    form_class = SectionViewSet().get_edit_handler().get_form_class()
    form = form_class({"name": "邻里生活", "position": "1"})
    assert form.is_valid(), form.errors
    form.save()
    board = _board_form(public_board, section=Section.objects.get().pk)
    assert board.is_valid(), board.errors
    with django_capture_on_commit_callbacks(execute=True):
        board.save()

    assert "邻里生活" in front()
