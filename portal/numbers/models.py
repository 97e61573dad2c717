from django.db import models


class NumberSeries(models.Model):
    """The last number given in one estate's year. Its row lock makes numbers dense and unique."""

    estate_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["estate_code", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.estate_code}-{self.year}-{self.last:06d}"
