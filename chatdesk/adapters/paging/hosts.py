"""The fixed addresses of the services that page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hosts:
    """Where PagerDuty and Opsgenie answer, by region (`us`, `eu`). A test passes others; no setting names them."""

    pagerduty_us: str = "https://events.pagerduty.com"
    pagerduty_eu: str = "https://events.eu.pagerduty.com"
    opsgenie_us: str = "https://api.opsgenie.com"
    opsgenie_eu: str = "https://api.eu.opsgenie.com"

    def pagerduty(self, region: str) -> str:
        return self.pagerduty_eu if region == "eu" else self.pagerduty_us

    def opsgenie(self, region: str) -> str:
        return self.opsgenie_eu if region == "eu" else self.opsgenie_us
