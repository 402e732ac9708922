# SPDX-License-Identifier: GPL-3.0-or-later
# The whole product, as it is shipped, against the fake.
EXTRA_DIST += tests/e2e/kit.sh
dist_check_SCRIPTS += tests/e2e/fake_habits.sh
TESTS += tests/e2e/fake_habits.sh
dist_check_SCRIPTS += tests/e2e/secrets.sh tests/e2e/storm.sh
TESTS += tests/e2e/secrets.sh tests/e2e/storm.sh
