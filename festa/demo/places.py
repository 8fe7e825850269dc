"""The six cities of the tour with real public venues; the dates of the demo are made up."""

from dataclasses import dataclass

LIVE_CITY = "daejeon"


@dataclass(frozen=True)
class Place:
    """A city of the tour, its venue, and where its people come from."""

    key: str
    city: str
    city_en: str
    venue: str
    venue_en: str
    road_address: str
    postcode: str
    latitude: float
    longitude: float
    directions: str
    directions_en: str
    cohost: str
    regions: tuple[str, ...]


PLACES = (
    Place(
        key="gwangju",
        city="광주",
        city_en="Gwangju",
        venue="김대중컨벤션센터",
        venue_en="Kimdaejung Convention Center",
        road_address="광주광역시 서구 상무누리로 30",
        postcode="61958",
        latitude=35.1467,
        longitude=126.8405,
        directions="지하철 1호선 김대중컨벤션센터(마륵)역에서 걸어서 5분이에요.",
        directions_en="Five minutes on foot from Kimdaejung Convention Center station, line 1.",
        cohost="",
        regions=(
            "광주광역시 서구", "광주광역시 북구", "광주광역시 광산구", "광주광역시 남구",
            "광주광역시 동구", "전라남도 나주시", "전라남도 담양군",
        ),
    ),
    Place(
        key="daejeon",
        city="대전",
        city_en="Daejeon",
        venue="대전컨벤션센터",
        venue_en="Daejeon Convention Center",
        road_address="대전광역시 유성구 엑스포로 107",
        postcode="34125",
        latitude=36.3751,
        longitude=127.3926,
        directions="대전역과 정부청사역에서 시내버스로 오실 수 있어요. 엑스포과학공원 옆이에요.",
        directions_en="By city bus from Daejeon station; next to Expo Park.",
        cohost="대전 일자리 지원단(예시)",
        regions=(
            "대전광역시 유성구", "대전광역시 서구", "대전광역시 중구", "대전광역시 동구",
            "대전광역시 대덕구", "세종특별자치시", "충청남도 공주시", "충청북도 청주시",
        ),
    ),
    Place(
        key="busan",
        city="부산",
        city_en="Busan",
        venue="벡스코",
        venue_en="BEXCO",
        road_address="부산광역시 해운대구 APEC로 55",
        postcode="48060",
        latitude=35.1690,
        longitude=129.1360,
        directions="지하철 2호선·동해선 벡스코역에서 걸어서 5분이에요.",
        directions_en="Five minutes on foot from BEXCO station, line 2 and Donghae line.",
        cohost="",
        regions=(
            "부산광역시 해운대구", "부산광역시 수영구", "부산광역시 남구", "부산광역시 동래구",
            "부산광역시 사하구", "경상남도 김해시", "경상남도 양산시", "울산광역시 남구",
        ),
    ),
    Place(
        key="seoul",
        city="서울",
        city_en="Seoul",
        venue="동대문디자인플라자",
        venue_en="Dongdaemun Design Plaza",
        road_address="서울특별시 중구 을지로 281",
        postcode="04566",
        latitude=37.5665,
        longitude=127.0092,
        directions="지하철 2·4·5호선 동대문역사문화공원역과 이어져 있어요.",
        directions_en="Joined to Dongdaemun History & Culture Park station, lines 2, 4 and 5.",
        cohost="",
        regions=(
            "서울특별시 중구", "서울특별시 성북구", "서울특별시 노원구", "서울특별시 강서구",
            "서울특별시 송파구", "서울특별시 구로구", "경기도 고양시", "경기도 구리시",
        ),
    ),
    Place(
        key="suwon",
        city="수원",
        city_en="Suwon",
        venue="수원컨벤션센터",
        venue_en="Suwon Convention Center",
        road_address="경기도 수원시 영통구 광교중앙로 140",
        postcode="16514",
        latitude=37.2866,
        longitude=127.0597,
        directions="신분당선 광교중앙역에서 걸어서 5분이에요.",
        directions_en="Five minutes on foot from Gwanggyo Jungang station, Shinbundang line.",
        cohost="수원 중장년 일터 지원단(예시)",
        regions=("경기도 수원시", "경기도 용인시", "경기도 화성시", "경기도 성남시"),
    ),
    Place(
        key="incheon",
        city="인천",
        city_en="Incheon",
        venue="송도컨벤시아",
        venue_en="Songdo Convensia",
        road_address="인천광역시 연수구 센트럴로 123",
        postcode="21998",
        latitude=37.3884,
        longitude=126.6434,
        directions="인천 지하철 1호선 인천대입구역에서 걸어서 10분이에요.",
        directions_en="Ten minutes on foot from University of Incheon station, line 1.",
        cohost="",
        regions=("인천광역시 연수구", "인천광역시 남동구", "인천광역시 부평구", "경기도 부천시"),
    ),
)  # fmt: skip

TOUR_NAME = "2026 여섯 도시 순회 채용박람회 (시연)"
TOUR_NAME_EN = "Six-City Job Fair Tour 2026 (demo)"
HOST = "JOB 매칭 페스타 운영사무국"
SPONSOR = "두번째봄 재단(예시)"
PROCESSOR = "문자 발송 대행사(예시)"
HALLS = (("1홀 면접관", 700), ("2홀 채용게시대", 400))
GATES = (("정문 1", "1홀 면접관"), ("정문 2", "1홀 면접관"), ("후문", "2홀 채용게시대"))
