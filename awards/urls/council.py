"""Hội đồng: thành phần, phiên họp, biểu quyết."""

from django.urls import path

from awards.views import (
    convocations,
    council,
    council_agenda,
    council_away,
    council_ballots,
    council_room,
    council_sessions,
    publicity,
)

_AT, _ON, _IN, _OF = (
    "hoi-dong/<int:pk>/", "hoi-dong/phien/<int:pk>/", "hoi-dong/muc/<int:pk>/",
    "hoi-dong/luot/<int:pk>/",
)  # fmt: skip
_GM = "hoi-dong/giay-moi/<int:pk>/"
urlpatterns = [
    path("hoi-dong/", council.council_home, name="council-home"),
    path(f"{_AT}nhiem-ky/", council.term_lay, name="term-lay"),
    path("hoi-dong/nhiem-ky/<int:pk>/ghe/", council.seat_add, name="seat-add"),
    path("hoi-dong/ghe/<int:pk>/thoi/", council.seat_end, name="seat-end"),
    path(f"{_AT}cong-khai/", publicity.council_publicity, name="council-publicity"),
    path(f"{_AT}phien/", council_sessions.session_plan, name="session-plan"),
    path(_ON, council_room.session_page, name="session"),
    path(f"{_ON}dieu-hanh/", council_room.session_run, name="session-run"),
    path(f"{_ON}bien-ban/", council_room.session_minutes, name="session-minutes"),
    path(f"{_ON}sua/", council_sessions.session_amend, name="session-amend"),
    path(f"{_ON}huy/", council_sessions.session_cancel, name="session-cancel"),
    path(f"{_ON}moi/", council_sessions.session_invite, name="session-invite"),
    path(
        f"{_ON}giay-moi/", convocations.convocation_draft, name="convocation-draft"
    ),
    path(f"{_ON}nhac/", convocations.members_nudge, name="members-nudge"),
    path(f"{_ON}lich.ics", convocations.session_calendar, name="session-calendar"),
    path(_GM, convocations.convocation, name="convocation"),
    path(f"{_GM}sua/", convocations.convocation_edit, name="convocation-edit"),
    path(f"{_GM}soan-lai/", convocations.convocation_reword, name="convocation-reword"),
    path(f"{_GM}trinh/", convocations.convocation_submit, name="convocation-submit"),
    path(
        f"{_GM}rut/", convocations.convocation_take_back, name="convocation-take-back"
    ),
    path(f"{_GM}bo/", convocations.convocation_drop, name="convocation-drop"),
    path(f"{_GM}tra-lai/", convocations.convocation_return, name="convocation-return"),
    path(f"{_ON}tra-loi/", council_sessions.session_answer, name="session-answer"),
    path(f"{_ON}khai-mac/", council_sessions.session_open, name="session-open"),
    path(f"{_ON}be-mac/", council_sessions.session_finish, name="session-finish"),
    path(f"{_ON}hop-tiep/", council_sessions.session_resume, name="session-resume"),
    path(f"{_ON}ket-thuc/", council_sessions.session_close, name="session-close"),
    path(
        f"{_ON}diem-danh/<int:row>/", council_sessions.attendance_mark, name="attendance"
    ),
    path(
        f"{_ON}diem-danh/<int:row>/tra-loi/", council_sessions.attendance_answer,
        name="attendance-answer",
    ),
    path(f"{_ON}de-nghi/", council_agenda.session_pick, name="session-pick"),
    path(f"{_ON}noi-dung/", council_agenda.topic_add, name="topic-add"),
    path(f"{_IN}bo/", council_agenda.item_remove, name="item-remove"),
    path(f"{_IN}quy-dinh/", council_agenda.rule_enter, name="rule-enter"),
    path(f"{_IN}khong-xet/", council_agenda.recusal_declare, name="recusal-declare"),
    path(f"{_IN}nguoi-khong-xet/", council_agenda.recusal_record, name="recusal-record"),
    path(
        "hoi-dong/khong-xet/<int:pk>/bo/", council_agenda.recusal_drop,
        name="recusal-drop",
    ),
    path(f"{_ON}phieu/", council_ballots.ballot, name="ballot"),
    path(f"{_ON}mo-phieu/", council_ballots.rounds_open, name="rounds-open"),
    path(f"{_ON}phieu-giay/", council_ballots.paper_give, name="paper-give"),
    path(f"{_ON}thong-qua/", council_ballots.conclude_passed, name="conclude-passed"),
    path(_OF, council_ballots.round_page, name="round"),
    path(f"{_OF}kiem-phieu/", council_ballots.round_close, name="round-close"),
    path(f"{_OF}huy/", council_ballots.round_void, name="round-void"),
    path(f"{_OF}so-phieu-giay/", council_ballots.paper_count, name="paper-count"),
    path(
        f"{_OF}phieu-giay/<int:seat>/thu-hoi/", council_ballots.paper_back,
        name="paper-back",
    ),
    path(f"{_OF}gio-tay/", council_ballots.round_hands, name="round-hands"),
    path(f"{_IN}bieu-quyet-lai/", council_ballots.round_again, name="round-again"),
    path(f"{_IN}ket-luan/", council_ballots.item_conclude, name="item-conclude"),
    path(f"{_ON}mang-di/", council_away.session_leave, name="session-leave"),
    path(f"{_ON}lay-lai/", council_away.session_recall, name="session-recall"),
    path(f"{_ON}goi-mang-di/", council_away.session_package, name="session-package"),
    path(f"{_ON}nop-lai/", council_away.session_return, name="session-return"),
    path("hoi-dong/ngoai-mang/", council_away.council_offline, name="council-offline"),
    path(
        "hoi-dong/ngoai-mang/giu-trang.js", council_away.council_worker,
        name="council-worker",
    ),
    path(f"{_IN}phien-sau/", council_ballots.item_defer, name="item-defer"),
]  # fmt: skip
