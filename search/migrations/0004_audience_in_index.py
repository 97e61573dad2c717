from django.db import migrations

from search import index


def install_index(apps, schema_editor):
    index.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_cut_anew")]

    operations = [migrations.RunPython(install_index, migrations.RunPython.noop)]
