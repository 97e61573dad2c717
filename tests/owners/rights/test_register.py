"""A table that may name somebody says how it is exported and erased, or why it needs not."""

import pytest
from django.apps import apps

from owners import rights
from portal.sealed_fields import SealedTextField
from tests.portal.test_floors import our_models

CLAIMED = {model: holding for holding in rights.holdings() for model in (holding.model, *holding.also)}


def every_model():
    linking = [m for m in apps.get_models(include_auto_created=True) if m._meta.auto_created and _is_ours(m)]
    return [*our_models(), *linking]


def _is_ours(model):
    return model._meta.app_label in {one._meta.app_label for one in our_models()}


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model._meta.label)
def test_a_model_with_personal_data_is_claimed_or_exempted_with_a_reason(model):
    label = model._meta.label

    if rights.holds_personal_data(model):
        assert label in CLAIMED or rights.exempted().get(label), (
            f"{label} may hold personal data: register it in {model._meta.app_label}/personal_data.py "
            "(rights.hold, or rights.exempt with the reason)"
        )
    assert not (label in CLAIMED and label in rights.exempted())


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model._meta.label)
def test_what_is_sealed_is_shown_to_the_person_or_left_out_for_a_reason(model):
    sealed = {field.name for field in model._meta.concrete_fields if isinstance(field, SealedTextField)}
    if not sealed:
        return
    holding = CLAIMED.get(model._meta.label)

    assert holding, f"{model._meta.label} keeps sealed data that nobody claims"
    shown = {path.rpartition("__")[2] for path in holding.shows} | set(holding.hides)
    assert sealed <= shown, f"{model._meta.label}: {sealed - shown} is neither shown nor hidden with a reason"


def test_nothing_is_claimed_that_isnt_there():
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}

    assert not ({*CLAIMED, *rights.exempted()} - known)


def test_every_kept_holding_says_why_in_words():
    assert all(holding.kept for holding in rights.holdings() if holding.retention != rights.Retention.ACCOUNT)
