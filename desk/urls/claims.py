from django.urls import path

from desk.views import claims

urlpatterns = [
    path("claims/", claims.claim_list, name="claim-list"),
    path("claims/<str:public_id>/", claims.claim_review, name="claim-review"),
]
