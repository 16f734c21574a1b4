"""Reviewers' pages, and the page where an agent reads what was said about their work."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import can_lead, lead_required, signed_in, staff_required
from helpdesk.lib.errors import Invalid
from helpdesk.lib.pages import page, wants_fragment
from qa.actions import (
    acknowledge_review,
    draw_sample,
    pin_message,
    present_score,
    save_draft,
    start_standard_scorecard,
    submit_review,
)
from qa.forms import AcknowledgeForm, DrawForm, PinForm, ScoreForm
from qa.models import Review
from qa.permissions import (
    access_acknowledging,
    access_review,
    access_scoring,
    can_acknowledge,
    can_score,
    reviews_about,
    visible_reviews,
)
from qa.scoring import FEWEST_FOR_INTERVAL, Score
from qa.selectors import (
    agent_results,
    current_scorecard,
    next_in_queue,
    queue_of,
    recent_samples,
    with_subjects,
)
from qa.subjects import load_subject
from tickets.selectors import topics_by_slug

PER_PAGE = 20
read_or_send = require_http_methods(["GET", "HEAD", "POST"])
"""A form sent to its page's own address: a refusal can be loaded again, shared and left like the page itself."""


@read_or_send
@staff_required
def review_list(request: HttpRequest) -> HttpResponse:
    """The leads' desk, where they draw too; who does not review is taken to their own reviews."""
    if request.method == "POST":
        return sample_draw(request)
    if not can_lead(request.user):
        return redirect("qa:my-reviews")
    return page(request, "qa/desk.html", desk_of(request, DrawForm()))


def desk_of(request: HttpRequest, form: DrawForm) -> dict[str, Any]:
    """All the desk shows: my queue, the draw, how the agents stand, what was reviewed lately."""
    finished = visible_reviews(request.user).finished().for_list().order_by("-submitted_at", "-pk")
    recent = Paginator(finished, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "form": form,
        "scorecard": current_scorecard(),
        "queue": with_subjects(list(queue_of(signed_in(request)))),
        "results": agent_results(),
        "samples": recent_samples(),
        "recent": recent,
        "rows": with_subjects(list(recent.object_list)),
        "fewest": FEWEST_FOR_INTERVAL,
    }


@lead_required
def sample_draw(request: HttpRequest) -> HttpResponse:
    form = DrawForm(request.POST)
    if not form.is_valid():
        return page(request, "qa/desk.html", desk_of(request, form), status=422)
    count, seed = form.cleaned_data["count"], form.cleaned_data["seed"]
    reviews = draw_sample(
        signed_in(request), count=count, seed=seed, frame=form.frame, actor=signed_in(request)
    )
    drawn = ngettext("Drew %(n)d conversation.", "Drew %(n)d conversations.", len(reviews)) % {
        "n": len(reviews)
    }
    messages.success(request, drawn)
    return redirect("qa:review-list")


@require_POST
@lead_required
def scorecard_start(request: HttpRequest) -> HttpResponse:
    card = start_standard_scorecard(actor=signed_in(request))
    messages.success(request, _("“%(card)s” is in use for new reviews.") % {"card": card})
    return redirect("qa:review-list")


@require_GET
@staff_required
def my_reviews(request: HttpRequest) -> HttpResponse:
    about_me = reviews_about(signed_in(request)).for_list().order_by("-submitted_at", "-pk")
    shown = Paginator(about_me, PER_PAGE).get_page(request.GET.get("page"))
    mine = [result for result in agent_results() if result.agent.pk == request.user.pk]
    context = {
        "recent": shown,
        "rows": with_subjects(list(shown.object_list)),
        "result": mine[0] if mine else None,
    }
    return page(request, "qa/mine.html", context)


@read_or_send
@staff_required
def review_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to fill in or to read; sent, it is handed in."""
    if request.method == "POST":
        return review_submit(request, pk)
    review = access_review(request.user, pk)
    form = ScoreForm(review=review) if can_score(request.user, review) else None
    acknowledge = AcknowledgeForm() if can_acknowledge(request.user, review) else None
    return page(request, "qa/review.html", sheet_of(review, form=form, acknowledge=acknowledge))


def sheet_of(
    review: Review, *, form: ScoreForm | None = None, acknowledge: AcknowledgeForm | None = None
) -> dict[str, Any]:
    """The transcript on one side, the scorecard on the other: to fill in (`form`), or as it was filled in."""
    subject = load_subject(review.subject_type, review.subject_id)
    pins = {pin.seq: pin for pin in review.pins.all()}
    answers = {answer.criterion_id: answer for answer in review.answers.all()}
    return {
        "review": review,
        "subject": subject,
        "topic": topics_by_slug().get(subject.topic),
        "lines": [{"line": line, "pin": pins.get(line.seq)} for line in subject.lines],
        "score": review.score if form is None else present_score(review).percent,
        "rows": [(criterion, answers.get(criterion.pk)) for criterion in review.scorecard.criteria.all()],
        "form": form,
        "acknowledge": acknowledge,
    }


@require_POST
@staff_required
def review_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a draft: JSON for the page's own script, back to the page for a plain form."""
    review = access_scoring(request.user, pk)
    form = ScoreForm(request.POST, review=review)
    if not form.is_valid():
        raise Invalid(_("Some answers could not be read. Reload the page and try again."))
    score = keep(request, review, form)
    if request.headers.get("Accept") == "application/json":
        percent = None if score.percent is None else float(score.percent)
        return JsonResponse({"score": percent, "zeroed": score.is_zeroed})
    return redirect("qa:review-detail", pk=pk)


def keep(request: HttpRequest, review: Review, form: ScoreForm) -> Score:
    seconds = form.cleaned_data["seconds"] or 0
    comment = form.cleaned_data["comment"]
    return save_draft(review, form.verdicts, comment=comment, seconds=seconds, actor=signed_in(request))


def review_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the form holds, then hand it in; what is missing is said beside its question."""
    review = access_scoring(request.user, pk)
    form = ScoreForm(request.POST, review=review)
    if not form.is_valid():
        return page(request, "qa/review.html", sheet_of(review, form=form), status=422)
    keep(request, review, form)
    try:
        review = submit_review(review, actor=signed_in(request))
    except Invalid as error:
        form.refuse(error)
        return page(request, "qa/review.html", sheet_of(review, form=form), status=422)
    return next_or_desk(request, review)


def next_or_desk(request: HttpRequest, review: Review) -> HttpResponse:
    following = next_in_queue(signed_in(request), after=review.pk)
    messages.success(request, _("Submitted: %(score)s %%.") % {"score": review.score})
    if following:
        return redirect("qa:review-detail", pk=following.pk)
    return redirect("qa:review-list")


@require_POST
@staff_required
def review_pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Pin or unpin a message: htmx is given its button and the list of pins, a plain form the page again."""
    review = access_scoring(request.user, pk)
    form = PinForm(request.POST, seqs=load_subject(review.subject_type, review.subject_id).seqs)
    if not form.is_valid():
        raise Invalid(_("Choose a message of this conversation."))
    pin_message(review, **form.cleaned_data, actor=signed_in(request))
    if not wants_fragment(request):
        return redirect("qa:review-detail", pk=pk)
    sheet = sheet_of(access_scoring(request.user, pk))
    entry = next(entry for entry in sheet["lines"] if entry["line"].seq == form.cleaned_data["seq"])
    return page(request, "qa/_pinned.html", {**sheet, **entry})


@read_or_send
@staff_required
def review_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("qa:review-detail", pk=pk)
    review = access_acknowledging(request.user, pk)
    form = AcknowledgeForm(request.POST)
    if not form.is_valid():
        return page(request, "qa/review.html", sheet_of(review, acknowledge=form), status=422)
    acknowledge_review(review, comment=form.cleaned_data["comment"], actor=signed_in(request))
    messages.success(request, _("Thank you. Your reviewer sees that you have read it."))
    return redirect("qa:my-reviews")
