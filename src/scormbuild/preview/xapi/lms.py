"""The learning system around a course that speaks xAPI: launches, tokens, its LRS, and what it saw."""

from __future__ import annotations

import base64
import json
import secrets
import time
from dataclasses import dataclass, field
from threading import Condition
from typing import Any

from scormbuild.preview.learning_system import HOSTS, LearningSystem
from scormbuild.preview.xapi.launch_method import LaunchMethod
from scormbuild.preview.xapi.lrs import Answer, BrokenRuleError, answer_lrs
from scormbuild.preview.xapi.registrations import Registrations
from scormbuild.preview.xapi.request_log import RequestLog
from scormbuild.preview.xapi.session import Json, Session

MODES = {"normal": "Normal", "browse": "Browse", "review": "Review"}
SLOW_SECONDS = 1.0  # that an answer takes where the LRS is slow
# What was sent while the course closed is waited for, before the same page launches it again.
CLOSING_SECONDS = 1.0
MOST_SESSIONS = 200
MOST_SHOWN = 300  # statements that a page is given
MOST_LANGUAGE = 100  # characters of a language preference


@dataclass
class XapiLms(LearningSystem):
    """One course, its learners' attempts, and their launches."""

    method: LaunchMethod = field(kw_only=True)
    registrations: Registrations = field(kw_only=True)
    sessions: dict[int, Session] = field(default_factory=dict)
    log: RequestLog = field(default_factory=RequestLog)
    languages: dict[str, str] = field(default_factory=dict)  # what learners prefer
    _launches: int = 0
    _condition: Condition = field(default_factory=Condition)

    @property
    def endpoints(self) -> tuple[str, ...]:
        """The LRS, which is on another origin than the course."""
        return tuple(f"http://{host}:{self.port}" for host in HOSTS)

    def launch(self, learner: str, host: str, after: int) -> Json:
        """A new session and its address; `after` is the one that the same page just closed."""
        with self._condition:
            before = self.sessions.get(after)
            self._condition.wait_for(
                lambda: before is None or before.ended or before.abandoned, CLOSING_SECONDS
            )
            registration = self.registrations.current(learner)
            unit = self.method.read_unit(self.builds.files)
            for session in self.sessions.values():
                session.abandoned |= self.method.token_per_session and session.registration is registration
            self._launches += 1
            session = Session(
                number=self._launches,
                learner=learner,
                registration=registration,
                unit=unit,
                activity=self.method.activity(unit),
                mode=self.launch_mode(learner),
                login=self.session,
                token="" if self.method.token_per_session else new_token(),
            )
            origin, lrs = f"http://{host}", f"http://{other_host(host)}"
            self.method.prepare(session, origin)
            self.sessions[session.number] = session
            self.sessions.pop(session.number - MOST_SESSIONS, None)
            self.registrations.save()
            query = self.method.query(session, lrs)
        self.events.send_event("learner", {"learner": learner})
        return {"session": session.number, "launch": unit.launch, "query": query}

    def launch_mode(self, learner: str) -> str:
        """As the switches have it: by itself an LMS chooses Review for whoever is done."""
        wish = self.switches.mode
        return MODES.get(wish) or ("Review" if self.is_satisfied(learner) else "Normal")

    def is_satisfied(self, learner: str) -> bool:
        """Whether the learner is done."""
        unit = self.method.read_unit(self.builds.files)
        return self.method.is_satisfied(unit, self.registrations.current(learner))

    def abandon(self, number: int) -> None:
        """End a session, as a launch elsewhere does (cmi5 9.3.6)."""
        session = self.sessions[number]
        with self._condition:
            session.abandoned = True
        self.events.send_event("learner", {"learner": session.learner})

    def start_attempt(self, learner: str) -> int:
        """A new registration: the LRS has nothing of it. The number that it is."""
        with self._condition:
            self.registrations.start(learner)
            self.registrations.save()
            return self.registrations.count(learner)

    def delete_attempts(self, learner: str) -> None:
        """Delete all that the LRS holds of a learner, and tell every open page."""
        with self._condition:
            self.registrations.delete(learner)
            self.registrations.save()
        self.events.send_event("learner", {"learner": learner})

    def set_language(self, learner: str, language: str) -> None:
        """What the learner prefers, from the next launch on; nothing for a learner who says nothing."""
        if len(language) > MOST_LANGUAGE:
            raise ValueError("that is no language")
        self.languages[learner] = language

    def fetch_token(self, session: Session) -> Json:
        """The token, once (cmi5 8.2): that there is none is no error of HTTP."""
        if session.token or self.is_refused(session):
            code, text = ("1", "it was given before") if session.token else ("2", "the log-in is over")
            return {"error-code": code, "error-text": text}
        session.token = new_token()
        return {"auth-token": session.token}

    def is_refused(self, session: Session) -> bool:
        """Whether the log-in of a session is over."""
        stale = self.switches.run_time.session_key and session.login != self.session
        return self.switches.session_expired or stale

    def answer(self, session: Session, request: Json, authorization: str, body: bytes) -> Answer | None:
        """What the LRS says to a request; None where it says nothing at all. Either way it is noted."""
        if self.switches.slow:
            time.sleep(SLOW_SECONDS)
        with self._condition:
            status, content, why = self._outcome(session, request, authorization, body)
            self.log.add(session, request, status, body, why)
            if request["method"] != "GET" and status < 300:
                self.registrations.save()
            self._condition.notify_all()
        self.events.send_event("learner", {"learner": session.learner})
        return (status, content) if status else None

    def _outcome(
        self, session: Session, request: Json, authorization: str, body: bytes
    ) -> tuple[int, str, str]:
        """A status, which is 0 for no answer at all, what goes with it, and the rule that was broken."""
        if self.switches.commits_lie:
            return 0, "", ""
        if self.switches.commits_fail:
            return 500, "{}", ""
        if request["resource"] == "fetch":
            return 200, json.dumps(self.fetch_token(session)), ""
        if not session.token or authorization != f"Basic {session.token}" or self.is_refused(session):
            return 401, "{}", ""
        if self.method.token_per_session and session.abandoned:
            return 403, "{}", ""  # no fault of the course: it can't know
        try:
            if self.method.token_per_session and session.ended:
                raise BrokenRuleError("8.1.2.0-2")
            status, content = answer_lrs(
                session,
                request["method"],
                request["resource"],
                request["query"],
                body,
                self.method.violations,
                self._preferences(session.learner),
            )
        except BrokenRuleError as error:
            return 403, json.dumps({"message": f"{error}"}), f"{error}"
        session.ended |= any(map(self.method.is_last, session.statements[-1:]))
        return status, content, ""

    def _preferences(self, learner: str) -> Json:
        language = self.languages.get(learner)
        return {"languagePreference": language, "audioPreference": "on"} if language else {}

    def learner_data(self, learner: str) -> dict[str, Any]:
        """What the LMS and its LRS hold of a learner, and what they saw."""
        with self._condition:
            registration = self.registrations.current(learner)
            mine = [each for each in self.sessions.values() if each.learner == learner]
            unit = self.method.read_unit(self.builds.files)
            return {
                "learner": learner,
                "attempt": self.registrations.count(learner),
                "moveOn": unit.move_on,
                "masteryScore": unit.mastery,
                "satisfied": self.method.is_satisfied(unit, registration),
                "language": self.languages.get(learner, ""),
                "sessions": [describe_session(each) for each in mine],
                "documents": dict(registration.documents),
                "statements": registration.statements[-MOST_SHOWN:],
                "earlier": max(0, len(registration.statements) - MOST_SHOWN),
                "requests": [each for each in self.log.requests if each["learner"] == learner],
                "broken": [
                    {**each, "sentence": self.method.sentences.get(each["rule"], "")}
                    for each in self.log.broken_rules
                    if each["learner"] == learner
                ],
            }


def describe_session(session: Session) -> Json:
    """How a launch stands."""
    state = "ended" if session.ended else "abandoned" if session.abandoned else "open"
    return {"number": session.number, "mode": session.mode, "state": state}


def new_token() -> str:
    """What an Authorization header holds after `Basic` (RFC 7617)."""
    return base64.b64encode(f"{secrets.token_hex(8)}:{secrets.token_hex(8)}".encode()).decode()


def other_host(host: str) -> str:
    """The preview's other name, so that package and LRS are two origins to a browser."""
    name, _, port = host.partition(":")
    return f"{next(each for each in HOSTS if each != name)}:{port}"
