"""The desk's pages of announcements: agents read, leads write."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import lead_required, signed_in, staff_required
from helpdesk.lib.errors import Invalid
from helpdesk.lib.pages import page
from knowledgebase.announcements.actions import (
    change_announcement,
    create_announcement,
    end_announcement,
    post_update,
    publish_announcement,
    save_update_words,
    save_words,
    unschedule_announcement,
)
from knowledgebase.announcements.forms import (
    FactsForm,
    LanguageForm,
    NewForm,
    PublishForm,
    UpdateForm,
    UpdateWordsForm,
    WordsForm,
)
from knowledgebase.announcements.models import Announcement
from knowledgebase.announcements.permissions import access_draft, access_to_change, access_update
from knowledgebase.announcements.writing import detail_context, list_context, preview_of

FOLDER = "knowledgebase/announcements/console"


@staff_required
@require_GET
def announcement_list(request: HttpRequest) -> HttpResponse:
    return page(request, f"{FOLDER}/list.html", list_context(request))


@lead_required
@require_http_methods(["GET", "POST"])
def announcement_new(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return page(
            request, f"{FOLDER}/new.html", {"form": NewForm(initial={"language": request.LANGUAGE_CODE})}
        )
    form = NewForm(request.POST)
    if not form.is_valid():
        return page(request, f"{FOLDER}/new.html", {"form": form}, status=422)
    language = form.cleaned_data["language"]
    row = create_announcement(form.said, facts=form.facts, language=language, actor=signed_in(request))
    return back_to(request, row, _("Saved as a draft. Translate it, then publish it."))


@staff_required
@require_GET
def announcement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, access_draft(request.user, pk))


@staff_required
@require_POST
def announcement_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access_to_change(request.user, pk)
    form = FactsForm(request.POST)
    if not form.is_valid():
        return show(request, row, status=422, facts_form=form)
    change_announcement(row, form.facts, actor=signed_in(request))
    return back_to(request, row, _("Saved."))


@staff_required
@require_POST
def announcement_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the words of the working language, or only show how they will look."""
    row = access_to_change(request.user, pk)
    language = LanguageForm.of(request.GET, row.source_language)
    form = WordsForm(request.POST, announcement=row, language=language)
    if not form.is_valid():
        return show(request, row, status=422, words_form=form)
    if "preview" in request.POST:
        return show(request, row, words_form=form, preview=preview_of(form.said, language))
    save_words(row, language, said=form.said, actor=signed_in(request))
    return back_to(request, row, _("Saved."))


@staff_required
@require_POST
def announcement_publish(request: HttpRequest, pk: int) -> HttpResponse:
    row = access_to_change(request.user, pk)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return show(request, row, status=422, publish_form=form)
    try:
        row = publish_announcement(row, **form.cleaned_data, actor=signed_in(request))
    except Invalid as refusal:
        form.refused(refusal)
        return show(request, row, status=422, publish_form=form)
    said = _("Scheduled.") if row.is_scheduled else _("Published. Readers see it within a minute.")
    return back_to(request, row, said)


@staff_required
@require_POST
def announcement_unschedule(request: HttpRequest, pk: int) -> HttpResponse:
    row = unschedule_announcement(access_to_change(request.user, pk), actor=signed_in(request))
    return back_to(request, row, _("It is a draft again."))


@staff_required
@require_POST
def announcement_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = end_announcement(access_to_change(request.user, pk), actor=signed_in(request))
    return back_to(request, row, _("Ended. It stays in the list of the past."))


@staff_required
@require_POST
def update_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Post an update in the working language; it is told by mail in this one to whoever has no other."""
    row = access_to_change(request.user, pk)
    language = LanguageForm.of(request.GET, row.source_language)
    form = UpdateForm(request.POST, language=language)
    if not form.is_valid():
        return show(request, row, status=422, update_form=form)
    words = {language: form.cleaned_data["text"]}
    post_update(row, stage=form.cleaned_data["stage"], words=words, actor=signed_in(request))
    return back_to(request, row, _("Posted. Readers see it within a minute."))


@staff_required
@require_POST
def update_words(request: HttpRequest, pk: int, update: int) -> HttpResponse:
    row = access_to_change(request.user, pk)
    told = access_update(row, update)
    form = UpdateWordsForm(request.POST)
    if not form.is_valid():
        return show(request, row, status=422)
    language = LanguageForm.of(request.GET, row.source_language)
    save_update_words(told, language, text=form.cleaned_data["text"], actor=signed_in(request))
    return back_to(request, row, _("Saved."))


def show(request: HttpRequest, row: Announcement, *, status: int = 200, **shown: object) -> HttpResponse:
    return page(request, f"{FOLDER}/detail.html", detail_context(request, row, **shown), status=status)


def back_to(request: HttpRequest, row: Announcement, said: str) -> HttpResponse:
    """To the announcement, in the language that was worked in."""
    messages.success(request, said)
    language = LanguageForm.of(request.GET, row.source_language)
    address = reverse("announcements-console:announcement-detail", args=[row.pk])
    return redirect(f"{address}?language={language}" if language != row.source_language else address)
