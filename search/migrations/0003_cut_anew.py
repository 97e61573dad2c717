from itertools import batched

from django.db import migrations

from search import index
from search.folding import fold, grams


def cut_anew(apps, schema_editor):
    """Pieces of Latin words and numbers are pairs since."""
    SearchEntry = apps.get_model("search", "SearchEntry")
    index.install(schema_editor.connection)
    entries = SearchEntry.objects.only("title", "text").iterator(chunk_size=500)
    for some in batched(entries, 500, strict=False):
        for entry in some:
            entry.folded = fold(f"{entry.title}\n{entry.text}")
            entry.grams = grams(entry.folded)
        SearchEntry.objects.bulk_update(some, ["folded", "grams"])


class Migration(migrations.Migration):
    dependencies = [("search", "0002_place_author_seal")]

    operations = [migrations.RunPython(cut_anew, migrations.RunPython.noop)]
