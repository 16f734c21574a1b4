"""The editors' pages: the list, one term in all languages, files in and out."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import can_lead, lead_required, signed_in, staff_required
from helpdesk.lib.errors import Conflict, Invalid, Missing
from helpdesk.lib.pages import page
from knowledgebase.glossary.actions import (
    change_term,
    create_term,
    lock_words,
    relate_term,
    remove_term,
    remove_words,
    save_words,
    unlock_words,
)
from knowledgebase.glossary.desk import editor_context, list_context
from knowledgebase.glossary.files import as_csv, as_zip, read_upload, rows_of_glossary
from knowledgebase.glossary.forms import ImportForm, NewTermForm, TermFactsForm, TermFilter, WordsForm
from knowledgebase.glossary.importing import Report, dry_run, import_rows
from knowledgebase.glossary.models import Term, TermTranslation
from knowledgebase.glossary.permissions import access_term
from knowledgebase.models import LANGUAGE_CHOICES

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@staff_required
@require_GET
def term_list(request: HttpRequest) -> HttpResponse:
    filters = TermFilter(request.GET)
    asked = filters.asked()
    context = {**list_context(asked, request.GET.get("page")), "filters": filters, "asked": asked}
    context["can_import"] = can_lead(request.user)
    return page(request, "knowledgebase/glossary/console/list.html", context)


@staff_required
@read_or_send
def term_new(request: HttpRequest) -> HttpResponse:
    form = NewTermForm(request.POST or None)
    slug = request.POST.get("slug", "")
    if form.is_bound and kept(form, lambda: add_term(form, request)):
        messages.success(request, _("The term is in the glossary. Now say it in the other languages."))
        return redirect("glossary-console:term-detail", slug=slug)
    status = 422 if form.is_bound else 200
    return page(request, "knowledgebase/glossary/console/new.html", {"form": form}, status=status)


def add_term(form: NewTermForm, request: HttpRequest) -> None:
    create_term(form.cleaned_data["slug"], facts=form.facts(), words=form.words(), actor=signed_in(request))


def kept(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form was right and the action took it; what it refuses is said at the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except (Invalid, Conflict) as refused:
        said = getattr(refused, "fields", {}) or {None: [refused.message]}
        for name, lines in said.items():
            form.add_error(name if name in form.fields else None, [str(line) for line in lines])
        return False
    return True


@staff_required
@require_GET
def term_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return editor(request, access_term(slug), {})


def editor(request: HttpRequest, term: Term, refused: dict[str, forms.Form]) -> HttpResponse:
    context = {**editor_context(term, request.user, refused), "can_lock": can_lead(request.user)}
    status = 422 if refused else 200
    return page(request, "knowledgebase/glossary/console/term.html", context, status=status)


@staff_required
@require_POST
def words_save(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    term = access_term(slug)
    if language not in dict(LANGUAGE_CHOICES):
        raise Missing
    form = WordsForm(request.POST, prefix=language)
    if not kept(form, lambda: save_words(term, language, words=form.words(), actor=signed_in(request))):
        return editor(request, term, {language: form})
    messages.success(request, _("Saved. Readers see it now."))
    return redirect("glossary-console:term-detail", slug=slug)


@staff_required
@require_POST
def term_facts(request: HttpRequest, slug: str) -> HttpResponse:
    term = access_term(slug)
    form = TermFactsForm(request.POST)
    if not kept(form, lambda: keep_facts(term, form, request)):
        return editor(request, term, {"facts": form})
    messages.success(request, _("Saved. Readers see it now."))
    return redirect("glossary-console:term-detail", slug=slug)


def keep_facts(term: Term, form: TermFactsForm, request: HttpRequest) -> None:
    said, actor = form.cleaned_data, signed_in(request)
    term = change_term(term, facts=form.facts(), actor=actor)
    relate_term(term, terms=said["related_terms"], articles=said["related_articles"], actor=actor)


def the_words(slug: str, language: str) -> TermTranslation:
    row = access_term(slug).translations.filter(language=language).first()
    if row is None:
        raise Missing
    return row


@lead_required
@require_POST
def words_lock(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    row, actor = the_words(slug, language), signed_in(request)
    if row.is_locked:
        unlock_words(row, actor=actor)
        messages.success(request, _("Unlocked. Every colleague can change these words."))
    else:
        lock_words(row, actor=actor)
        messages.success(request, _("Locked. Only leads can change these words."))
    return redirect("glossary-console:term-detail", slug=slug)


def check_confirmed(request: HttpRequest) -> None:
    """What cannot be undone is said twice, also without a script."""
    if request.POST.get("confirm") != "yes":
        raise Invalid(_("Confirm that you want to remove this."))


@staff_required
@require_POST
def words_remove(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    check_confirmed(request)
    remove_words(access_term(slug), language, actor=signed_in(request))
    messages.success(request, _("The words in this language are removed."))
    return redirect("glossary-console:term-detail", slug=slug)


@lead_required
@require_POST
def term_remove(request: HttpRequest, slug: str) -> HttpResponse:
    check_confirmed(request)
    remove_term(access_term(slug), actor=signed_in(request))
    messages.success(request, _("The term is removed from the glossary."))
    return redirect("glossary-console:term-list")


@staff_required
@require_GET
def terms_export(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in {"csv", "zip"}:
        raise Missing
    rows = rows_of_glossary()
    content = as_zip(rows) if kind == "zip" else as_csv(rows).encode("utf-8-sig")
    mime = "application/zip" if kind == "zip" else "text/csv; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="glossary.{kind}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=mime, headers=headers)


@lead_required
@read_or_send
def terms_import(request: HttpRequest) -> HttpResponse:
    bound = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*bound)
    reports: list[Report] = []
    if form.is_bound:
        kept(form, lambda: reports.append(taken_in(form, request)))
    context = {"form": form, "report": reports[0] if reports else None}
    status = 422 if form.is_bound and not reports else 200
    return page(request, "knowledgebase/glossary/console/import.html", context, status=status)


def taken_in(form: ImportForm, request: HttpRequest) -> Report:
    file = form.cleaned_data["file"]
    take = dry_run if form.cleaned_data["is_rehearsal"] else import_rows
    return take(read_upload(file.name, file.read()), actor=signed_in(request))
