from django.urls import path

from desk.views import case_moves, cases, follow_ups, ledger, phone_entry, private, work_orders

urlpatterns = [
    path("cases/", cases.case_list, name="case-list"),
    path("cases/new/", phone_entry.phone_entry, name="phone-entry"),
    path("cases/new/caller/", phone_entry.phone_entry_caller, name="phone-entry-caller"),
    path("cases/from-topic/<str:topic_id>/", case_moves.case_from_topic, name="case-from-topic"),
    path("cases/private/<str:topic_id>/", private.private_ask, name="private-ask"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/take/", case_moves.case_take, name="case-take"),
    path("cases/<str:number>/accept/", case_moves.case_accept, name="case-accept"),
    path("cases/<str:number>/hand-over/", case_moves.case_hand_over, name="case-hand-over"),
    path("cases/<str:number>/assess/", case_moves.case_assess, name="case-assess"),
    path("cases/<str:number>/answer/", case_moves.case_answer, name="case-answer"),
    path("cases/<str:number>/note/", case_moves.case_note, name="case-note"),
    path("cases/<str:number>/contact/", case_moves.case_contact, name="case-contact"),
    path("cases/<str:number>/wait/", case_moves.case_wait, name="case-wait"),
    path("cases/<str:number>/resume/", case_moves.case_resume, name="case-resume"),
    path("cases/<str:number>/close/", case_moves.case_close, name="case-close"),
    path("cases/<str:number>/reopen/", case_moves.case_reopen, name="case-reopen"),
    path("cases/<str:number>/dispatch/", work_orders.work_order_dispatch, name="work-order-dispatch"),
    path("work-orders/", work_orders.work_order_list, name="work-order-list"),
    path("work-orders/<int:order_id>/", work_orders.work_order, name="work-order"),
    path("follow-ups/", follow_ups.follow_up_list, name="follow-up-list"),
    path("follow-ups/<int:follow_up_id>/", follow_ups.follow_up_record, name="follow-up-record"),
    path("follow-ups/<int:follow_up_id>/missed/", follow_ups.follow_up_missed, name="follow-up-missed"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", ledger.ledger_export, name="ledger-export"),
]
