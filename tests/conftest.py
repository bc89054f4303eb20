pytest_plugins = ["tests.databases", "tests.desk_world"]
