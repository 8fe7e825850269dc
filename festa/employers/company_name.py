"""Names of companies: kept as written, compared without their legal form."""

import re

from festa.text import bare, clean, plain

LEGAL_FORMS = re.compile(
    r"\((?:주|유|합|사|재|의|복|학)\)|^주\)|주식회사|유한회사|유한책임회사|합자회사|합명회사|"
    r"사단법인|재단법인|사회복지법인|의료법인|학교법인|(?:,?co\.?,?)?ltd\.?$|,?inc\.?$|,?corp\.?$",
    re.IGNORECASE,
)


def show_company(typed: str) -> str:
    """The name as it was written, in one shape: NFC, single spaces."""
    return clean(typed)


def company_key(name: str) -> str:
    """What is left for comparing: ㈜한빛, (주) 한빛 and 한빛 주식회사 are one name."""
    return bare(LEGAL_FORMS.sub("", plain(name))) or bare(name)
