from datetime import timedelta

from django.core.management import call_command
from django.tasks import task

from home.models import SiteImage
from home.models.images import CARD_SPECS
from portal import jobs


@jobs.periodic("home.publish_scheduled", every=timedelta(minutes=1))
def publish_scheduled() -> None:
    """Publishes and takes down what editors scheduled."""
    call_command("publish_scheduled")


@task(queue_name="slow")
def draw_cards(image_id: int) -> None:
    """Draws the sizes that lists show, so that the first reader doesn't wait for them."""
    image = SiteImage.objects.filter(pk=image_id).first()
    if image is not None:
        image.get_renditions(*CARD_SPECS)
