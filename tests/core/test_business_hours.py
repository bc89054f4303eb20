"""Working time on the edges people meet, with every expected moment written out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chatdesk.core.business_hours import BusinessHours, DaysRule, EndsAt, Range, Reported

HOUR = 3600
WHOLE_DAY = (0, 1440)
CLOSED_DAY: tuple[Range, ...] = ()


def at(text: str) -> datetime:
    """An instant with its offset written out, as in the requirements."""
    moment = datetime.fromisoformat(text)
    assert moment.tzinfo is not None
    return moment


def week(days: str, *ranges: tuple[int, int]):
    """`days` is a pattern such as "MTWTF--": ranges where a letter stands."""
    return tuple(tuple(Range(*pair) for pair in ranges) if letter != "-" else CLOSED_DAY for letter in days)


def hours(zone: str, days: str, *ranges: tuple[int, int], off: dict[str, str] | None = None) -> BusinessHours:
    holidays = tuple((date.fromisoformat(on), name) for on, name in (off or {}).items())
    return BusinessHours("test", zone, week(days, *ranges), holidays)


C2 = hours("America/Toronto", "MTWTF--", (570, 1020))
CODIFY = hours(
    "America/Santiago",
    "MTWTF--",
    (540, 1080),
    off={"2026-04-03": "Viernes Santo", "2026-04-04": "Sábado Santo", "2026-09-18": "Independencia"},
)
CATAMARUN = hours("America/New_York", "MTWTF--", (540, 1020))
BERLIN_2026 = {"2026-04-03": "Karfreitag", "2026-05-01": "Erster Mai", "2026-05-14": "Himmelfahrt"}
ADVENDIO = hours("Europe/Berlin", "MTWTF--", (540, 1020), off=BERLIN_2026)
LUNCH = hours("Europe/Berlin", "MTWTF--", (540, 720), (780, 1020))
NIGHTS = hours("America/New_York", "MTWTFSS", (1320, 360))
ROUND_THE_CLOCK = hours("America/New_York", "MTWTFSS", WHOLE_DAY, off={"2026-07-03": "Independence Day"})
SANTIAGO_SUNDAYS = hours("America/Santiago", "------S", (0, 720))


class TestVectors:
    """The worked dates of the requirements."""

    @pytest.mark.parametrize(
        ("days", "due"),
        [
            (1, "2026-03-09T16:00-04:00"),  # high
            (2, "2026-03-10T16:00-04:00"),  # contact
            (3, "2026-03-11T16:00-04:00"),  # medium
            (4, "2026-03-12T16:00-04:00"),  # critical
        ],
    )
    def test_c2_days_keep_the_local_time_over_the_clock_change(self, days, due):
        assert C2.add_business_days(at("2026-03-06T16:00-05:00"), days) == at(due)

    def test_c2_a_saturday_case_starts_on_monday(self):
        assert C2.next_opening(at("2026-03-07T11:00-05:00")) == at("2026-03-09T09:30-04:00")

    def test_codify_six_hours_over_good_friday_and_the_end_of_summer_time(self):
        assert CODIFY.add(at("2026-04-02T15:00-03:00"), 6 * HOUR) == at("2026-04-06T12:00-04:00")

    def test_codify_six_hours_over_the_start_of_summer_time(self):
        assert CODIFY.add(at("2026-09-04T15:00-04:00"), 6 * HOUR) == at("2026-09-07T12:00-03:00")

    @pytest.mark.parametrize("start", ["2026-03-06T14:20-05:00", "2026-03-09T14:20-04:00", "2026-03-10T14:20-04:00"])
    def test_catamarun_p2_is_eight_hours_and_the_same_time_on_the_next_business_day(self, start):
        due = CATAMARUN.add(at(start), 8 * HOUR)
        tiers = {
            "2026-03-06T14:20-05:00": "2026-03-09T14:20-04:00",
            "2026-03-09T14:20-04:00": "2026-03-10T14:20-04:00",
            "2026-03-10T14:20-04:00": "2026-03-11T14:20-04:00",
        }
        assert due == at(tiers[start])
        assert due < CATAMARUN.close_of_next_business_day(at(start))

    @pytest.mark.parametrize(
        ("start", "due"),
        [
            ("2026-03-06T14:20-05:00", "2026-03-13T14:20-04:00"),
            ("2026-03-13T14:20-04:00", "2026-03-20T14:20-04:00"),
            ("2026-03-20T14:20-04:00", "2026-03-27T14:20-04:00"),
        ],
    )
    def test_catamarun_p3_five_business_days_a_tier(self, start, due):
        assert CATAMARUN.add_business_days(at(start), 5) == at(due)

    def test_advendio_two_days_over_the_first_of_may(self):
        report = at("2026-04-30T15:00+02:00")
        assert ADVENDIO.add_business_days(report, 2) == at("2026-05-05T15:00+02:00")
        without = hours("Europe/Berlin", "MTWTF--", (540, 1020))
        assert without.add_business_days(report, 2) == at("2026-05-04T15:00+02:00")


class TestEdges:
    def test_hours_are_open_at_the_opening_and_closed_at_the_close(self):
        assert not C2.is_open(at("2026-03-09T09:29:59.999999-04:00"))
        assert C2.is_open(at("2026-03-09T09:30-04:00"))
        assert C2.is_open(at("2026-03-09T16:59:59.999999-04:00"))
        assert not C2.is_open(at("2026-03-09T17:00-04:00"))

    def test_a_report_at_closing_time_starts_at_the_next_opening(self):
        closing = at("2026-03-09T17:00-04:00")
        assert C2.next_opening(closing) == at("2026-03-10T09:30-04:00")
        assert C2.add(closing, 1) == at("2026-03-10T09:30:01-04:00")

    def test_a_span_that_fits_exactly_is_due_at_the_close(self):
        assert C2.add(at("2026-03-09T16:00-04:00"), HOUR) == at("2026-03-09T17:00-04:00")
        assert C2.add(at("2026-03-09T16:00-04:00"), HOUR + 1) == at("2026-03-10T09:30:01-04:00")
        assert C2.add(at("2026-03-07T12:00-05:00"), int(7.5 * HOUR)) == at("2026-03-09T17:00-04:00")

    def test_nothing_to_add_is_now_if_open_else_the_next_opening(self):
        now = at("2026-03-09T16:00:00.250-04:00")
        assert C2.add(now, 0) == now
        assert C2.add(at("2026-03-09T17:00-04:00"), 0) == at("2026-03-10T09:30-04:00")

    def test_a_fraction_of_a_second_is_kept_in_hours_and_dropped_at_an_opening(self):
        assert C2.add(at("2026-03-09T16:00:00.250-04:00"), 60) == at("2026-03-09T16:01:00.250-04:00")
        assert C2.add(at("2026-03-09T09:30:00.250-04:00"), 60) == at("2026-03-09T09:31:00.250-04:00")
        assert C2.add(at("2026-03-09T08:00:00.250-04:00"), 60) == at("2026-03-09T09:31-04:00")
        # The last quarter of a second no longer fits before the close.
        assert C2.add(at("2026-03-09T16:00:00.250-04:00"), HOUR) == at("2026-03-10T09:30:00.250-04:00")

    def test_answers_are_in_utc(self):
        start = at("2026-03-09T16:00-04:00")
        for answer in (C2.add(start, 0), C2.add(start, 9), C2.add_business_days(start, 1), C2.next_opening(start)):
            assert answer.tzinfo is UTC

    def test_a_reversed_time_counts_negative(self):
        earlier, later = at("2026-03-06T16:00-05:00"), at("2026-03-09T10:00-04:00")
        assert C2.between(earlier, later) == int(1.5 * HOUR)
        assert C2.between(later, earlier) == -int(1.5 * HOUR)

    def test_breaks_do_not_count(self):
        assert LUNCH.add(at("2026-06-01T11:30+02:00"), HOUR) == at("2026-06-01T13:30+02:00")
        assert LUNCH.between(at("2026-06-01T09:00+02:00"), at("2026-06-01T17:00+02:00")) == 7 * HOUR

    def test_a_holiday_on_an_edge_takes_its_whole_date_and_nothing_else(self):
        assert ADVENDIO.add(at("2026-04-30T16:00+02:00"), HOUR) == at("2026-04-30T17:00+02:00")
        assert ADVENDIO.add(at("2026-04-30T16:00+02:00"), HOUR + 1) == at("2026-05-04T09:00:01+02:00")

    def test_a_holiday_takes_the_night_that_opens_on_it_and_leaves_the_one_before(self):
        nights = hours("America/New_York", "MTWTFSS", (1320, 360), off={"2026-07-03": "Independence Day"})
        assert nights.is_open(at("2026-07-03T05:59-04:00"))
        assert not nights.is_open(at("2026-07-03T22:00-04:00"))
        assert not nights.is_open(at("2026-07-04T05:59-04:00"))
        assert nights.next_opening(at("2026-07-03T06:00-04:00")) == at("2026-07-04T22:00-04:00")

    def test_around_the_clock_minus_holidays_in_new_york(self):
        assert ROUND_THE_CLOCK.add(at("2026-07-02T23:00-04:00"), HOUR) == at("2026-07-03T00:00-04:00")
        assert ROUND_THE_CLOCK.add(at("2026-07-02T23:00-04:00"), 2 * HOUR) == at("2026-07-04T01:00-04:00")
        spring, autumn = at("2026-03-08T00:00-05:00"), at("2026-11-01T00:00-04:00")
        assert ROUND_THE_CLOCK.between(spring, at("2026-03-09T00:00-04:00")) == 23 * HOUR
        assert ROUND_THE_CLOCK.between(autumn, at("2026-11-02T00:00-05:00")) == 25 * HOUR

    def test_nights_are_an_hour_shorter_in_spring_and_longer_in_autumn(self):
        assert NIGHTS.between(at("2026-03-06T12:00-05:00"), at("2026-03-07T12:00-05:00")) == 8 * HOUR
        assert NIGHTS.between(at("2026-03-07T12:00-05:00"), at("2026-03-08T12:00-04:00")) == 7 * HOUR
        assert NIGHTS.between(at("2026-10-31T12:00-04:00"), at("2026-11-01T12:00-05:00")) == 9 * HOUR
        assert NIGHTS.add(at("2026-03-07T22:00-05:00"), 7 * HOUR) == at("2026-03-08T06:00-04:00")

    def test_sundays_in_santiago_open_at_one_when_midnight_does_not_exist(self):
        assert SANTIAGO_SUNDAYS.next_opening(at("2026-09-05T12:00-04:00")) == at("2026-09-06T01:00-03:00")
        assert SANTIAGO_SUNDAYS.between(at("2026-09-05T12:00-04:00"), at("2026-09-07T00:00-03:00")) == 11 * HOUR
        # In April Saturday's last hour comes twice and Sunday is whole.
        assert SANTIAGO_SUNDAYS.next_opening(at("2026-04-04T23:59-04:00")) == at("2026-04-05T00:00-04:00")
        assert SANTIAGO_SUNDAYS.add(at("2026-04-04T12:00-03:00"), 12 * HOUR) == at("2026-04-05T12:00-04:00")

    def test_a_range_inside_the_skipped_hour_does_not_exist_and_one_in_the_repeated_hour_comes_twice(self):
        small_hours = hours("America/New_York", "------S", (120, 150), (540, 600))
        assert small_hours.next_opening(at("2026-03-08T00:00-05:00")) == at("2026-03-08T09:00-04:00")
        repeated = hours("America/New_York", "------S", (60, 90))
        night = at("2026-11-01T00:00-04:00")
        assert repeated.between(night, night + timedelta(hours=8)) == HOUR
        assert repeated.add(night, HOUR // 2) == at("2026-11-01T01:30-04:00")
        assert repeated.add(night, HOUR // 2 + 1) == at("2026-11-01T01:00:01-05:00")

    def test_the_half_hour_change_of_lord_howe(self):
        all_day = hours("Australia/Lord_Howe", "MTWTFSS", WHOLE_DAY)
        assert all_day.between(at("2026-04-05T00:00+11:00"), at("2026-04-06T00:00+10:30")) == int(24.5 * HOUR)
        assert all_day.between(at("2026-10-04T00:00+10:30"), at("2026-10-05T00:00+11:00")) == int(23.5 * HOUR)

    def test_two_moments_of_one_zone_are_compared_as_instants_not_by_the_wall(self):
        zone = ZoneInfo("America/New_York")
        first = datetime(2026, 11, 1, 1, 45, tzinfo=zone)
        second = datetime(2026, 11, 1, 1, 15, fold=1, tzinfo=zone)  # half an hour later
        assert NIGHTS.between(first, second) == HOUR // 2
        assert [step.counted_seconds for step in NIGHTS.walk(first, second)] == [HOUR // 2]

    def test_adjoining_ranges_are_one_open_stretch(self):
        shifts = hours("Europe/Berlin", "MTWTFSS", (360, 840), (840, 1320), (1320, 360))
        start = at("2026-06-01T00:00+02:00")
        assert [step.why for step in shifts.walk(start, start + timedelta(days=9))] == [("open",)]
        assert shifts.add(at("2026-06-01T13:00+02:00"), 100 * HOUR) == at("2026-06-05T17:00+02:00")

    def test_far_apart_moments_are_measured_whichever_was_asked_for_first(self):
        sundays = hours("Etc/UTC", "------S", (0, 60))
        near, old, far = at("2026-01-01T00:00Z"), at("1926-01-01T00:00Z"), at("2126-01-01T00:00Z")
        assert sundays.between(near, near + timedelta(weeks=1)) == HOUR
        assert sundays.between(old, near) == 5218 * HOUR
        assert sundays.add(near, 5217 * HOUR) == at("2125-12-23T01:00Z")
        assert sundays.between(near, far) == 5218 * HOUR


class TestBusinessDays:
    """Rule D3, sentence by sentence. 1 June 2026 is a Monday."""

    def test_a_report_in_the_break_counts_as_made_at_the_next_opening_of_that_day(self):
        report = at("2026-06-01T12:20+02:00")
        assert LUNCH.add_business_days(report, 1) == at("2026-06-02T13:00+02:00")
        assert LUNCH.business_days_rule(report, 1) == DaysRule(Reported.IN_BREAK, EndsAt.SAME_TIME)

    @pytest.mark.parametrize("edge", ["2026-06-01T12:00+02:00", "2026-06-01T12:59:59+02:00"])
    def test_a_break_begins_at_the_close_and_ends_at_the_opening(self, edge):
        assert LUNCH.add_business_days(at(edge), 1) == at("2026-06-02T13:00+02:00")

    def test_before_opening_and_after_the_close_count_the_opening_day_as_the_first(self):
        for report in ("2026-05-29T17:00+02:00", "2026-05-31T12:00+02:00", "2026-06-01T08:59:59+02:00"):
            assert LUNCH.add_business_days(at(report), 1) == at("2026-06-01T17:00+02:00")
            assert LUNCH.add_business_days(at(report), 2) == at("2026-06-02T17:00+02:00")
            assert LUNCH.business_days_rule(at(report), 2) == DaysRule(Reported.OUTSIDE, EndsAt.CLOSE)

    def test_a_report_at_the_opening_is_inside(self):
        assert LUNCH.add_business_days(at("2026-06-01T09:00+02:00"), 1) == at("2026-06-02T09:00+02:00")

    def test_end_of_day_moves_it_to_that_days_close(self):
        report = at("2026-06-01T10:00+02:00")
        assert LUNCH.add_business_days(report, 1, end_of_day=True) == at("2026-06-02T17:00+02:00")
        assert LUNCH.business_days_rule(report, 1, end_of_day=True) == DaysRule(Reported.IN_HOURS, EndsAt.CLOSE)
        early = at("2026-06-01T07:00+02:00")
        assert LUNCH.add_business_days(early, 1, end_of_day=True) == at("2026-06-01T17:00+02:00")

    @pytest.mark.parametrize(
        ("reported", "due", "ends_at"),
        [
            ("2026-06-01T08:30+02:00", "2026-06-02T10:00+02:00", EndsAt.NEXT_OPENING),  # before that day's opening
            ("2026-06-01T11:30+02:00", "2026-06-02T11:30+02:00", EndsAt.SAME_TIME),
            ("2026-06-01T12:00+02:00", "2026-06-02T13:00+02:00", EndsAt.NEXT_OPENING),  # the break begins
            ("2026-06-01T12:30+02:00", "2026-06-02T13:00+02:00", EndsAt.NEXT_OPENING),
            ("2026-06-01T15:00+02:00", "2026-06-02T15:00+02:00", EndsAt.CLOSE),  # its very close
            ("2026-06-01T17:30+02:00", "2026-06-02T15:00+02:00", EndsAt.CLOSE),
        ],
    )
    def test_a_day_with_other_hours_bends_the_moment_into_them(self, reported, due, ends_at):
        long_monday = (Range(480, 1080),)
        short_tuesday = (Range(600, 720), Range(780, 900))
        uneven = BusinessHours("uneven", "Europe/Berlin", (long_monday, short_tuesday, *[CLOSED_DAY] * 5))
        assert uneven.add_business_days(at(reported), 1) == at(due)
        assert uneven.business_days_rule(at(reported), 1) == DaysRule(Reported.IN_HOURS, ends_at)

    def test_two_in_the_morning_of_a_night_shift_belongs_to_the_evening_before(self):
        weeknights = hours("Europe/Berlin", "MTWTF--", (1320, 360))
        # Saturday 02:00 is still Friday's shift; the next business day is Monday's.
        assert weeknights.add_business_days(at("2026-06-06T02:00+02:00"), 1) == at("2026-06-09T02:00+02:00")
        assert weeknights.close_of_business_day(at("2026-06-06T02:00+02:00")) == at("2026-06-06T06:00+02:00")
        assert weeknights.add_business_days(at("2026-06-06T06:00+02:00"), 1) == at("2026-06-09T06:00+02:00")

    def test_clocks_set_back_across_midnight_do_not_reopen_the_day_before(self):
        # Newfoundland until 2011: at 00:01 on Sunday it was 23:01 on Saturday again.
        all_days = hours("America/St_Johns", "MTWTFSS", WHOLE_DAY)
        assert all_days.close_of_business_day(at("2010-11-06T12:00-02:30")) == at("2010-11-07T00:00-02:30")
        assert all_days.close_of_business_day(at("2010-11-06T23:30-03:30")) == at("2010-11-08T00:00-03:30")
        assert all_days.add_business_days(at("2010-11-05T12:00-02:30"), 3) == at("2010-11-08T12:00-03:30")

    def test_a_day_is_known_whole_at_the_very_edge_of_what_was_laid_out(self):
        # Noon in Auckland is midnight in UTC, where tables are cut: 400 days back the break has begun.
        auckland = hours("Pacific/Auckland", "MTWTF--", (540, 720), (780, 1020))
        assert auckland.is_open(at("2026-07-09T02:00+00:00"))
        assert auckland.add_business_days(at("2025-06-04T12:20+12:00"), 1) == at("2025-06-05T13:00+12:00")

    def test_around_the_clock_a_business_day_is_a_date(self):
        assert ROUND_THE_CLOCK.add_business_days(at("2026-07-02T14:00-04:00"), 1) == at("2026-07-04T14:00-04:00")
        assert ROUND_THE_CLOCK.add_business_days(at("2026-07-03T14:00-04:00"), 1) == at("2026-07-05T00:00-04:00")
        assert ROUND_THE_CLOCK.close_of_business_day(at("2026-07-02T14:00-04:00")) == at("2026-07-03T00:00-04:00")

    def test_a_time_that_spring_skips_becomes_the_moment_of_the_skip(self):
        assert ROUND_THE_CLOCK.add_business_days(at("2026-03-07T02:30-05:00"), 1) == at("2026-03-08T03:00-04:00")

    def test_in_a_repeated_hour_the_first_is_meant_and_a_report_in_the_second_is_not_due_earlier(self):
        assert ROUND_THE_CLOCK.add_business_days(at("2026-10-31T01:30-04:00"), 1) == at("2026-11-01T01:30-04:00")
        assert ROUND_THE_CLOCK.add_business_days(at("2026-11-01T01:45-04:00"), 1) == at("2026-11-02T01:45-05:00")
        assert ROUND_THE_CLOCK.add_business_days(at("2026-11-01T01:15-05:00"), 1) == at("2026-11-02T02:00-05:00")

    @pytest.mark.parametrize(
        ("reported", "same_day", "next_day"),
        [
            ("2026-06-05T08:00+02:00", "2026-06-05T17:00+02:00", "2026-06-08T17:00+02:00"),
            ("2026-06-05T12:30+02:00", "2026-06-05T17:00+02:00", "2026-06-08T17:00+02:00"),
            ("2026-06-05T16:59:59+02:00", "2026-06-05T17:00+02:00", "2026-06-08T17:00+02:00"),
            ("2026-06-05T17:00+02:00", "2026-06-08T17:00+02:00", "2026-06-09T17:00+02:00"),
            ("2026-06-06T12:00+02:00", "2026-06-08T17:00+02:00", "2026-06-09T17:00+02:00"),
        ],
    )
    def test_the_close_of_the_same_and_of_the_next_business_day(self, reported, same_day, next_day):
        assert LUNCH.close_of_business_day(at(reported)) == at(same_day)
        assert LUNCH.close_of_next_business_day(at(reported)) == at(next_day)

    @pytest.mark.parametrize("n", [0, -1])
    def test_days_are_counted_from_one(self, n):
        with pytest.raises(ValueError, match="counted from 1"):
            C2.add_business_days(at("2026-03-06T16:00-05:00"), n)


class TestWalk:
    def test_it_names_nights_breaks_weekends_and_each_holiday(self):
        split = hours("Europe/Berlin", "MTWTF--", (540, 720), (780, 1020), off=BERLIN_2026)
        steps = split.walk(at("2026-04-02T11:00+02:00"), at("2026-04-06T09:00:30.500+02:00"))
        assert [(step.from_at, step.to_at, step.counted_seconds, step.why) for step in steps] == [
            (at("2026-04-02T11:00+02:00"), at("2026-04-02T12:00+02:00"), HOUR, ("open",)),
            (at("2026-04-02T12:00+02:00"), at("2026-04-02T13:00+02:00"), 0, ("closed", "break")),
            (at("2026-04-02T13:00+02:00"), at("2026-04-02T17:00+02:00"), 4 * HOUR, ("open",)),
            (at("2026-04-02T17:00+02:00"), at("2026-04-03T00:00+02:00"), 0, ("closed",)),
            (at("2026-04-03T00:00+02:00"), at("2026-04-04T00:00+02:00"), 0, ("holiday", "Karfreitag")),
            (at("2026-04-04T00:00+02:00"), at("2026-04-06T00:00+02:00"), 0, ("no_hours",)),
            (at("2026-04-06T00:00+02:00"), at("2026-04-06T09:00+02:00"), 0, ("closed",)),
            (at("2026-04-06T09:00+02:00"), at("2026-04-06T09:00:30.500+02:00"), 30, ("open",)),
        ]

    def test_dates_begin_at_the_local_midnight_of_their_own_offset(self):
        rows = [(step.to_at, step.why) for step in C2.walk(at("2026-03-06T16:00-05:00"), at("2026-03-09T10:00-04:00"))]
        assert rows == [
            (at("2026-03-06T17:00-05:00"), ("open",)),
            (at("2026-03-07T00:00-05:00"), ("closed",)),
            (at("2026-03-09T00:00-04:00"), ("no_hours",)),
            (at("2026-03-09T09:30-04:00"), ("closed",)),
            (at("2026-03-09T10:00-04:00"), ("open",)),
        ]

    def test_the_way_to_a_later_day_of_the_same_week_has_no_break_before_the_opening_or_after_the_close(self):
        steps = LUNCH.walk(at("2026-06-01T06:00+02:00"), at("2026-06-02T09:00+02:00"))
        assert [step.why for step in steps] == [("closed",), ("open",), ("closed", "break"), ("open",), ("closed",)]

    def test_a_holiday_on_a_free_saturday_is_named_too(self):
        steps = CODIFY.walk(at("2026-04-02T15:00-03:00"), at("2026-04-06T12:00-04:00"))
        assert [step.why for step in steps] == [
            ("open",),
            ("closed",),
            ("holiday", "Viernes Santo"),
            ("holiday", "Sábado Santo"),
            ("no_hours",),
            ("closed",),
            ("open",),
        ]
        # Saturday had 25 hours.
        assert steps[3].to_at - steps[3].from_at == timedelta(hours=25)

    def test_two_names_on_one_date_are_both_told(self):
        twice = BusinessHours(
            "twice",
            "Etc/UTC",
            week("MTWTFSS", WHOLE_DAY),
            ((date(2026, 5, 1), "Labour Day"), (date(2026, 5, 1), "May Day"), (date(2026, 5, 1), "May Day")),
        )
        (step,) = twice.walk(at("2026-05-01T00:00Z"), at("2026-05-02T00:00Z"))
        assert step.why == ("holiday", "Labour Day; May Day")

    def test_no_time_has_no_rows_and_backwards_is_refused(self):
        now = at("2026-03-09T16:00-04:00")
        assert C2.walk(now, now) == []
        with pytest.raises(ValueError, match="forwards"):
            C2.walk(now, now - timedelta(microseconds=1))


class TestRefusals:
    @pytest.mark.parametrize("zone", ["", "Mars/Olympus", "America", "../etc/passwd", "europe/berlin", "a\0b"])
    def test_an_unknown_zone(self, zone):
        with pytest.raises(ValueError, match="IANA name such as 'Europe/Berlin'") as refusal:
            hours(zone, "MTWTF--", (540, 1020))
        assert repr(zone) in str(refusal.value)

    @pytest.mark.parametrize(
        ("impossible", "message"),
        [
            (week("MTWTF-", (540, 1020)), "7 days, Monday first; 6 are given"),
            (week("-------"), "no opening hours at all"),
            (week("M------", (540, 540)), "Monday 09:00–09:00: opens and closes at the same time"),
            (week("-T-----", (-1, 540)), "Tuesday .*: the opening must lie between"),
            (week("-T-----", (1440, 60)), "Tuesday 24:00–01:00: the opening must lie between 00:00 and 23:59"),
            (week("-T-----", (540, 1441)), "Tuesday 09:00–24:01: the close must lie between 00:00 and 24:00"),
            (week("--W----", (540, 720), (719, 1020)), "Wednesday 09:00–12:00 and Wednesday 11:59–17:00 overlap"),
            (week("--W----", (719, 1020), (540, 720)), "Wednesday 09:00–12:00 and Wednesday 11:59–17:00 overlap"),
            (week("---TF--", (1320, 361), (360, 720)), "Thursday 22:00–06:01 and Friday 06:00–12:00 overlap"),
            (week("M-----S", (0, 60), (1320, 1)), "Sunday 22:00–00:01 and Monday 00:00–01:00 overlap"),
        ],
    )
    def test_hours_that_cannot_be(self, impossible, message):
        with pytest.raises(ValueError, match=message):
            BusinessHours("impossible", "Europe/Berlin", impossible)

    def test_ranges_that_touch_are_no_overlap_and_may_come_in_any_order(self):
        tidy = hours("Europe/Berlin", "MTWTFSS", (0, 720), (720, 1440))
        untidy = hours("Europe/Berlin", "MTWTFSS", (720, 0), (0, 720))
        start, end = at("2026-06-01T05:00+02:00"), at("2026-06-11T05:00+02:00")
        assert tidy.between(start, end) == untidy.between(start, end) == 240 * HOUR

    @pytest.mark.parametrize(
        "ask",
        [
            lambda naive, aware: C2.is_open(naive),
            lambda naive, aware: C2.next_opening(naive),
            lambda naive, aware: C2.add(naive, 5),
            lambda naive, aware: C2.add(naive, 0),
            lambda naive, aware: C2.between(naive, aware),
            lambda naive, aware: C2.between(aware, naive),
            lambda naive, aware: C2.add_business_days(naive, 1),
            lambda naive, aware: C2.close_of_business_day(naive),
            lambda naive, aware: C2.walk(naive, naive),
            lambda naive, aware: C2.walk(aware, naive),
        ],
    )
    def test_an_instant_without_a_zone(self, ask):
        aware = at("2026-03-09T16:00-04:00")
        with pytest.raises(ValueError, match="2026-03-09T16:00:00 has no time zone"):
            ask(aware.replace(tzinfo=None), aware)

    def test_a_negative_span(self):
        with pytest.raises(ValueError, match="forwards, not -1 seconds"):
            C2.add(at("2026-03-09T16:00-04:00"), -1)

    @pytest.mark.parametrize("far", ["1899-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
    def test_years_we_do_not_count_in(self, far):
        with pytest.raises(ValueError, match="years 1900 to 2199"):
            C2.is_open(at(far))

    def test_holidays_for_ever_raise_instead_of_looking_for_ever(self):
        monday = date(2026, 3, 9)
        mondays = tuple((monday + timedelta(weeks=n), "Never") for n in range(52 * 180))
        never = BusinessHours("never", "Europe/Berlin", week("M------", (540, 1020)), mondays)
        start = at("2026-03-08T12:00+01:00")
        for ask in (
            lambda: never.next_opening(start),
            lambda: never.add(start, 1),
            lambda: never.add(start, 0),
            lambda: never.add_business_days(start, 1),
            lambda: never.close_of_business_day(start),
            lambda: C2.add(start, 10**10),
            lambda: C2.add_business_days(start, 10**6),
        ):
            with pytest.raises(ValueError, match="no such moment before the year 2200"):
                ask()
        assert never.between(start, at("2199-12-31T00:00Z")) == 0
        assert not never.is_open(at("2026-03-09T10:00+01:00"))


def test_equal_hours_are_equal_values_and_share_one_table():
    one, other = (hours("Europe/Berlin", "MTWTF--", (540, 1020), off=BERLIN_2026) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one._tables is other._tables
    assert one != C2
