from django.urls import URLPattern, URLResolver, path

from mailbox.views import finding, matters, mine, tracking, ways

app_name = "mailbox"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", ways.ways, name="ways"),
    path("new/<slug:kind>/", matters.matter_new, name="matter-new"),
    path("find/", finding.matter_find, name="matter-find"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<str:number>/", mine.mine_one, name="mine-one"),
    path("t/<str:token>/", tracking.tracking, name="tracking"),
    path("t/<str:token>/receipt/", matters.receipt, name="receipt"),
    path("t/<str:token>/reply/", tracking.tracking_reply, name="tracking-reply"),
    path("t/<str:token>/verdict/", tracking.tracking_verdict, name="tracking-verdict"),
    path("t/<str:token>/files/<str:public_id>/", tracking.tracking_file, name="tracking-file"),
    path("t/<str:token>/files/<str:public_id>/thumb/", tracking.tracking_thumb, name="tracking-thumb"),
]
