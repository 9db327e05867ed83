"""Changes of who may do what: asked twice where they can't be undone, and made by who logged in lately."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.auth import cookie, csrf
from scormbuild.dashboard.auth.sessions import is_recent
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.forms import exact_value, first_value
from scormbuild.dashboard.page import PageEndpoint
from scormbuild.dashboard.pages.login import check_own_password
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import page_path, page_url

CONFIRMATION_FIELD, PASSWORD_FIELD = "confirmed", "own_password"
OWN_FIELDS = {csrf.FORM_FIELD, CONFIRMATION_FIELD, PASSWORD_FIELD}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in the user's words, and what comes of a yes."""

    title: str
    consequences: tuple[str, ...]
    button: str
    back: str  # the path of the page with the form
    is_asked_twice: bool = True  # else only of who didn't log in lately


Ask = Callable[[Request, User, Dashboard], Awaitable[Question]]


def with_confirmation(endpoint: PageEndpoint, ask: Ask) -> PageEndpoint:
    """What answers a form, once it was said on a page of its own what comes of it."""

    async def respond(request: Request, user: User, dashboard: Dashboard) -> Response:
        question = await ask(request, user, dashboard)
        confirmed = first_value(request.state.form, CONFIRMATION_FIELD) == "yes"
        recent = is_recent(user, dashboard.lrs.clock())
        if recent and (confirmed or not question.is_asked_twice):
            return await endpoint(request, user, dashboard)
        if recent or not confirmed or not user.has_password:
            return render_question(request, question, recent=recent)
        fault, status = await check_own_password(
            user, dashboard, exact_value(request.state.form, PASSWORD_FIELD)
        )
        if fault:
            return render_question(request, question, recent=recent, fault=fault, status=status)
        return await respond_in_new_session(endpoint, request, user, dashboard)

    return respond


async def respond_in_new_session(
    endpoint: PageEndpoint, request: Request, user: User, dashboard: Dashboard
) -> Response:
    """Answer whoever has just given their password again: that is a log-in, from which ten minutes count."""
    token = await dashboard.sessions.begin_again(user)
    # The page that is made holds forms, whose token is that of the new session.
    request.scope["user"] = await dashboard.sessions.find_user(token) or user
    response = await endpoint(request, request.user, dashboard)
    cookie.set_cookie(response, request, cookie.SESSION_COOKIE, token)
    # Last, so that an error before leaves nobody without a session.
    await dashboard.sessions.end(user.cookie)
    return response


def render_question(
    request: Request, question: Question, *, recent: bool, fault: str = "", status: int = 200
) -> Response:
    """The page: what comes of it, and the form once more, with all that was filled in."""
    return render_page(
        "confirmation",
        request,
        status=status,
        question=question,
        fields=[(name, value) for name, value in request.state.form.multi_items() if name not in OWN_FIELDS],
        recent=recent,
        fault=fault,
        again=page_url(request, "/oidc", again="yes", next=question.back),
        action=page_url(request, page_path(request)),
    )
