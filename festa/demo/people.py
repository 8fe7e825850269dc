"""The people of the demo: names from Faker, telephone numbers that are given to nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from faker import Faker

from festa.demo.chance import Chance
from festa.demo.rows import Rows
from festa.seekers.choices import COURSES, WORK, in_korean
from festa.seekers.models import Seeker

SUPPORT = ("휠체어로 다닐 수 있는 길", "큰 글씨 안내문", "수어 통역", "앉아서 기다릴 자리")
# A person who can be tried out; 010-0 is not given out in Korea, as all demo numbers.
SEEKER_NAME, SEEKER_PHONE = "박새봄", "+821000002026"
RESERVED = 10_000


@dataclass(frozen=True)
class Person:
    """Somebody as the rest of the season needs them."""

    id: int
    name: str
    phone: str


class People:
    """Makes people; no two have the same number, but for couples who share one."""

    def __init__(self, rows: Rows, chance: Chance, this_year: int) -> None:
        self._rows = rows
        self._chance = chance
        self._year = this_year
        self._faker = Faker("ko_KR")
        self._faker.seed_instance(chance.getrandbits(32))
        self._phones: set[str] = {SEEKER_PHONE}
        self._last: Person | None = None
        self._work = [in_korean(word) for word in WORK]
        self._courses = [in_korean(word) for word in COURSES]

    def name(self) -> str:
        """A Korean name of nobody in particular."""
        return str(self._faker.name())

    def phone(self) -> str:
        """A mobile number that belongs to nobody: 010-0, which is not given out."""
        while True:
            phone = f"+82100{self._chance.randrange(RESERVED, 10_000_000):07}"
            if phone not in self._phones:
                self._phones.add(phone)
                return phone

    def seeker(self, at: datetime, regions: Sequence[str], *, details: bool, needs: bool) -> Person:
        """A person who looks for work; `details` and `needs` only where they agreed to them."""
        chance = self._chance
        couple = self._last is not None and chance.random() < 0.02
        phone = self._last.phone if couple and self._last else self.phone()
        name = self.name()
        while couple and self._last and name == self._last.name:
            name = self.name()
        values = {
            "birth_year": self._year - min(max(int(chance.gauss(57, 7)), 38), 76),
            "region": chance.choice(regions),
            "support_needs": chance.choice(SUPPORT) if needs else "",
            "created_at": at,
        }
        if details:
            values |= {
                "wished_work": chance.some(self._work, 3),
                "courses": chance.some(self._courses, 2) if chance.random() < 0.55 else [],
                "experience_years": min(max(int(chance.gauss(20, 9)), 0), 40),
            }
        self._last = self._kept(name, phone, values)
        return self._last

    def trial_seeker(self, at: datetime, region: str) -> Person:
        """The one whose name and number are printed for whoever tries Festa."""
        values = {
            "birth_year": self._year - 58,
            "region": region,
            "wished_work": self._work[:2],
            "courses": self._courses[:1],
            "experience_years": 24,
            "created_at": at,
        }
        return self._kept(SEEKER_NAME, SEEKER_PHONE, values)

    def erased(self, at: datetime) -> Person:
        """What is left of somebody whose data was destroyed: a row that names nobody."""
        number = self._chance.getrandbits(32)
        return self._kept("○○○", f"erased-{number:08x}", {"created_at": at})

    def _kept(self, name: str, phone: str, values: dict[str, object]) -> Person:
        return Person(self._rows.add(Seeker, name=name, phone=phone, **values), name, phone)
