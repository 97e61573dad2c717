from wagtail.admin.forms import WagtailAdminPageForm

from owners.models.accounts import new_public_id
from portal.worktime import today


class SitePageForm(WagtailAdminPageForm):
    """Gives a page an address by itself: a Chinese title makes none that anybody could type."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """What the editor chose, else the date and four characters: `20261122-k3f7`."""
        return self.cleaned_data["slug"] or f"{today():%Y%m%d}-{new_public_id()[:4]}"
