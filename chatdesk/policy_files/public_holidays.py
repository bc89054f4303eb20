"""Public holidays of a country, resolved to dates once, when a policy is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import holidays

# A fixed stretch, so that reading a file next year gives the same dates and the same version.
YEARS = range(2024, 2041)


def check_country(country: str, subdivision: str | None) -> None:
    """ValueError unless the country and its part are known; it says which parts there are."""
    known = holidays.list_supported_countries()
    if country not in known:
        raise ValueError(f"no country '{country}' is known; give its two letters in capitals, such as 'CL' or 'DE'")
    if subdivision is not None and subdivision not in known[country]:
        parts = ", ".join(known[country]) or "none"
        raise ValueError(f"{country} has no part '{subdivision}'; its parts are: {parts}")


def dates_off(
    country: str | None,
    subdivision: str | None,
    language: str,
    extra: Mapping[date, str],
    left_out: Collection[date],
    years: range = YEARS,
) -> tuple[tuple[date, str], ...]:
    """(date, name) in order, observed days among them, named in `language` where the names exist in it."""
    dates: dict[date, str] = {}
    if country is not None:
        found = holidays.country_holidays(
            country, subdiv=subdivision, years=years, observed=True, language=_spoken(country, language)
        )
        dates = {on: name for on, name in found.items() if on not in left_out}
    dates.update(extra)
    return tuple(sorted(dates.items()))


def _spoken(country: str, language: str) -> str | None:
    """The library's own name of the language (`en_US` for `en`), or None for the country's own."""
    spoken: tuple[str, ...] = holidays.country_holidays(country).supported_languages or ()
    return next((one for one in spoken if one.split("_")[0] == language), None)
