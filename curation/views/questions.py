"""Asking the author of an idea, and answering."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Refusal, require
from core.web import MemberRequest, add_refusal, found_or_404, sign_in_first, way_back
from curation import actions, queries, rules
from curation.forms import AnswerForm, QuestionForm
from ideas import queries as ideas_queries
from ideas.rules import is_author


@require_http_methods(["GET", "POST"])
@login_required
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask the author of an idea."""
    idea = found_or_404(ideas_queries.find(request.user, pk))
    require(rules.may_ask(request.user, idea))
    form, status = QuestionForm(request.POST or None), 400 if request.POST else 200
    try:
        if form.is_valid():
            actions.ask(by=request.user, idea=idea, **form.cleaned_data)
            messages.success(request, _("Asked. The author sees it under the idea and among their news."))
            return redirect(way_back(request, reverse("ideas:detail", args=[pk])))
    except Refusal as refusal:
        add_refusal(form, refusal)
        status = refusal.status
    desk = queries.idea_desk(request.user, idea)
    return render(request, "curation/ask.html", {"idea": idea, "form": form, "desk": desk}, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer a question about one's own idea; whose it is nobody is told, so for all others there is no page."""
    question = _question(request, pk)
    require(is_author(request.user, question.idea))
    form, status = AnswerForm(request.POST or None), 400 if request.POST else 200
    try:
        if form.is_valid():
            actions.answer(by=request.user, question=question, **form.cleaned_data)
            messages.success(request, _("Answered. It stands under your idea."))
            return redirect("ideas:detail", question.idea_id)
    except Refusal as refusal:
        add_refusal(form, refusal)
        status = refusal.status
    return render(request, "curation/answer.html", {"question": question, "form": form}, status=status)


@require_POST
@sign_in_first("curation:queue")
def withdraw_question(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an open question back."""
    question = _question(request, pk)
    actions.withdraw_question(by=request.user, question=question)
    messages.success(request, _("Your question is taken back."))
    return redirect("ideas:detail", question.idea_id)


def _question(request: MemberRequest, pk: int) -> Any:
    return found_or_404(queries.question(request.user, pk))
