/* unit.h - the frame around the unit tests of one subject */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>
#include <stddef.h>
#include <stdlib.h>

#define UNIT_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Runs the tests; the result is main()'s. */
static inline int
unit_run(const char *subject, const TTest *const tests[], size_t count)
{
	Suite *suite = suite_create(subject);
	TCase *tcase = tcase_create(subject);
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	for (size_t i = 0; i < count; i++)
		tcase_add_test(tcase, tests[i]);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
