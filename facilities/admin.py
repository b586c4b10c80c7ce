"""For operators only, and only to look: every change goes through actions."""

from django.contrib import admin

from facilities.models import (
    Claim,
    Facility,
    FlagReply,
    ImportMatch,
    ProblemReport,
    SamhsaRecord,
)


class LookOnly(admin.ModelAdmin):
    """Shows rows and lets nobody add, change or delete one."""

    def has_add_permission(self, request):  # noqa: ARG002
        return False

    def has_change_permission(self, request, obj=None):  # noqa: ARG002
        return False

    def has_delete_permission(self, request, obj=None):  # noqa: ARG002
        return False


@admin.register(Facility)
class FacilityAdmin(LookOnly):
    list_display = ["full_name", "city", "state", "listing_status", "is_sample"]
    list_filter = ["listing_status", "is_sample", "details_origin", "state"]
    search_fields = ["name", "name_line_2", "city"]


@admin.register(Claim)
class ClaimAdmin(LookOnly):
    list_display = ["facility", "field", "status", "origin", "expires_on"]
    list_filter = ["status", "origin"]
    list_select_related = ["facility"]
    search_fields = ["facility__name", "field"]


@admin.register(ImportMatch)
class ImportMatchAdmin(LookOnly):
    list_display = ["facility", "other", "reason", "decision"]
    list_filter = ["decision"]
    list_select_related = ["facility", "other"]


@admin.register(SamhsaRecord)
class SamhsaRecordAdmin(LookOnly):
    list_display = ["name_1", "name_2", "city", "state", "book", "edition"]
    list_filter = ["book", "edition", "state"]
    search_fields = ["name_1", "name_2", "city"]


@admin.register(FlagReply)
class FlagReplyAdmin(LookOnly):
    list_display = ["facility", "flag", "replied_on"]
    list_filter = ["flag"]
    list_select_related = ["facility"]


@admin.register(ProblemReport)
class ProblemReportAdmin(LookOnly):
    """The newest first, to be read until there is a queue for them."""

    list_display = ["reported_at", "facility", "kind", "criterion"]
    list_filter = ["kind"]
    list_select_related = ["facility"]
    search_fields = ["facility__name", "text"]
