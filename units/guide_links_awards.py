"""Hướng dẫn trang này, of the screens of awards: a part of ``guide_links``."""

Place = tuple[str, str]  # page of the guide, anchor in it
_COUNCIL: Place = ("don-vi-va-hoi-dong", "hoi-dong")
_SESSION: Place = ("don-vi-va-hoi-dong", "phien-hop-hoi-dong")
_BALLOTS: Place = ("don-vi-va-hoi-dong", "bo-phieu")


def _screens(names: str, place: Place) -> dict[str, Place]:
    """Screens that one part explains; names with blanks between."""
    return {f"awards:{name}": place for name in names.split()}


SCREENS: dict[str, Place] = {
    **_screens("council-home term-lay seat-add seat-end", _COUNCIL),
    **_screens(
        "session session-run session-plan session-amend session-cancel session-invite "
        "session-answer session-open session-finish session-resume session-close "
        "session-pick session-minutes topic-add item-remove rule-enter attendance "
        "attendance-answer recusal-declare recusal-record recusal-drop",
        _SESSION,
    ),
    **_screens(
        "ballot rounds-open round round-close round-void round-hands round-again "
        "paper-give paper-back paper-count conclude-passed item-conclude item-defer",
        _BALLOTS,
    ),
}
