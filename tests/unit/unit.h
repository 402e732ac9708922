/* unit.h - the frame around the unit tests of one subject */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>
#include <stddef.h>
#include <stdlib.h>

#define UNIT_COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { UNIT_TIMEOUT_S = 120 }; /* valgrind takes its time */

/* By how much more a test is to try: see make check-long. */
static inline int
unit_long(void)
{
	const char *text = getenv("LONG");
	long more = text == NULL ? 1 : strtol(text, NULL, 10);

	return more > 1 && more <= 1000 ? (int)more : 1;
}

/* Runs the tests, each between setup and teardown; the result is main()'s. */
static inline int
unit_run_with(const char *subject, const TTest *const tests[], size_t count,
	void (*setup)(void), void (*teardown)(void))
{
	Suite *suite = suite_create(subject);
	TCase *tcase = tcase_create(subject);
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, UNIT_TIMEOUT_S * unit_long());
	if (setup != NULL)
		tcase_add_checked_fixture(tcase, setup, teardown);
	for (size_t i = 0; i < count; i++)
		tcase_add_test(tcase, tests[i]);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static inline int
unit_run(const char *subject, const TTest *const tests[], size_t count)
{
	return unit_run_with(subject, tests, count, NULL, NULL);
}

#endif
