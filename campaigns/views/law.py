"""Sổ văn bản pháp luật trên màn hình: what may be cited, what is over and what took over."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from campaigns.models import LegalText
from campaigns.statutes import Register
from units.pages import answer
from units.search import plain_words

IN_FORCE, TO_COME, OVER = "dang", "sap", "het"
STATES = {
    IN_FORCE: "Đang có hiệu lực",
    TO_COME: "Chưa có hiệu lực",
    OVER: "Hết hiệu lực",
}


@require_safe
def law_register(request: HttpRequest) -> HttpResponse:
    """Sổ văn bản pháp luật: all of it on one page, narrowed by words and by state."""
    today = localdate()
    words = plain_words(request.GET.get("q"))
    asked = request.GET.get("tt", "")
    state = asked if asked in STATES else ""
    found = [(text, _state(text, today)) for text in Register.load().found(words)]
    counts = [own for _, own in found]
    context = {
        "rows": [
            {"text": text, "state": own, "label": STATES[own]}
            for text, own in found
            if state in ("", own)
        ],
        "words": words,
        "state": state,
        "states": [
            {"value": value, "label": label, "count": counts.count(value)}
            for value, label in STATES.items()
        ],
        "total": len(found),
        "today": today,
    }
    return answer(request, "campaigns/law_register.html", "results", context)


def _state(text: LegalText, day: date) -> str:
    if text.is_over(day):
        return OVER
    return TO_COME if text.is_to_come(day) else IN_FORCE
