"""What every test shares."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases", "tests.desk_world", "tests.log_watch", "tests.platforms"]

# A busy machine makes examples slowly; that says nothing about the code.
settings.register_profile("patient", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("patient")
