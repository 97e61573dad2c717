from django.urls import path

from crm.views import work_orders

app_name = "crm"
urlpatterns = [path("task/workorder/<int:order_id>/", work_orders.workorder_task, name="workorder-task")]
