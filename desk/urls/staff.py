from django.urls import path

from desk.views import role_moves, staff

urlpatterns = [
    path("staff/", staff.staff_list, name="staff-list"),
    path("staff/give/", role_moves.role_give, name="role-give"),
    path("staff/requests/<int:request_id>/", role_moves.role_request, name="role-request"),
    path("staff/roles/<int:role_id>/withdraw/", role_moves.role_withdraw, name="role-withdraw"),
    path("staff/<slug:public_id>/", staff.staff_show, name="staff-show"),
]
