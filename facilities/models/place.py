"""Where a postal code is."""

from django.db import models


class PostalCode(models.Model):
    """A US ZIP code and the middle of its area.

    The point is missing for codes that have no area, such as military ones.
    """

    code = models.CharField(max_length=5, primary_key=True)
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index("state", "city", name="postal_code_by_city")]
        constraints = [
            models.CheckConstraint(
                name="postal_code_point_is_whole",
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.code} {self.city}, {self.state}"
