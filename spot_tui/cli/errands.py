"""What an organisation may ask a person besides a code: asked at the terminal, one prompt of it a function.

Each returns what is asked next, and raises the `Problem` of the verb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.identity.forms import (
    answer_form,
    code_field,
    mail_token_form,
    new_password_form,
    phone_form,
)
from spot_tui.backend.identity.prompts import (
    AnswerQuestion,
    ChangePassword,
    Enrol,
    EnrolDetails,
    EnrolPhone,
    EnterMailToken,
    Prompt,
    WaitForApproval,
)
from spot_tui.backend.problems import Problem
from spot_tui.terminal.prompts import Prompts
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.sign_in import SignIn

Errand = (
    WaitForApproval | ChangePassword | AnswerQuestion | EnterMailToken | Enrol | EnrolPhone | EnrolDetails
)

_UNANSWERED = frozenset({"identity.push_rejected", "identity.push_timeout"})
_REFUSED_CODES = frozenset({"identity.passcode_wrong", "identity.passcode_used", "identity.passcode_late"})
_GROUP = 4


async def answer(prompts: Prompts, sign_in: SignIn, prompt: Errand) -> Prompt:
    """Ask a person for what the organisation asks."""
    match prompt:
        case WaitForApproval():
            return await wait_for_approval(prompts, sign_in, prompt)
        case ChangePassword():
            return await change_password(prompts, sign_in, prompt)
        case AnswerQuestion():
            return await answer_question(prompts, sign_in, prompt)
        case EnterMailToken():
            return await prove_by_mail(prompts, sign_in)
        case Enrol():
            return await enrol(prompts, sign_in, prompt)
        case EnrolPhone():
            return await enrol_phone(prompts, sign_in, prompt)
        case EnrolDetails():
            return await enrol_details(prompts, sign_in, prompt)


async def wait_for_approval(prompts: Prompts, sign_in: SignIn, prompt: WaitForApproval) -> Prompt:
    """Show the number and wait; a new request is sent only when she asks for it."""
    key = "cli.approval" if prompt.number is None else "cli.approval.number"
    prompts.tell(say(key, device=prompt.device.label, number=prompt.number))
    try:
        return await sign_in.wait()
    except Problem as problem:
        if problem.code not in _UNANSWERED:
            raise
        prompts.explain(problem)
        then = ("again", "other", "end")
        labels = [say(f"cli.approval.{what}") for what in then]
        what = then[prompts.choose(say("cli.approval.then"), labels)]
        if what == "end":
            raise
    return await (sign_in.resend() if what == "again" else sign_in.back())


async def change_password(prompts: Prompts, sign_in: SignIn, prompt: ChangePassword) -> Prompt:
    """Ask for the new password until it meets the rules, or leave it for later where that is allowed."""
    key = "cli.password.change" if prompt.days_left is None else "cli.password.days"
    prompts.tell(say("cli.password.expired" if prompt.is_expired else key, days=prompt.days_left))
    if prompt.may_skip and not prompts.confirm(say("cli.password.now")):
        return await sign_in.skip()
    for check in prompt.rules.check("", sign_in.user_id):
        prompts.tell(f"  {check.sentence}")
    form = new_password_form(needs_old=prompt.needs_old)
    while True:
        values = prompts.fill(form, {})
        new = str(values["new_password"])
        broken = [each.sentence for each in prompt.rules.check(new, sign_in.user_id) if each.is_met is False]
        if not broken:
            return await sign_in.change_password(str(values.get("old_password", "")), new)
        prompts.explain(Problem("identity.password_rules", ("new_password",)))
        for sentence in broken:
            prompts.tell(f"  {sentence}")


async def answer_question(prompts: Prompts, sign_in: SignIn, prompt: AnswerQuestion) -> Prompt:
    """Ask the security question."""
    prompts.tell(say("cli.question"))
    prompts.tell(prompt.question)
    return await sign_in.answer(prompts.ask(answer_form().field("answer")))


async def prove_by_mail(prompts: Prompts, sign_in: SignIn) -> Prompt:
    """Ask for the token of the mail; who does what it says in a web browser ends here."""
    prompts.tell(say("cli.message.mail"))
    token = prompts.ask_or_nothing(mail_token_form().field("mail_token")).strip()
    if not token:
        raise Problem("identity.ended_by_message")
    return await sign_in.prove_by_mail(token)


async def enrol(prompts: Prompts, sign_in: SignIn, prompt: Enrol) -> Prompt:
    """Ask which device is to be registered, or leave it for later where that is allowed."""
    labels = [say(f"identity.device.{kind}.bare") for kind in prompt.kinds]
    later = [say("cli.enrol.later")] if prompt.may_skip else []
    number = prompts.choose(say("cli.enrol"), [*labels, *later])
    return await (sign_in.skip() if number == len(labels) else sign_in.enrol(prompt.kinds[number]))


async def enrol_phone(prompts: Prompts, sign_in: SignIn, prompt: EnrolPhone) -> Prompt:
    """Ask for the number of the telephone."""
    return await sign_in.enrol(prompt.kind, prompts.ask(phone_form().field("phone")))


async def enrol_details(prompts: Prompts, sign_in: SignIn, prompt: EnrolDetails) -> Prompt:
    """Show what the device needs, and ask for its first code where it gives one.

    A secret is on the terminal until its code was taken or the registration is given up.
    """
    if not prompt.secret:
        return await _prove(prompts, sign_in, prompt)
    try:
        show_secret(prompts, prompt)
        return await _prove_until_taken(prompts, sign_in, prompt)
    finally:
        # Before anybody is told that it was given up, too: nothing of the secret is left to scroll back to.
        if prompts.paper is not None:
            prompts.paper.wipe()


def show_secret(prompts: Prompts, prompt: EnrolDetails) -> None:
    """Show the key of an authenticator app: to be scanned where the terminal has room, and to be typed."""
    key, paper = in_groups(prompt.secret), prompts.paper
    if paper is not None and paper.draw_code(prompt.uri, say("cli.enrol.scan"), "", key):
        return
    prompts.tell(say("cli.enrol.type"))
    prompts.tell(key)


async def _prove_until_taken(prompts: Prompts, sign_in: SignIn, prompt: EnrolDetails) -> Prompt:
    """Ask for the code again where it was refused: the secret still stands above."""
    while True:
        try:
            return await _prove(prompts, sign_in, prompt)
        except Problem as problem:
            if problem.code not in _REFUSED_CODES or not isinstance(sign_in.prompt, EnrolDetails):
                raise
            prompts.explain(problem)


async def _prove(prompts: Prompts, sign_in: SignIn, prompt: EnrolDetails) -> Prompt:
    if prompt.where:
        prompts.tell(say("cli.enrol.sent", where=prompt.where))
    if prompt.poll_seconds is not None:
        prompts.tell(say("cli.enrol.wait"))
        return await sign_in.wait()
    asked = code_field(prompt.kind)
    if prompt.can_resend_after is None:
        return await sign_in.activate(prompts.ask(asked))
    prompts.tell(say("cli.passcode.again"))
    code = prompts.ask_or_nothing(asked).strip()
    return await (sign_in.activate(code) if code else sign_in.resend())


def in_groups(secret: str) -> str:
    """Return a secret in groups of four, as it is easier to type from."""
    return " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))
