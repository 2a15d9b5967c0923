"""The regions that a claim can have, and which of them somebody means who writes another name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from config.place import nearest
from pipeline.extract.vocabulary import REGIONS

CODES = frozenset(
    code for codes in REGIONS.values() for code in codes
)  # a rule on any other would never ring
_LIKE = 0.8  # countries are named alike: Bulgaria is no misspelt Algeria
_NAMES = {  # beside those that posts write: names in English, as ISO's three letters, in traditional characters
    "CN": "China|mainland China|mainland|PRC|CHN|zh|中國|中國大陸|大陸|國內",
    "HK": "Hong Kong|Hongkong|HKG", "MO": "Macao|Macau|MAC|澳門", "TW": "Taiwan|TWN|台灣|臺灣",
    "US": "USA|U.S.|U.S.A.|America|United States|United States of America|the US|美國",
    "JP": "Japan|JPN", "KR": "Korea|South Korea|KOR|韓國|南韓",
    "GB": "UK|U.K.|Britain|Great Britain|United Kingdom|England|GBR|英國",
    "DE": "Germany|DEU|GER|德國", "FR": "France|FRA|法國", "IT": "Italy|ITA|義大利", "ES": "Spain|ESP", "PT": "Portugal",
    "NL": "Netherlands|Holland|荷蘭", "BE": "Belgium", "CH": "Switzerland", "AT": "Austria", "SE": "Sweden", "NO": "Norway",
    "DK": "Denmark", "FI": "Finland", "PL": "Poland", "RU": "Russia|RUS|俄羅斯", "UA": "Ukraine", "TR": "Turkey|Türkiye",
    "GR": "Greece", "IE": "Ireland", "CZ": "Czechia|Czech Republic", "HU": "Hungary", "RO": "Romania", "IS": "Iceland",
    "LU": "Luxembourg", "CA": "Canada|CAN", "MX": "Mexico", "BR": "Brazil|BRA", "AR": "Argentina", "CL": "Chile",
    "CO": "Colombia", "PE": "Peru", "VE": "Venezuela", "EC": "Ecuador", "AU": "Australia|AUS", "NZ": "New Zealand",
    "ZA": "South Africa", "EG": "Egypt", "NG": "Nigeria", "KE": "Kenya", "MA": "Morocco", "DZ": "Algeria",
    "SA": "Saudi Arabia|KSA", "AE": "UAE|United Arab Emirates|Emirates", "IL": "Israel", "IR": "Iran", "QA": "Qatar",
    "KW": "Kuwait", "IN": "India|IND", "PK": "Pakistan", "BD": "Bangladesh", "LK": "Sri Lanka", "NP": "Nepal",
    "MM": "Myanmar|Burma", "KH": "Cambodia", "LA": "Laos", "MN": "Mongolia", "KZ": "Kazakhstan", "UZ": "Uzbekistan",
    "SG": "Singapore|SGP", "MY": "Malaysia|MYS|馬來西亞", "TH": "Thailand|THA|泰國", "VN": "Vietnam|VNM", "ID": "Indonesia|IDN",
    "PH": "Philippines|PHL|菲律賓",
    "BG": "Bulgaria", "HR": "Croatia", "SI": "Slovenia", "SK": "Slovakia", "RS": "Serbia",
    "BA": "Bosnia|Bosnia and Herzegovina", "AL": "Albania", "MK": "North Macedonia", "LT": "Lithuania", "LV": "Latvia",
    "EE": "Estonia", "BY": "Belarus", "MD": "Moldova", "GE": "Georgia", "AM": "Armenia", "AZ": "Azerbaijan",
    "TM": "Turkmenistan", "KG": "Kyrgyzstan", "TJ": "Tajikistan", "AF": "Afghanistan", "IQ": "Iraq", "SY": "Syria",
    "LB": "Lebanon", "JO": "Jordan", "PS": "Palestine", "YE": "Yemen", "OM": "Oman", "BH": "Bahrain", "TN": "Tunisia",
    "LY": "Libya", "SD": "Sudan", "ET": "Ethiopia", "TZ": "Tanzania", "UG": "Uganda", "RW": "Rwanda", "ZM": "Zambia",
    "ZW": "Zimbabwe", "AO": "Angola", "MZ": "Mozambique", "CM": "Cameroon", "SN": "Senegal", "CI": "Ivory Coast",
    "GH": "Ghana", "MG": "Madagascar", "MU": "Mauritius", "NA": "Namibia", "BW": "Botswana", "BO": "Bolivia",
    "PY": "Paraguay", "UY": "Uruguay", "CR": "Costa Rica", "PA": "Panama", "GT": "Guatemala", "HN": "Honduras",
    "SV": "El Salvador", "NI": "Nicaragua", "DO": "Dominican Republic", "CU": "Cuba", "JM": "Jamaica",
    "TT": "Trinidad and Tobago", "BS": "Bahamas", "BM": "Bermuda", "BZ": "Belize", "BB": "Barbados", "GD": "Grenada",
    "AG": "Antigua and Barbuda", "GY": "Guyana",
    "SR": "Suriname", "CY": "Cyprus", "MT": "Malta", "MC": "Monaco", "LI": "Liechtenstein", "AD": "Andorra",
    "MV": "Maldives", "PG": "Papua New Guinea", "FJ": "Fiji", "PR": "Puerto Rico", "BN": "Brunei", "BT": "Bhutan",
    "TL": "Timor-Leste|East Timor", "KP": "North Korea",
    "global": "world|worldwide|international|all|WW", "海外": "overseas|abroad|outside China", "东南亚": "Southeast Asia|SEA|東南亞",
    "欧洲": "Europe|歐洲", "欧盟": "EU|European Union|歐盟", "北美": "North America", "南美": "South America", "中东": "Middle East|中東",
    "拉美": "Latin America|LATAM", "亚洲": "Asia|亞洲", "亚太": "Asia-Pacific|APAC|亞太", "非洲": "Africa", "欧美": "歐美",
    "大洋洲": "Oceania", "南亚": "South Asia",
    "东亚": "East Asia|東亞", "东欧": "Eastern Europe|東歐", "西欧": "Western Europe|西歐", "北欧": "Nordics|北歐", "加勒比": "Caribbean",
}  # fmt: skip


def unknown(regions: Iterable[str]) -> list[str]:
    """What is wrong with these regions of a rule, each with what was meant.

    >>> unknown(["CN", "海外", "China", "日韩"])
    ['unknown region "China" (did you mean "CN"?)', 'unknown region "日韩" (did you mean "JP", "KR"?)']
    """
    return [f'unknown region "{word}"{_meant(word)}' for word in regions if word not in CODES]


def _meant(word: str) -> str:
    called = _called()
    close = get_close_matches(_bare(word), called, n=1, cutoff=_LIKE)
    if not close:
        return nearest(word, CODES)
    codes = ", ".join(f'"{code}"' for code in called[close[0]])
    return f" (did you mean {codes}?)"


def _called() -> dict[str, tuple[str, ...]]:
    """What each name means. The codes themselves stand last: ``cn`` is CN, whatever else may be called so."""
    named = {_bare(name): (code,) for code, names in _NAMES.items() for name in names.split("|")}
    written = {_bare(name): codes for name, codes in REGIONS.items()}
    return named | written | {_bare(code): (code,) for code in CODES}


def _bare(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").split())
