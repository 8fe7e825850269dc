"""Making a paper pack: the lists of a fair and a fresh series of slips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.badges.models import BadgeKind
from festa.consents.models import ASKED_AT_REGISTRATION, ConsentText, Purpose
from festa.consents.queries import current_texts
from festa.fairs.models import Fair
from festa.formats import day, in_language, moment, number
from festa.paper.contents import ConsentBox, DoorGroup, Labels, Pack, SlipPage, TablePage
from festa.paper.door_list import door_groups
from festa.paper.queries import other_groups, table_pages
from festa.registrations.slip_models import Slip, SlipKind
from festa.registrations.slip_number import qr_text, show_number
from festa.registrations.slips import print_slips

WALK_INS = 40
CONSENTS = 10


@dataclass(frozen=True)
class Made:
    """A pack that is ready to be drawn, whose data it holds, and its series of slips."""

    pack: Pack
    seeker_ids: Sequence[int]
    series_id: int | None


def make_pack(fair: Fair, by: Actor, walk_ins: int = WALK_INS, consents: int = CONSENTS) -> Made:
    """Gather a pack and number its slips; drawing it needs no database any more."""
    slips = print_slips(fair, walk_ins, consents, by)
    doors, seekers = door_groups(fair)
    others = other_groups(fair.id, _kinds())
    tables = table_pages(fair)
    texts = current_texts(fair.id)
    record("paper_pack.made", fair, by, fair_id=fair.id, people=len(seekers), slips=len(slips))
    pack = Pack(
        title=in_language(fair.title, fair.title_en),
        subtitle=_subtitle(fair),
        made=_("%(when)s에 만들었습니다.", when=moment(clock.now())),
        steps=_steps(),
        facts=_facts(doors, others, tables, slips),
        labels=_labels(),
        doors=doors,
        others=others,
        tables=tables,
        notice=_box(texts.get(Purpose.NOTICE)),
        boxes=[box for box in map(_box, _asked(texts)) if box is not None],
        slips=[_slip(fair, slip) for slip in slips],
    )
    return Made(pack, seekers, slips[0].series_id if slips else None)


def _subtitle(fair: Fair) -> str:
    place = in_language(fair.venue.name, fair.venue.name_en) if fair.venue is not None else ""
    hours = f"{fair.opens:%H:%M}–{fair.closes:%H:%M}"
    return " · ".join(part for part in (day(fair.day, long=True), hours, place) if part)


def _facts(
    doors: Sequence[DoorGroup],
    others: Sequence[DoorGroup],
    tables: Sequence[TablePage],
    slips: Sequence[Slip],
) -> list[tuple[str, str]]:
    people = [row for group in doors for row in group.rows]
    waiting = sum(row.waits for row in people)
    booked = sum(bool(row.name) for table in tables for row in table.rows)
    facts = [
        (_("입구 명단"), _expected(len(people), waiting)),
        (_("이미 입장한 분"), _("%(count)s명", count=number(sum(row.inside for row in people)))),
        (
            _("스태프·기업·손님"),
            _("%(count)s명", count=number(sum(len(group.rows) for group in others))),
        ),
        (
            _("면접 시간표"),
            _(
                "테이블 %(tables)s개 · 예약 %(booked)s건",
                tables=number(len(tables)),
                booked=number(booked),
            ),
        ),
    ]
    for kind, word in ((SlipKind.WALK_IN, _("현장등록 신청서")), (SlipKind.CONSENT, _("동의서"))):
        serials = [slip.serial for slip in slips if slip.kind is kind]
        if serials:
            span = f"{show_number(serials[0])} – {show_number(serials[-1])}"
            facts.append((word, _("%(span)s (%(count)s장)", span=span, count=len(serials))))
    return facts


def _expected(people: int, waiting: int) -> str:
    if not waiting:
        return _("%(count)s명", count=number(people))
    return _("%(count)s명 (대기 %(waiting)s명)", count=number(people), waiting=number(waiting))


def _steps() -> list[str]:
    return [
        _("들어오시는 분은 입구 명단의 네모에 표시하고, 쪽마다 시작한 시각과 출입구를 적습니다."),
        _("명단에 없는 분은 현장등록 신청서를 쓰시고 들어오십니다. 적은 때를 꼭 적어 주십시오."),
        _(
            "기계가 다시 켜지면 안내 데스크의 ‘종이 입력’에서 명단의 표시와 신청서를 옮겨 적습니다. "
            "하루를 마감한 뒤에도 적을 수 있습니다."
        ),
        _("다 옮긴 종이는 모아서 파쇄합니다."),
    ]


def _labels() -> Labels:
    return Labels(
        door=_("입구 명단"),
        others=_("입구 명단: 스태프·기업·손님"),
        door_hint=_(
            "가린 이름 · 휴대전화 뒤 네 자리 · 명찰 번호. 들어오시면 네모에 표시해 주십시오."
        ),
        begun=_("시작 ____시 ____분 · 출입구 ______________"),
        tables=_("면접 시간표"),
        tables_hint=_("오신 분은 네모에 표시하고, 빈 줄에는 현장에서 오신 분을 적어 주십시오."),
        consents=_("동의 (모두 선택입니다. 동의하지 않아도 참가하실 수 있습니다)"),
        agree=_("동의합니다"),
        optional=_("선택"),
        refusal=_(
            "비워 두신 네모는 동의하지 않은 것으로 적습니다. 동의는 언제든 안내 데스크나 "
            "내 페이지에서 거두실 수 있습니다."
        ),
        written=_("적은 때"),
        moment=[_("월"), _("일"), _("시"), _("분")],
        signature=_("이름·서명"),
        page=_("%(number)s쪽", number="{number}"),
        shred=_("개인정보가 있는 종이입니다. 행사가 끝나면 모아서 파쇄해 주십시오."),
        number=_("신청서 번호"),
        turn=_("뒷면에서 동의하시는 것에 표시하고 서명해 주십시오."),
    )


def _kinds() -> dict[BadgeKind, str]:
    return {
        BadgeKind.STAFF: _("운영 스태프"),
        BadgeKind.RECRUITER: _("기업 채용담당"),
        BadgeKind.GUEST: _("손님"),
    }


def _asked(texts: Mapping[Purpose, ConsentText]) -> list[ConsentText]:
    return [texts[purpose] for purpose in ASKED_AT_REGISTRATION if purpose in texts]


def _box(text: Any) -> ConsentBox | None:
    """The short version of a text: purpose, items, how long, for whom (개인정보 보호법 §15②)."""
    if text is None:
        return None
    items = in_language(text.items, text.items_en)
    kept = in_language(text.retention, text.retention_en)
    recipient = in_language(text.recipient, text.recipient_en)
    return ConsentBox(
        title=in_language(text.title, text.title_en),
        lines=[
            in_language(text.use, text.use_en),
            _("항목: %(items)s", items=items),
            _("보유: %(kept)s", kept=kept),
            _("받는 곳: %(recipient)s", recipient=recipient),
            in_language(text.refusal, text.refusal_en),
        ],
    )


def _slip(fair: Fair, slip: Slip) -> SlipPage:
    shown, qr = show_number(slip.serial), qr_text(fair.id, slip.serial)
    if slip.kind is SlipKind.WALK_IN:
        fields = [_("이름"), _("휴대전화"), _("태어난 해"), _("사는 시·군·구")]
        lead = _("네 가지를 적고, 동의하시는 것에만 표시해 주십시오. 명찰은 데스크에서 드립니다.")
        return SlipPage(_("현장등록 신청서"), lead, shown, qr, fields)
    fields = [_("이름"), _("명찰 번호 또는 휴대전화")]
    lead = _("이미 신청하신 분의 동의서입니다. 동의하시는 것에만 표시해 주십시오.")
    return SlipPage(_("동의서"), lead, shown, qr, fields)
