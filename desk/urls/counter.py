from django.urls import path

from desk.views import assist, notice_codes

urlpatterns = [
    path("counter/", assist.counter, name="counter"),
    path("counter/<int:unit_id>/", assist.counter_home, name="counter-home"),
    path("residencies/<int:residency_id>/end/", assist.residency_end, name="residency-end"),
    path("notice-codes/", notice_codes.notice_codes, name="notice-codes"),
    path("notice-codes/<str:public_id>/revoke/", notice_codes.notice_codes_revoke, name="notice-codes-revoke"),
]
