"""What the desk promises, in whose working hours, and where it failed."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.lib.business_time import Calendar
from helpdesk.lib.errors import Invalid
from tickets.models.ticket import Ticket

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
YEAR = timedelta(days=366)
TOO_FEW_HOURS = _("These are fewer working hours in a whole year than a service level promises. Add hours.")
AROUND_THE_CLOCK = {day: [["00:00", "24:00"]] for day in WEEKDAYS}


def all_week() -> dict[str, Any]:
    return {day: [list(period) for period in periods] for day, periods in AROUND_THE_CLOCK.items()}


def shifts_of(periods: object) -> dict[int, list[tuple[str, str]]]:
    """Periods by weekday name as shifts by weekday number; ValueError for anything else."""
    if not isinstance(periods, dict) or set(periods) - set(WEEKDAYS):
        raise ValueError("periods")
    return {number: pairs_of(periods.get(name, [])) for number, name in enumerate(WEEKDAYS)}


def pairs_of(periods: object) -> list[tuple[str, str]]:
    if not isinstance(periods, (list, tuple)):
        raise ValueError("periods")
    if not all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in periods):
        raise ValueError("pair")
    if not all(isinstance(clock, str) for pair in periods for clock in pair):
        raise ValueError("time")
    return [(start, end) for start, end in periods]


def days_of(holidays: object) -> list[date]:
    """Dates from their ISO form; ValueError for anything else."""
    if not isinstance(holidays, (list, tuple)) or not all(isinstance(day, str) for day in holidays):
        raise ValueError("holidays")
    return [date.fromisoformat(day) for day in holidays]


class BusinessCalendar(models.Model):
    """Working hours: several periods a weekday (`{"mon": [["09:00", "12:00"], ["13:00", "18:00"]]}`) less holidays."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    periods = models.JSONField(_("periods"), default=all_week)
    holidays = models.JSONField(
        _("holidays"), default=list, blank=True, help_text=_("Dates such as 2026-12-25.")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("business calendar")
        verbose_name_plural = _("business calendars")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse what the promises could not count with."""
        try:
            days_of(self.holidays)
        except ValueError:
            raise ValidationError({"holidays": _("Dates such as 2026-12-25.")}) from None
        try:
            Calendar.parse(self.timezone, {})
        except Invalid as refused:
            raise ValidationError({"timezone": str(refused.message)}) from None
        try:
            worked = self.minutes_in_a_year()
        except (Invalid, ValueError):
            worked = 0
        if not worked:
            raise ValidationError({"periods": _("Give each weekday (mon … sun) a list of [from, to] times.")})
        if worked < self.longest_promise():
            raise ValidationError({"periods": TOO_FEW_HOURS})

    def minutes_in_a_year(self) -> int:
        """Working minutes of the year to come; raises Invalid or ValueError for hours that cannot be read."""
        calendar = Calendar.parse(self.timezone, shifts_of(self.periods), holidays=days_of(self.holidays))
        now = timezone.now()
        return int(calendar.elapsed(now, now + YEAR) // timedelta(minutes=1))

    def longest_promise(self) -> int:
        """Of the service levels on this calendar, in minutes; at least an hour."""
        targets = (
            SlaTarget.objects.filter(policy__calendar_id=self.pk) if self.pk else SlaTarget.objects.none()
        )
        return max([60, *(target.longest for target in targets)])


class SlaPolicy(models.Model):
    """A named set of promises; the first by position is the one new tickets get."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    calendar = models.ForeignKey(BusinessCalendar, on_delete=models.PROTECT, related_name="policies")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("service level")
        verbose_name_plural = _("service levels")

    def __str__(self) -> str:
        return self.name


class SlaTarget(models.Model):
    """How many working minutes each answer may take at one priority."""

    policy = models.ForeignKey(SlaPolicy, on_delete=models.CASCADE, related_name="targets")
    priority = models.CharField(_("priority"), max_length=10, choices=Ticket.Priority)
    first_response_minutes = models.PositiveIntegerField(_("first response, minutes"))
    next_response_minutes = models.PositiveIntegerField(_("next response, minutes"))
    resolution_minutes = models.PositiveIntegerField(_("resolution, minutes"))

    class Meta:
        ordering = ["policy_id", "pk"]
        verbose_name = _("promise by priority")
        verbose_name_plural = _("promises by priority")
        constraints = [models.UniqueConstraint(fields=["policy", "priority"], name="tickets_target_once")]

    def __str__(self) -> str:
        return f"{self.policy} · {self.get_priority_display()}"

    @property
    def longest(self) -> int:
        minutes = (self.first_response_minutes, self.next_response_minutes, self.resolution_minutes)
        return max(number or 0 for number in minutes)

    def clean(self) -> None:
        """A promise the calendar has no hours for would leave every ticket without one."""
        if not self.policy.calendar_id or self.policy.calendar.minutes_in_a_year() >= self.longest:
            return
        message = _(
            "The calendar has fewer working hours than this in a whole year. Promise less, or add hours."
        )
        raise ValidationError({"resolution_minutes": message})


class SlaBreach(models.Model):
    """A promise that passed unkept: one row per clock and due time, written once however often the task looks."""

    class Clock(models.TextChoices):
        FIRST_RESPONSE = "first_response", _("First response")
        NEXT_RESPONSE = "next_response", _("Next response")
        RESOLUTION = "resolution", _("Resolution")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="breaches")
    clock = models.CharField(max_length=20, choices=Clock)
    due_at = models.DateTimeField()
    noticed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_at"]
        verbose_name = _("missed promise")
        verbose_name_plural = _("missed promises")
        constraints = [
            models.UniqueConstraint(fields=["ticket", "clock", "due_at"], name="tickets_breach_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.clock}"
