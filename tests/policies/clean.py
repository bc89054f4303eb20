"""A policy in which nothing is odd; tests of `policy check` break it in one place each."""

CLEAN = """\
title: Example support
language: en
business_hours:
  office:
    zone: Europe/Berlin
    week:
      mon-fri: "09:00-17:00"
    holidays: {country: DE}
    clauses: [X-1]
severities:
  1: {label: Down, definition: Nobody can work.}
  2: {label: Slow, definition: Work goes on.}
questions:
  usable:
    ask: Can you work?
    answers: {no: "No", hardly: Hardly, yes: "Yes"}
severity_rules:
  - {when: {usable: no}, severity: 1, clauses: [X-2]}
  - {when: {usable: [hardly, yes]}, severity: 2, clauses: [X-2]}
plans:
  basic: {label: Basic, clauses: [X-3]}
default_plan: basic
targets:
  reply-1:
    metric: first_response
    severities: [1]
    within: 1 business hour
    clauses: [X-3]
  reply-2:
    metric: first_response
    severities: [2]
    within: 4 business hours
    clauses: [X-3]
  fix-1:
    metric: resolution
    severities: [1]
    within: 8 business hours
    clauses: [X-4]
  fix-2:
    metric: resolution
    severities: [2]
    within: 5 business days
    clauses: [X-4]
  deeper:
    metric: handoff
    within: 2 business hours
    to_level: 2
    clauses: [X-5]
roles:
  experts: Experts
  head: Head of support
support_levels:
  1: {label: Front desk, roles: [on_call]}
  2: {label: Experts, roles: [experts]}
first_level: 1
ladder:
  starts_on: [first_response, resolution]
  tiers:
    1: {channel: on_call, roles: [owner], clauses: [X-6]}
    2: {roles: [head], clauses: [X-6]}
house:
  unset_severity: 2
clauses:
  X-1: {says: Hours}
  X-2: {says: Severities}
  X-3: {says: Replies}
  X-4: {says: Fixes}
  X-5: {says: Experts}
  X-6: {says: Tiers}
"""
