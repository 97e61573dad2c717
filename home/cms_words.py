"""What Wagtail says to editors in English only: its Chinese catalogue lags behind its releases.

Named here so that `scripts/messages.py` finds them; our catalogue stands before Wagtail's. What Wagtail
says on the way of a news item is here, not all that it can say. A text that Wagtail has translated since
may go.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

TEXTS = (
    # The editor's page
    _("Saved"),
    _("Autosave is paused"),
    _("Autosave is <span>paused</span>"),
    _("Save your changes before leaving"),
    _("Save changes"),
    _("Refresh"),
    _("Refreshing…"),
    _("The page could not be saved due to validation errors."),
    _("The page could not be created due to validation errors."),
    _("The page could not be saved as it is locked."),
    _("There are validation errors, click save to highlight them."),
    _("Preview cannot display due to validation errors. <br /> Click save to highlight the relevant fields."),
    _("Correct the validation errors to resume preview (saving will highlight errors)"),
    _("Go to the first error"),
    _("A network error occurred"),
    _(
        "Troubleshoot your connection to the site before proceeding. Open the editor in a separate tab "
        "to view the last saved version."
    ),
    _("Actions (footer)"),
    _("Add or show comments"),
    _("Show issue"),
    _("Section"),
    _("Toggle minimap"),
    _("Toggle checks"),
    _("Checks"),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _("Item %(index)s of %(total)s"),
    # Status, schedule, locks
    _("Anyone can edit this %(model_name)s"),
    _("Anyone can edit this %(model_name)s – lock it to prevent others from editing"),
    _("Choose who can view the live version of this page"),
    _("Privacy and access"),
    _("Choose when this page should go live and/or expire"),
    _("Choose when this %(model_name)s should go live and/or expire"),
    _("Anyone with editing permissions can create schedules"),
    _("But only those with publishing permissions can make them effective."),
    _('This publishing schedule will only take effect after you select the "Schedule to publish" option'),
    _("Schedule to publish"),
    _("Scheduling…"),
    _("Invalid schedule"),
    _("Go-live:"),
    _("Once scheduled:"),
    _("This page is locked, by you, to further editing"),
    _("Locking: "),
    _("Locked by <b>you</b> at <b>%(locking_date)s</b>"),
    _("Locked by <b>%(locked_by)s</b> at <b>%(locking_date)s</b>"),
    _("To be created by %(user)s"),
    _("Status %(status)s"),
    _("at %(time)s by %(user_display_name)s"),
    _("at %(time)s"),
    _("%(time)s by %(user_display_name)s"),
    _("%(time_period)s ago by %(user_display_name)s"),
    _("Available in %(translations_total)s locales"),
    # Approval
    _("This page is currently at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("This page was marked as needing changes at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("This %(model_name)s is currently at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("Publishing this %(model_name)s will cancel the current workflow."),
    _("Your pages and snippets in a workflow"),
    _("Changes requested %(finished_at)s"),
    _("Sent to %(task_name)s %(started_at)s"),
    _("%(status_display)s %(task_name)s %(started_at)s"),
    _("This %(model_name)s hasn't been submitted for moderation yet"),
    _("Cancelled by %(cancelled_by)s"),
    _("The %(model_name)s '%(title)s' is not currently awaiting moderation."),
    _("%(action)s by <b>%(who)s</b> at <b>%(at)s</b>"),
    _("%(action)s at <b>%(at)s</b>"),
    _("%(action)s by <b>%(who)s</b>"),
    # Two people at one page
    _("You saved a new version in another window"),
    _("%(user_name)s saved a new version"),
    _("View latest version"),
    _("You have unsaved changes in another window"),
    _("%(user_name)s has unsaved changes"),
    _("Currently idle"),
    _("Currently viewing"),
    _("System"),
    _("Proceeding will overwrite the changes you made in that window."),
    _("Proceeding will overwrite the changes made by %(user_name)s."),
    _("Alternatively, you can view the latest version in a new tab."),
    _("Saving will overwrite a newer version."),
    # Lists, pictures, the way around
    _("Search all pages…"),
    _("Exploring"),
    _("Page types usage"),
    _("Page type"),
    _("Date updated"),
    _("Edited by"),
    _("Has child pages"),
    _("Any"),
    _("Anyone"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    _(
        "Pages created here will not be accessible at any URL. To add pages to an existing site, create "
        "them as children of the homepage."
    ),
    _("Choose parent"),
    _("Placeholder title"),
    _("Layout"),
    _("Grid layout"),
    _("List layout"),
    _("Oldest"),
    _("You haven't uploaded any images."),
    _("Please provide an image description to comply with best practices for accessibility."),
    _(
        "Upload successful. However, your new image seems to be a duplicate of this existing image. You "
        "may delete it if it wasn't required."
    ),
    _("Maximum filesize: %(max_upload_size)s."),
    _("Edit account avatar"),
    _("Theme preferences"),
    _("Wagtail %(current_version)s editor guide"),
    _("Close modal dialogs (like this one)"),
    _("Shortcuts"),
    _("Show keyboard shortcuts"),
    _("Application"),
    _("Text editing"),
    _("Text formatting"),
    _("Cut"),
    _("Paste"),
    _("Paste and match style"),
    _("Paste without formatting"),
    _("Insert or edit a link"),
    _("Monospace (code)"),
    _("Strike-through"),
    _("Keyboard shortcuts are currently enabled; manage your %(account_link)s to disable them."),
    _("Keyboard shortcuts are currently disabled; manage your %(account_link)s to enable them."),
    _("account"),
    # Content checks
    _("Content metrics"),
    _("Words"),
    _("Reading time"),
    _("Readability"),
    _("This data explained"),
    _("How we calculate our metrics"),
    _("We extract the main content from the page preview, remove all formatting, and calculate the number of words."),
    _("We calculate reading time from word count, using different reading speeds for different languages."),
    _(
        "We use a readability formula based on length of words and sentences. Long sentences and words "
        "result in a worse readability score."
    ),
    _(
        'See our <a href="%(guide_link)s" target="_blank">content checks guide</a> for more information '
        "on how content metrics are calculated."
    ),
    _("Empty heading found"),
    _("Incorrect heading hierarchy"),
    _("Avoid skipping levels"),
    _("Link text is empty"),
    _("Button text is empty"),
    _("Misusing paragraphs as headings"),
    _("Use proper heading tags"),
    _("Image alt text has inappropriate pattern"),
    _("Use meaningful text"),
    _("Use meaningful text for screen reader users"),
    _("Meta description is empty"),
    _("Add a concise description for search engines"),
)

COUNTS = (
    ngettext_lazy(
        '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
        1,
    ),
    ngettext_lazy(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
        1,
    ),
    ngettext_lazy(
        '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
        1,
    ),
    ngettext_lazy("Referenced %(count)s time", "Referenced %(count)s times", 1),
    ngettext_lazy("One other user is currently viewing", "%(num_user)s other users are currently viewing", 1),
    ngettext_lazy("There is one matching page", "There are %(counter)s matching pages", 1),
    ngettext_lazy("Moved down 1 place.", "Moved down %(counter)s places.", 1),
    ngettext_lazy("Moved up 1 place.", "Moved up %(counter)s places.", 1),
    ngettext_lazy("%(num_parent_objects)d page", "%(num_parent_objects)d pages", 1),
)
