from django.urls import path

from desk.views import answering_figures, duty, prepared, removals, sanctions, sightings, spokesperson, watch_moves

urlpatterns = [
    path("watch/", spokesperson.watch_list, name="watch-list"),
    path("watch/prepared/", prepared.prepared_list, name="prepared-list"),
    path("watch/prepared/<int:version>/", prepared.prepared_review, name="prepared-review"),
    path("watch/figures/", answering_figures.answering_figures, name="answering-figures"),
    path("watch/outside/", sightings.sighting_list, name="sighting-list"),
    path("watch/duty/", duty.duty, name="duty"),
    path("watch/duty/shifts/", duty.shift_add, name="shift-add"),
    path("watch/duty/shifts/<int:shift>/", duty.shift_drop, name="shift-drop"),
    path("watch/duty/absences/", duty.absence_add, name="absence-add"),
    path("watch/duty/absences/<int:absence>/", duty.absence_drop, name="absence-drop"),
    path("watch/flags/", spokesperson.watch_flags, name="watch-flags"),
    path("watch/flags/<int:post>/", watch_moves.watch_flag_decide, name="watch-flag-decide"),
    path("watch/removals/", removals.removal_list, name="removal-list"),
    path("watch/removals/<slug:removal>/", removals.removal_decide, name="removal-decide"),
    path("watch/sanctions/", sanctions.sanction_list, name="sanction-list"),
    path("watch/sanctions/<slug:sanction>/", sanctions.appeal_decide, name="appeal-decide"),
    path("watch/<slug:topic>/", spokesperson.watch, name="watch"),
    path("watch/<slug:topic>/claim/", watch_moves.watch_claim, name="watch-claim"),
    path("watch/<slug:topic>/release/", watch_moves.watch_release, name="watch-release"),
    path("watch/<slug:topic>/draft/", watch_moves.watch_draft, name="watch-draft"),
    path("watch/<slug:topic>/submit/", watch_moves.watch_submit, name="watch-submit"),
    path("watch/<slug:topic>/answer/", watch_moves.watch_answer, name="watch-answer"),
    path("watch/<slug:topic>/correct/<int:number>/", watch_moves.watch_correct, name="watch-correct"),
    path("watch/<slug:topic>/approve/", watch_moves.watch_approve, name="watch-approve"),
    path("watch/<slug:topic>/return/", watch_moves.watch_return, name="watch-return"),
    path("watch/<slug:topic>/dismiss/", watch_moves.watch_dismiss, name="watch-dismiss"),
]
